//! What the widget asks the host's backend, exactly as the issuer documents it, and the shape of the answers.

use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::callbacks::Host;
use crate::custom_css::Field;
use crate::dom::{object, own};
use crate::error::{Checked, Failure};
use crate::network::{self, rejected};
use crate::options::{Call, Mode, Plan};
use crate::task::Settled;
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
        body.serialize_entry("isEmbedded", &Field::Flag(*mode != Mode::Redirect))?;
        // The issuer uses it for a page that is not embedded only; careful backends refuse it otherwise.
        if let Some(url) = redirect_url {
            body.serialize_entry("redirectUrl", &Field::Text(url))?;
        }
        if let Some(css) = css {
            body.serialize_entry("customCss", &Field::Look(css))?;
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

impl Question {
    /// The option that holds the host's own way to ask.
    fn function(self) -> &'static str {
        match self {
            Self::Card => "cardStatus.fetch",
            Self::Token(_) => "fetchToken",
            Self::Outcome => "confirmOutcome",
        }
    }
}

/// A question with the host's own parts of it, so that what `update()` brings meanwhile never mixes with an address that it was not given for.
#[derive(Debug)]
pub struct Asked {
    question: Question,
    host: Host,
    headers: JsValue,
    function: JsValue,
}

impl Asked {
    /// Takes the parts from the options of now.
    pub fn new(question: Question, host: &Host) -> Self {
        Self {
            question,
            host: host.clone(),
            headers: host.option("headers"),
            function: host.option(question.function()),
        }
    }

    /// Asks, and gives the answer as it came: nothing of it is judged yet.
    ///
    /// # Errors
    /// What the contract lists under "asking for the token".
    pub async fn answer(self, plan: &Plan, signal: &AbortSignal) -> Checked<JsValue> {
        let mut body = JsValue::UNDEFINED;
        let mut request = 0;
        let call = match self.question {
            Question::Card => plan.card.as_ref(),
            Question::Outcome => None,
            Question::Token(number) => {
                request = number;
                body = to_js(&SetPinTokenRequest(plan));
                Some(&plan.token)
            }
        };
        if let Some(Call::Url(url)) = call {
            return network::ask(network::Request {
                url,
                body: &body,
                credentials: plan.credentials,
                headers: self.headers,
                signal,
                host: &self.host,
            })
            .await;
        }
        let context = object(&[("signal", signal), ("request", &request.into())]);
        let arguments = js_sys::Array::new();
        if !body.is_undefined() {
            arguments.push(&body);
        }
        arguments.push(&context);
        let function: js_sys::Function = self.function.unchecked_into();
        Settled::new(function.apply(&JsValue::UNDEFINED, &arguments))
            .await
            .map_err(|thrown| rejected(&thrown, self.question.function()))
    }
}

/// A documented field of an answer: a string that is not empty.
///
/// # Errors
/// `invalid_response` that names the field, never what is in it.
pub fn field(answer: &JsValue, name: &str) -> Checked<String> {
    own(answer, name)
        .as_string()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Failure::response(&concat(&["`", name, "` is missing or no string"])))
}
