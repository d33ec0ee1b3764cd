//! The token request, exactly as the issuer documents it, and the shape of its answer.

use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortSignal;

use crate::custom_css::CustomCss;
use crate::dom::property;
use crate::error::Failure;
use crate::network::{self, callback_failed, settled};
use crate::options::{Call, Mode, Plan};

/// The issuer's request body.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetPinTokenRequest<'a> {
    /// `false` for `redirect` only.
    is_embedded: bool,
    /// The issuer uses it for a page that is not embedded only; careful backends refuse it otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_css: Option<&'a CustomCss>,
}

impl<'a> SetPinTokenRequest<'a> {
    /// What `plan` asks for.
    pub fn new(plan: &'a Plan) -> Self {
        Self {
            is_embedded: plan.mode != Mode::Redirect,
            redirect_url: plan.redirect_url.as_deref(),
            custom_css: plan.css.as_ref(),
        }
    }
}

/// The two documented fields, as text and nothing more: the address is not yet judged.
pub struct Answer {
    /// The token.
    pub token: String,
    /// The address to judge.
    pub hosted_page_url: String,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Answer") // Never the token.
    }
}

/// Asks for one token. `request` counts the attempt's requests; `options` are the host's.
///
/// # Errors
/// What the contract lists under "asking for the token".
pub async fn ask(
    plan: &Plan,
    options: &JsValue,
    request: u32,
    signal: &AbortSignal,
) -> Result<Answer, Failure> {
    let body = serde_wasm_bindgen::to_value(&SetPinTokenRequest::new(plan)).unwrap_or_default();
    let answer = match &plan.token {
        Call::Url(url) => {
            network::ask(network::Request {
                url,
                body: Some(&body),
                credentials: plan.credentials,
                headers: &property(options, "headers"),
                signal,
            })
            .await?
        }
        Call::Function => {
            let context = context(signal);
            let _ = js_sys::Reflect::set(&context, &"request".into(), &request.into());
            call_host(
                &property(options, "fetchToken"),
                &[&body, &context],
                "`fetchToken`",
            )
            .await?
        }
    };
    let field = |name, missing| {
        property(&answer, name)
            .as_string()
            .filter(|text| !text.is_empty())
            .ok_or_else(|| Failure::response(missing))
    };
    Ok(Answer {
        token: field("token", "`token` is missing or no string")?,
        hosted_page_url: field("hostedPageUrl", "`hostedPageUrl` is missing or no string")?,
    })
}

/// What a function of the host's is given beside its first argument: `{ signal }`.
pub fn context(signal: &AbortSignal) -> js_sys::Object {
    let context = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&context, &"signal".into(), signal);
    context
}

/// Calls a function of the host's and awaits its answer.
///
/// # Errors
/// A rejection with an integer `status` is mapped like a response; everything else is `token_callback_failed`.
pub async fn call_host(
    function: &JsValue,
    arguments: &[&JsValue],
    name: &str,
) -> Result<JsValue, Failure> {
    let arguments: js_sys::Array = arguments.iter().copied().collect();
    let function: &js_sys::Function = function.unchecked_ref();
    let returned = match function.apply(&JsValue::UNDEFINED, &arguments) {
        Ok(returned) => settled(&returned).await,
        Err(thrown) => Err(thrown),
    };
    returned.map_err(|thrown| rejected(&thrown, name))
}

fn rejected(thrown: &JsValue, name: &str) -> Failure {
    let status = property(thrown, "status").as_f64();
    match status.filter(|status| status.fract() == 0.0 && (100.0..600.0).contains(status)) {
        Some(status) => Failure::from_status(status as u16),
        None => callback_failed(&[name, " threw or rejected"].concat()),
    }
}
