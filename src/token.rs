//! What the widget asks the host's backend, exactly as the issuer documents it, and the shape of the answers.

use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::callbacks::Host;
use crate::dom::{object, property};
use crate::error::{Checked, Failure};
use crate::network::{self, callback_failed, settled};
use crate::options::{Call, Mode, Plan};
use crate::text::concat;

/// The issuer's request body, for a plan.
///
/// Written as maps, not structs: serde-wasm-bindgen keeps a hash table of struct fields' names that weighs 3 KB.
#[derive(Debug)]
pub struct SetPinTokenRequest<'a>(pub &'a Plan);

impl Serialize for SetPinTokenRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Plan {
            mode,
            css,
            redirect_url,
            ..
        } = self.0;
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("isEmbedded", &(*mode != Mode::Redirect))?;
        // The issuer uses it for a page that is not embedded only; careful backends refuse it otherwise.
        if let Some(url) = redirect_url {
            body.serialize_entry("redirectUrl", url)?;
        }
        if let Some(css) = css {
            body.serialize_entry("customCss", css)?;
        }
        body.end()
    }
}

/// A plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or_default()
}

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The card's status.
    Card,
    /// A token; with the number of this request within the attempt.
    Token(u32),
    /// Whether a PIN was set.
    Outcome,
}

/// Asks, and gives the answer as it came: nothing of it is judged yet.
///
/// # Errors
/// What the contract lists under "asking for the token".
pub async fn ask(
    question: Question,
    plan: &Plan,
    host: &Host,
    signal: &AbortSignal,
) -> Checked<JsValue> {
    let mut body = JsValue::UNDEFINED;
    let mut request = 0;
    let (call, function) = match question {
        Question::Card => (plan.card.as_ref(), "cardStatus.fetch"),
        Question::Outcome => (None, "confirmOutcome"),
        Question::Token(number) => {
            request = number;
            body = to_js(&SetPinTokenRequest(plan));
            (Some(&plan.token), "fetchToken")
        }
    };
    if let Some(Call::Url(url)) = call {
        return network::ask(network::Request {
            url,
            body: &body,
            credentials: plan.credentials,
            headers: host.option("headers"),
            signal,
        })
        .await;
    }
    let context = object(&[("signal", signal), ("request", &request.into())]);
    let arguments = js_sys::Array::new();
    if !body.is_undefined() {
        arguments.push(&body);
    }
    arguments.push(&context);
    let function_of_host: js_sys::Function = host.option(function).unchecked_into();
    settled(function_of_host.apply(&JsValue::UNDEFINED, &arguments))
        .await
        .map_err(|thrown| rejected(&thrown, function))
}

/// A rejection with an integer `status` is mapped like a response; everything else is `token_callback_failed`.
fn rejected(thrown: &JsValue, name: &str) -> Box<Failure> {
    let status = property(thrown, "status").as_f64().unwrap_or_default();
    if status.fract() == 0.0 && (100.0..600.0).contains(&status) {
        Failure::from_status(status as u16)
    } else {
        callback_failed(&concat(&["`", name, "` threw or rejected"]))
    }
}

/// A documented field of an answer: a string that is not empty.
///
/// # Errors
/// `invalid_response` that names the field, never what is in it.
pub fn field(answer: &JsValue, name: &str) -> Checked<String> {
    property(answer, name)
        .as_string()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Failure::response(&concat(&["`", name, "` is missing or no string"])))
}
