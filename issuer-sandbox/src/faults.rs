//! Faults on demand: each kind of fault, and the queues that provide one per request.

use std::{collections::HashMap, collections::VecDeque, future::pending, io, time::Duration};

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Value, json};

/// More than the 64 KiB that the widget and the backend read.
const OVERSIZED: usize = 80 * 1024;

/// One kind of fault, and the number of requests that it affects.
#[derive(Clone, Debug)]
pub struct Fault {
    kind: FaultKind,
    /// The remaining requests; `None` for all.
    left: Option<u32>,
}

/// A kind of fault.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum FaultKind {
    /// Another status.
    Status {
        /// The status.
        status: u16,
        /// The sentence; by default the issuer's, if it documents one for the status.
        message: Option<String>,
        /// Further headers.
        #[serde(default)]
        headers: HashMap<String, String>,
    },
    /// The normal response, late.
    Delay {
        /// The delay.
        ms: u64,
    },
    /// No response until the client disconnects.
    Hang {},
    /// The connection ends without a response.
    Drop {},
    /// The response ends before its announced length.
    Truncate {},
    /// The type of JSON, but not valid JSON.
    Malformed {},
    /// A log-in page with status 200.
    Html {},
    /// 204.
    Empty {},
    /// Valid JSON of more than 64 KiB.
    Oversized {},
    /// A redirect.
    Redirect {
        /// Its target.
        to: String,
    },
    /// 200 with exactly this JSON.
    Body {
        /// The JSON.
        body: Value,
    },
    /// The normal response with another URL.
    Url {
        /// The URL; `{token}`, `{page}`, `{api}` and `{host}` are replaced.
        url: String,
    },
    /// The previous response again.
    Reuse {},
    /// A download instead of a page.
    Download {},
}

impl FaultKind {
    /// Whether the hosted page can have this fault.
    pub fn is_for_page(&self) -> bool {
        matches!(
            self,
            Self::Status { .. }
                | Self::Delay { .. }
                | Self::Hang {}
                | Self::Drop {}
                | Self::Download {}
                | Self::Empty {}
        )
    }

    /// Whether the issuer's API can have this fault.
    pub fn is_for_issuer(&self) -> bool {
        !matches!(
            self,
            Self::Download {} | Self::Url { .. } | Self::Reuse {} | Self::Oversized {}
        )
    }

    /// Whether a card status can have this fault.
    pub fn is_for_status(&self) -> bool {
        !matches!(self, Self::Download {} | Self::Url { .. } | Self::Reuse {})
    }

    /// Whether a token response can have this fault.
    pub fn is_for_token(&self) -> bool {
        !matches!(self, Self::Download {})
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = serde_json::Map::deserialize(deserializer)?;
        let times = match fields.remove("times") {
            None => 1,
            Some(times) => times
                .as_u64()
                .and_then(|times| u32::try_from(times).ok())
                .ok_or_else(|| D::Error::custom("times takes a whole number"))?,
        };
        let kind = serde_json::from_value(Value::Object(fields)).map_err(D::Error::custom)?;
        if let FaultKind::Status {
            status, headers, ..
        } = &kind
        {
            check_status(*status, headers).map_err(D::Error::custom)?;
        }
        Ok(Self {
            kind,
            left: (times > 0).then_some(times),
        })
    }
}

impl Fault {
    /// Its kind.
    pub fn kind(&self) -> &FaultKind {
        &self.kind
    }
}

fn check_status(status: u16, headers: &HashMap<String, String>) -> Result<(), String> {
    if !(200..=999).contains(&status) {
        return Err("status takes 200 to 999".into());
    }
    match headers.iter().find(|(name, value)| {
        name.parse::<HeaderName>().is_err() || value.parse::<HeaderValue>().is_err()
    }) {
        Some((name, _)) => Err(format!("headers: {name} is not a header")),
        None => Ok(()),
    }
}

