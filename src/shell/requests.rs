//! The requests to the host's backend, in the issuer's shape, and the fields of their responses.

use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::core::custom_css::Field;
use crate::core::error::{Error, Result};
use crate::core::options::{Endpoint, Mode, ResolvedOptions};
use crate::core::text::concat;
use crate::shell::border::Host;
use crate::shell::dom::{object, own_property, property};
use crate::shell::fetch::{self, Respond, rejected};
use crate::shell::promise::when_settled;

/// The issuer's request body.
///
/// Written as maps, because serde-wasm-bindgen's code for the fields of structs adds 3 KB.
#[derive(Debug)]
pub struct SetPinTokenRequest<'a>(pub &'a ResolvedOptions);

impl Serialize for SetPinTokenRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ResolvedOptions {
            mode,
            css,
            redirect_url,
            ..
        } = self.0;
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("isEmbedded", &Field::Flag(*mode != Mode::Redirect))?;
        // The issuer uses it only for a page that is not embedded. Strict backends, such as
        // `./server`, refuse it for the others.
        if let Some(url) = redirect_url {
            body.serialize_entry("redirectUrl", &Field::Text(url))?;
        }
        if let Some(css) = css {
            body.serialize_entry("customCss", &Field::CustomCss(css))?;
        }
        body.end()
    }
}

/// A plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or_default()
}

/// The kinds of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// The card's status.
    Card,
    /// The host's second factor.
    StepUp,
    /// A value that changes whenever the PIN does. JavaScript remembers it.
    PinVersion,
    /// A token, with the number of this request within the attempt.
    Token(u32),
    /// Whether a PIN was set.
    Outcome,
}

/// A request with the host's headers and function from one snapshot of the options, so that values
/// of a later `update()` are never used with an older URL.
#[derive(Debug)]
pub struct PreparedRequest {
    kind: RequestKind,
    host: Host,
    snapshot: JsValue,
    /// The headers that `stepUp` returned.
    step_up: JsValue,
}

impl PreparedRequest {
    /// A request with the options of `snapshot`.
    pub fn new(kind: RequestKind, host: &Host, snapshot: JsValue, step_up: JsValue) -> Self {
        Self {
            kind,
            host: host.clone(),
            snapshot,
            step_up,
        }
    }

    /// Sends the request. `respond` receives the response, which is not validated yet, or an error
    /// with one of the contract's codes under "requesting the token".
    pub fn send(self, options: &ResolvedOptions, signal: &AbortSignal, respond: Respond) {
        let mut body = JsValue::UNDEFINED;
        let mut request = 0;
        let endpoint = match self.kind {
            RequestKind::Card => options.card.as_ref(),
            RequestKind::StepUp | RequestKind::PinVersion | RequestKind::Outcome => None,
            RequestKind::Token(number) => {
                request = number;
                body = to_js(&SetPinTokenRequest(options));
                Some(&options.token)
            }
        };
        if let Some(Endpoint::Url(url)) = endpoint {
            let request = fetch::Request {
                url: url.clone(),
                body,
                credentials: options.credentials,
                headers: property(&self.snapshot, "headers"),
                more_headers: match self.kind {
                    RequestKind::Token(_) => self.step_up,
                    _ => JsValue::UNDEFINED,
                },
                signal: signal.clone(),
                host: self.host,
            };
            return request.send(respond);
        }
        let context = match self.kind {
            RequestKind::StepUp => {
                object(&[("signal", signal), ("purpose", &options.purpose.into())])
            }
            _ => object(&[("signal", signal), ("request", &request.into())]),
        };
        let arguments = js_sys::Array::new();
        if !body.is_undefined() {
            arguments.push(&body);
        }
        arguments.push(&context);
        let snapshot = &self.snapshot;
        // The name in errors, the object that holds the function, and its name there.
        let (name, holder, key) = match self.kind {
            RequestKind::Card => (
                "cardStatus.fetch",
                &property(snapshot, "cardStatus"),
                "fetch",
            ),
            RequestKind::Token(_) => ("fetchToken", snapshot, "fetchToken"),
            RequestKind::StepUp => ("stepUp", snapshot, "stepUp"),
            RequestKind::PinVersion => ("pinVersion", snapshot, "pinVersion"),
            RequestKind::Outcome => ("confirmOutcome", snapshot, "confirmOutcome"),
        };
        let function: js_sys::Function = property(holder, key).unchecked_into();
        when_settled(
            function.apply(&JsValue::UNDEFINED, &arguments),
            Box::new(move |returned| {
                respond(returned.map_err(|thrown| rejected(&thrown, name)));
            }),
        );
    }
}

/// A documented field of a response: a string that is not empty.
///
/// # Errors
/// `invalid_response` that names the field, never its content.
pub fn field(response: &JsValue, name: &str) -> Result<String> {
    own_property(response, name)
        .as_string()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Error::response(&concat(&["`", name, "` is missing or is not a string"])))
}
