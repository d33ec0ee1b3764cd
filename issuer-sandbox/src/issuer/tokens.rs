//! Tokens: for the page that sets a PIN, and for images. Each is used once.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{cardholders::CardholderId, image_request::ImageRequest, token_request::TokenRequest};

/// A token for a page that sets a PIN, or for an image.
#[derive(Debug)]
pub struct Token<Request> {
    /// Its cardholder.
    pub cardholder: CardholderId,
    /// The page or the image that it is for.
    pub request: Request,
    expires: Instant,
    is_used: bool,
}

impl<Request> Token<Request> {
    /// Uses the token; returns whether it was valid.
    pub fn spend(&mut self) -> bool {
        let is_valid = !self.is_used && self.expires > Instant::now();
        self.is_used |= is_valid;
        is_valid
    }
}

/// Tokens of one kind. Used ones stay, so that another access counts as one with a used token.
#[derive(Debug)]
pub struct Tokens<Request>(HashMap<Uuid, Token<Request>>);

/// Tokens for the page that sets a PIN.
pub type PageTokens = Tokens<TokenRequest>;
/// Tokens for images.
pub type ImageTokens = Tokens<ImageRequest>;

impl<Request> Default for Tokens<Request> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<Request> Tokens<Request> {
    /// Creates a token.
    pub fn issue(
        &mut self,
        cardholder: CardholderId,
        request: Request,
        lifetime: Duration,
    ) -> Uuid {
        let id = Uuid::new_v4();
        let token = Token {
            cardholder,
            request,
            expires: Instant::now() + lifetime,
            is_used: false,
        };
        self.0.insert(id, token);
        id
    }

    /// A token.
    pub fn get_mut(&mut self, token: Uuid) -> Option<&mut Token<Request>> {
        self.0.get_mut(&token)
    }
}