/// Faults in the order in which they occur.
#[derive(Clone, Debug, Default)]
pub struct FaultQueue(VecDeque<Fault>);

impl FaultQueue {
    /// A queue of these.
    pub fn new(faults: Vec<Fault>) -> Self {
        Self(faults.into())
    }

    /// The fault of the current request, if there is one.
    pub fn take(&mut self) -> Option<FaultKind> {
        let fault = self.0.front_mut()?;
        let kind = fault.kind.clone();
        if let Some(left) = &mut fault.left {
            *left -= 1;
            if *left == 0 {
                self.0.pop_front();
            }
        }
        Some(kind)
    }
}

/// The effect of a fault.
#[derive(Debug)]
pub enum FaultOutcome {
    /// This response, instead of the normal one.
    Response(Response),
    /// The normal response, now.
    Normal,
    /// The normal response with a change.
    Changed(Change),
}

/// A change of the normal response.
#[derive(Debug)]
pub enum Change {
    /// Another URL: a template.
    Url(String),
    /// Padded to more than 64 KiB.
    Oversized,
    /// Replaced by the previous response.
    Reuse,
}

/// Waits as long as the fault lasts, and returns its effect.
pub async fn inject(fault: Option<FaultKind>) -> FaultOutcome {
    let Some(kind) = fault else {
        return FaultOutcome::Normal;
    };
    FaultOutcome::Response(match kind {
        FaultKind::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            return FaultOutcome::Normal;
        }
        FaultKind::Url { url } => return FaultOutcome::Changed(Change::Url(url)),
        FaultKind::Oversized {} => return FaultOutcome::Changed(Change::Oversized),
        FaultKind::Reuse {} => return FaultOutcome::Changed(Change::Reuse),
        FaultKind::Hang {} => pending().await,
        FaultKind::Drop {} => dropped(),
        FaultKind::Truncate {} => truncated(),
        FaultKind::Status {
            status,
            message,
            headers,
        } => refused(status, message, headers),
        FaultKind::Malformed {} => {
            typed("application/json", "{\"token\": \"100a99cf-f4d3-4fa1-9be9")
        }
        FaultKind::Html {} => typed(
            "text/html; charset=utf-8",
            "<!doctype html><title>Log in</title><h1>Log in</h1>",
        ),
        FaultKind::Empty {} => StatusCode::NO_CONTENT.into_response(),
        FaultKind::Redirect { to } => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        FaultKind::Body { body } => axum::Json(body).into_response(),
        FaultKind::Download {} => {
            let attachment = (
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"pin.bin\"",
            );
            (
                [
                    (header::CONTENT_TYPE, "application/octet-stream"),
                    attachment,
                ],
                "not a page",
            )
                .into_response()
        }
    })
}

/// Pads a JSON object, which stays valid.
pub fn oversize(content: &mut Value) {
    content["padding"] = Value::String("x".repeat(OVERSIZED));
}

/// Marks a response that is never sent: the server ends the connection instead.
#[derive(Clone, Debug)]
pub struct DropConnection;

fn dropped() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(DropConnection);
    response
}

fn truncated() -> Response {
    let start = "{\"token\":\"";
    // Without the pause, the connection would end before the first byte.
    let cut_off = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::other("cut off on purpose"))
    };
    let chunks = stream::iter([Ok(start)]).chain(stream::once(cut_off));
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_LENGTH, (start.len() + 200).to_string()),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}

fn refused(status: u16, message: Option<String>, headers: HashMap<String, String>) -> Response {
    let message = message.unwrap_or_else(|| documented_message(status).to_owned());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(json!({ "message": message }))).into_response();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn documented_message(status: u16) -> &'static str {
    match status {
        401 => "Not authenticated",
        403 => "Not authorized",
        404 => "Card not found",
        498 => "Invalid client key",
        499 => "Missing client key",
        500 => "Internal server error",
        _ => "Something went wrong on purpose",
    }
}

fn typed(content_type: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, content_type)], text).into_response()
}
