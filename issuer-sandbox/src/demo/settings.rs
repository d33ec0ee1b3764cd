//! The settings that a test chooses for its session, as JSON.

use std::time::Duration;

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    faults::{Fault, FaultKind},
    issuer::{
        cardholders::{Card, CardholderSettings, Variant},
        pin::Pin,
    },
};

/// The body of `PUT /sandbox/settings`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    variant: Variant,
    token_lifetime_ms: Option<u32>,
    card: Card,
    activate_after_polls: u32,
    omits_fields: bool,
    pin: Option<Zeroizing<String>>,
    faults: Faults,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Faults {
    token: Vec<Fault>,
    status: Vec<Fault>,
    page: Vec<Fault>,
    image: Vec<Fault>,
    issuer: Vec<Fault>,
}

/// The settings, grouped by the part that applies them.
#[derive(Debug)]
pub struct Applied {
    /// At the issuer.
    pub cardholder: CardholderSettings,
    /// Between backend and page, for token requests.
    pub token_faults: Vec<Fault>,
    /// Between backend and page, for status requests.
    pub status_faults: Vec<Fault>,
}

impl Settings {
    /// Reads the JSON.
    ///
    /// # Errors
    /// The JSON does not have this form, or a fault does not apply in its list; the message names
    /// the field.
    pub fn parse(json: &[u8]) -> Result<Applied, String> {
        let settings: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let Faults {
            token,
            status,
            page,
            image,
            issuer,
        } = settings.faults;
        check("token", &token, FaultKind::is_for_token)?;
        check("status", &status, FaultKind::is_for_status)?;
        check("page", &page, FaultKind::is_for_page)?;
        check("image", &image, FaultKind::is_for_page)?;
        check("issuer", &issuer, FaultKind::is_for_issuer)?;
        let pin = settings.pin.as_deref().map(|pin| Pin::parse(pin));
        let pin = pin
            .transpose()
            .map_err(|refusal| format!("pin: {}", refusal.sentence()))?;
        let lifetime = settings
            .token_lifetime_ms
            .map(|ms| Duration::from_millis(ms.into()));
        Ok(Applied {
            cardholder: CardholderSettings {
                variant: settings.variant,
                token_lifetime: lifetime,
                card: settings.card,
                activate_after_polls: settings.activate_after_polls,
                omits_fields: settings.omits_fields,
                pin,
                page_faults: page,
                image_faults: image,
                api_faults: issuer,
            },
            token_faults: token,
            status_faults: status,
        })
    }
}

fn check(list: &str, faults: &[Fault], fits: fn(&FaultKind) -> bool) -> Result<(), String> {
    match faults.iter().position(|fault| !fits(fault.kind())) {
        Some(index) => Err(format!("faults.{list}[{index}].kind does not apply there")),
        None => Ok(()),
    }
}
