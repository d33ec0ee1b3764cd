//! Tokens: for the page that sets a PIN, and for the page that shows it. Each is used once.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{cardholders::CardholderId, token_request::TokenRequest};

/// A token for the page that sets a PIN.
#[derive(Debug)]
pub struct Token {
    /// Its cardholder.
    pub cardholder: CardholderId,
    /// The page that it is for.
    pub request: TokenRequest,
    expires: Instant,
    is_used: bool,
}

impl Token {
    /// Uses the token; returns whether it was valid.
    pub fn spend(&mut self) -> bool {
        let is_valid = !self.is_used && self.expires > Instant::now();
        self.is_used |= is_valid;
        is_valid
    }
}

#[derive(Debug)]
struct ViewToken {
    cardholder: CardholderId,
    expires: Instant,
}

/// All tokens. Used ones stay, so that another access counts as one with a used token.
#[derive(Debug, Default)]
pub struct Tokens {
    tokens: HashMap<Uuid, Token>,
    view_tokens: HashMap<Uuid, ViewToken>,
}

impl Tokens {
    /// Creates a token for the page that sets a PIN.
    pub fn issue(
        &mut self,
        cardholder: CardholderId,
        request: TokenRequest,
        lifetime: Duration,
    ) -> Uuid {
        let id = Uuid::new_v4();
        let token = Token {
            cardholder,
            request,
            expires: Instant::now() + lifetime,
            is_used: false,
        };
        self.tokens.insert(id, token);
        id
    }

    /// A token for the page that sets a PIN.
    pub fn get_mut(&mut self, token: Uuid) -> Option<&mut Token> {
        self.tokens.get_mut(&token)
    }

    /// Creates a token for the page that shows the PIN.
    pub fn issue_view(&mut self, cardholder: CardholderId, lifetime: Duration) -> Uuid {
        let id = Uuid::new_v4();
        let token = ViewToken {
            cardholder,
            expires: Instant::now() + lifetime,
        };
        self.view_tokens.insert(id, token);
        id
    }

    /// Uses a token for the page that shows the PIN; returns its cardholder if it was valid.
    pub fn spend_view(&mut self, token: Uuid) -> Option<CardholderId> {
        let token = self.view_tokens.remove(&token)?;
        (token.expires > Instant::now()).then_some(token.cardholder)
    }
}
