//! The host app's sessions. Each is one signed-in cardholder, so that tests are independent of each
//! other.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::HeaderMap;
use serde_json::Value;
use uuid::Uuid;

use super::step_up::StepUp;
use crate::{
    faults::FaultQueue,
    issuer::Issuer,
    model_backend::{Cardholder, Cardholders},
};

/// The cardholder of a new session.
#[derive(Clone)]
pub enum SignIn {
    /// A new cardholder of the sandbox's own issuer.
    NewCardholder(Arc<Issuer>),
    /// The cardholder with this access token of a real issuer.
    Known(String),
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NewCardholder(_) => "NewCardholder",
            Self::Known(_) => "Known(****)",
        })
    }
}

/// The faults to inject in one session, and the requests that were observed in it.
#[derive(Debug, Default)]
pub struct Record {
    /// For token requests.
    pub token_faults: FaultQueue,
    /// For status requests.
    pub status_faults: FaultQueue,
    /// The token requests, as received from the page.
    pub token_requests: Vec<Value>,
    /// The number of status requests.
    pub status_requests: u32,
    /// The number of token requests in flight.
    pub open_requests: u32,
    /// The number of token requests whose client disconnected before the response.
    pub aborted_requests: u32,
    /// The last token response.
    pub last_response: Option<Value>,
    /// The second factors.
    pub step_up: StepUp,
}

struct Session {
    access_token: String,
    record: Record,
}

/// All sessions, in memory.
pub struct Sessions {
    sign_in: SignIn,
    sessions: Mutex<HashMap<String, Session>>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Sessions {
    /// No sessions yet.
    pub fn new(sign_in: SignIn) -> Self {
        Self {
            sign_in,
            sessions: Mutex::default(),
        }
    }

    /// Starts a session; returns the value of its cookie.
    pub fn start(&self) -> String {
        let access_token = match &self.sign_in {
            SignIn::Known(access_token) => access_token.clone(),
            SignIn::NewCardholder(issuer) => {
                let access_token = Uuid::new_v4().to_string();
                issuer.add_cardholder(access_token.clone());
                access_token
            }
        };
        self.start_for(access_token)
    }

    /// Starts a session of the cardholder with this access token.
    pub fn start_for(&self, access_token: String) -> String {
        let id = Uuid::new_v4().to_string();
        let session = Session {
            access_token,
            record: Record::default(),
        };
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), session);
        id
    }

    /// Whether this session exists.
    pub fn contains(&self, session: &str) -> bool {
        self.with(session, |_| ()).is_some()
    }

    /// Accesses the record of a session.
    pub fn record<T>(&self, session: &str, act: impl FnOnce(&mut Record) -> T) -> Option<T> {
        self.with(session, |session| act(&mut session.record))
    }

    fn with<T>(&self, session: &str, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_mut(session)
            .map(act)
    }
}

impl Cardholders for Sessions {
    fn authorize(&self, session: &str) -> Option<Cardholder> {
        self.with(session, |session| {
            Cardholder::new(session.access_token.clone())
        })
    }

    fn has_second_factor(&self, session: &str, headers: &HeaderMap) -> bool {
        self.record(session, |record| record.step_up.allows(headers))
            .unwrap_or(false)
    }
}
