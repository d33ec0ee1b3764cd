//! The host app's sessions. Each is one signed-in cardholder, so that tests never disturb one another.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value;
use uuid::Uuid;

use crate::{faults::FaultQueue, host_backend::Cardholders, issuer::cards::Issuer};

/// Whom a new session signs in.
#[derive(Clone)]
pub enum SignsIn {
    /// A new cardholder of the sandbox's own issuer.
    NewCardholder(Arc<Issuer>),
    /// The one cardholder whom this access token of a real issuer names.
    Known(String),
}

impl fmt::Debug for SignsIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NewCardholder(_) => "NewCardholder",
            Self::Known(_) => "Known(****)",
        })
    }
}

/// What the sandbox rehearses and observes in one session, at the host app.
#[derive(Debug, Default)]
pub struct Rehearsal {
    /// What goes wrong with token requests.
    pub token_faults: FaultQueue,
    /// What goes wrong with status requests.
    pub status_faults: FaultQueue,
    /// The token requests, as they came from the page.
    pub token_requests: Vec<Value>,
    /// How many status requests came.
    pub status_requests: u32,
    /// Token requests that are being handled.
    pub open_requests: u32,
    /// Token requests whose client went away before the answer.
    pub aborted_requests: u32,
    /// The token answer that was sent last.
    pub last_answer: Option<Value>,
}

struct Session {
    access_token: String,
    rehearsal: Rehearsal,
}

/// All sessions, in memory.
pub struct Sessions {
    signs_in: SignsIn,
    sessions: Mutex<HashMap<String, Session>>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Sessions {
    /// No sessions yet.
    pub fn new(signs_in: SignsIn) -> Self {
        Self {
            signs_in,
            sessions: Mutex::default(),
        }
    }

    /// Starts a session; returns what its cookie holds.
    pub fn start(&self) -> String {
        let access_token = match &self.signs_in {
            SignsIn::Known(access_token) => access_token.clone(),
            SignsIn::NewCardholder(issuer) => {
                let access_token = Uuid::new_v4().to_string();
                issuer.add_cardholder(access_token.clone());
                access_token
            }
        };
        self.start_for(access_token)
    }

    /// Starts a session of the cardholder whom the issuer knows by this access token.
    pub fn start_for(&self, access_token: String) -> String {
        let id = Uuid::new_v4().to_string();
        let session = Session {
            access_token,
            rehearsal: Rehearsal::default(),
        };
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), session);
        id
    }

    /// Whether this is one of them.
    pub fn knows(&self, session: &str) -> bool {
        self.with(session, |_| ()).is_some()
    }

    /// Acts on what a session rehearses.
    pub fn rehearsal<T>(&self, session: &str, act: impl FnOnce(&mut Rehearsal) -> T) -> Option<T> {
        self.with(session, |session| act(&mut session.rehearsal))
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
    fn access_token(&self, session: &str) -> Option<String> {
        self.with(session, |session| session.access_token.clone())
    }
}
