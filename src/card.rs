//! The card's status, as the host's backend tells it (the issuer's `GET /v1/card/status`).

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use crate::dom::property;
use crate::error::{Code, Failure};
use crate::network;
use crate::options::{Call, Plan};
use crate::token::{call_host, context};

/// Whether the card is `ACTIVE`: only then does it take a PIN (the issuer's "Error Handling").
///
/// # Errors
/// The cause, which the attempt tells as `card_status_failed`.
pub async fn is_active(
    plan: &Plan,
    call: &Call,
    options: &JsValue,
    signal: &AbortSignal,
) -> Result<bool, Failure> {
    let answer = match call {
        Call::Url(url) => {
            network::ask(network::Request {
                url,
                body: None,
                credentials: plan.credentials,
                headers: &property(options, "headers"),
                signal,
            })
            .await?
        }
        Call::Function => {
            let fetch = property(&property(options, "cardStatus"), "fetch");
            call_host(&fetch, &[&context(signal)], "`cardStatus.fetch`").await?
        }
    };
    match property(&answer, "status").as_string() {
        Some(status) => Ok(status == "ACTIVE"),
        None => Err(Failure::new(
            Code::InvalidResponse,
            "The answer's `status` is missing or no string.",
        )),
    }
}
