//! The issuer's state, in memory, and the operations of its API and of its hosted page.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    cardholders::{CardRefusal, Cardholder, CardholderId, CardholderSettings, Cardholders, Counts},
    image,
    image_request::ImageRequest,
    open_pages::{OpenPages, PageInfo},
    pin::Pin,
    token_request::TokenRequest,
    tokens::{ImageTokens, PageTokens},
};
use crate::faults::FaultKind;

/// The number of every card: it has a valid check digit, and no issuer uses it.
const CARD_NUMBER: &str = "4000 0012 3456 7899";
/// The expiry date and the security code of every card.
const CARD_OTHER_DETAILS: &str = "EXP 12/34 CVV 123";

/// The result of an access of the hosted page.
#[derive(Debug)]
pub struct Access {
    /// The page; `None` if the token is unknown, used or expired.
    pub page: Option<PageInfo>,
    /// The fault of this access.
    pub fault: Option<FaultKind>,
}

/// The result of an access of an image.
#[derive(Debug)]
pub struct ImageAccess {
    /// The PNG; `None` if the token is unknown, used or expired.
    pub image: Option<Zeroizing<Vec<u8>>>,
    /// The fault of this access.
    pub fault: Option<FaultKind>,
}

#[derive(Debug, Default)]
struct State {
    cardholders: Cardholders,
    tokens: PageTokens,
    image_tokens: ImageTokens,
    pages: OpenPages,
}

/// The issuer.
pub struct Issuer {
    state: Mutex<State>,
    /// The client key of the API.
    pub client_key: String,
    token_lifetime: Duration,
    /// The origin of the API.
    pub api_origin: String,
    /// The origin of the hosted page.
    pub page_origin: String,
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer")
            .field("api_origin", &self.api_origin)
            .field("page_origin", &self.page_origin)
            .finish_non_exhaustive()
    }
}

impl Issuer {
    /// An issuer without cardholders.
    pub fn new(
        client_key: String,
        token_lifetime: Duration,
        api_origin: String,
        page_origin: String,
    ) -> Self {
        Self {
            state: Mutex::default(),
            client_key,
            token_lifetime,
            api_origin,
            page_origin,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, id: CardholderId, act: impl FnOnce(&mut Cardholder) -> T) -> Option<T> {
        self.state().cardholders.get_mut(id).map(act)
    }

    fn with_card<T>(
        &self,
        id: CardholderId,
        act: impl FnOnce(&mut Cardholder) -> Result<T, CardRefusal>,
    ) -> Result<T, CardRefusal> {
        self.with(id, act).unwrap_or(Err(CardRefusal::NotFound))
    }

    /// Adds a cardholder with an active card, with this access token.
    pub fn add_cardholder(&self, access_token: String) -> CardholderId {
        self.state().cardholders.add(access_token)
    }

    /// The cardholder of an access token.
    pub fn cardholder(&self, access_token: &str) -> Option<CardholderId> {
        self.state().cardholders.find(access_token)
    }

    /// Replaces a cardholder's settings: see [`Cardholder::apply`].
    pub fn apply(&self, id: CardholderId, settings: CardholderSettings) {
        self.with(id, |cardholder| cardholder.apply(settings));
    }

    /// The fault of this cardholder's request to the API, if there is one.
    pub fn next_api_fault(&self, access_token: &str) -> Option<FaultKind> {
        let id = self.cardholder(access_token)?;
        self.with(id, Cardholder::next_api_fault).flatten()
    }

    /// The counts of a cardholder.
    pub fn counts(&self, id: CardholderId) -> Counts {
        self.with(id, |cardholder| cardholder.counts)
            .unwrap_or_default()
    }

    /// Whether this is the card's PIN.
    pub fn pin_matches(&self, id: CardholderId, entry: &str) -> bool {
        self.with(id, |cardholder| {
            cardholder.pin().is_some_and(|pin| pin.matches(entry))
        })
        .unwrap_or(false)
    }

    /// Whether the card has a PIN.
    pub fn has_pin(&self, id: CardholderId) -> bool {
        self.with(id, |cardholder| cardholder.pin().is_some())
            .unwrap_or(false)
    }

    /// The card's status. Each call is a poll.
    ///
    /// # Errors
    /// There is no such cardholder, or no card.
    pub fn card_status(&self, id: CardholderId) -> Result<Value, CardRefusal> {
        self.with_card(id, |cardholder| cardholder.poll_status(id))
    }

    /// Orders a card.
    ///
    /// # Errors
    /// The cardholder has a card already.
    pub fn order_card(&self, id: CardholderId) -> Result<(), CardRefusal> {
        self.with_card(id, Cardholder::order_card)
    }

    /// Freezes or unfreezes the card.
    ///
    /// # Errors
    /// There is no card, or it is blocked, or it has that state already.
    pub fn set_frozen(&self, id: CardholderId, frozen: bool) -> Result<(), CardRefusal> {
        self.with_card(id, |cardholder| cardholder.set_frozen(frozen))
    }

    /// A token for the page that sets a PIN, and the page's URL.
    ///
    /// # Errors
    /// There is no card, or it is not active, or it never has a PIN.
    pub fn issue_token(
        &self,
        id: CardholderId,
        request: TokenRequest,
    ) -> Result<(Uuid, String), CardRefusal> {
        let default = self.token_lifetime;
        let lifetime = self.with_card(id, |cardholder| {
            cardholder.check_can_set_pin()?;
            cardholder.counts.tokens_issued += 1;
            Ok(cardholder.token_lifetime.unwrap_or(default))
        })?;
        let token = self.state().tokens.issue(id, request, lifetime);
        let url = format!("{}/pin-direct/set?token={token}", self.page_origin);
        Ok((token, url))
    }

    /// A token for an image, and the image's URL.
    ///
    /// # Errors
    /// There is no card, or its state does not allow it, or it has no PIN.
    pub fn issue_image(
        &self,
        id: CardholderId,
        request: ImageRequest,
    ) -> Result<(Uuid, String), CardRefusal> {
        let default = self.token_lifetime;
        let lifetime = self.with_card(id, |cardholder| {
            match request {
                ImageRequest::Pin { .. } => cardholder.check_can_view_pin()?,
                ImageRequest::CardDetails(_) => cardholder.check_can_view_details()?,
            }
            cardholder.counts.image_tokens_issued += 1;
            Ok(cardholder.token_lifetime.unwrap_or(default))
        })?;
        let token = self.state().image_tokens.issue(id, request, lifetime);
        let url = format!("{}/details-image?token={token}", self.page_origin);
        Ok((token, url))
    }

    /// Draws the image, which uses the token, also if there is a fault.
    pub fn access_image(&self, token: Option<Uuid>) -> ImageAccess {
        let mut state = self.state();
        let State {
            cardholders,
            image_tokens,
            ..
        } = &mut *state;
        let token = token.and_then(|token| image_tokens.get_mut(token));
        let found = token.and_then(|token| Some((cardholders.get_mut(token.cardholder)?, token)));
        let Some((cardholder, token)) = found else {
            return ImageAccess {
                image: None,
                fault: None,
            };
        };
        cardholder.counts.image_accesses += 1;
        let fault = cardholder.image_faults.take();
        if !token.spend() {
            cardholder.counts.spent_image_accesses += 1;
            return ImageAccess { image: None, fault };
        }
        let image = match &token.request {
            ImageRequest::Pin { text, background } => cardholder
                .pin()
                .and_then(|pin| image::pin(&pin.digits(), *text, *background).ok()),
            ImageRequest::CardDetails(colours) => {
                image::card_details(CARD_NUMBER, CARD_OTHER_DETAILS, colours).ok()
            }
        };
        ImageAccess { image, fault }
    }

    /// Opens the hosted page, which uses the token, also if there is a fault.
    pub fn access_page(&self, token: Option<Uuid>) -> Access {
        let mut state = self.state();
        let State {
            cardholders,
            tokens,
            pages,
            ..
        } = &mut *state;
        let token = token.and_then(|token| tokens.get_mut(token));
        let found = token.and_then(|token| Some((cardholders.get_mut(token.cardholder)?, token)));
        let Some((cardholder, token)) = found else {
            return Access {
                page: None,
                fault: None,
            };
        };
        cardholder.counts.page_accesses += 1;
        let fault = cardholder.page_faults.take();
        if !token.spend() {
            cardholder.counts.spent_page_accesses += 1;
            return Access { page: None, fault };
        }
        let page = pages.open(token.cardholder, token.request.clone(), cardholder.variant);
        Access {
            page: Some(page),
            fault,
        }
    }

    /// The facts of an open page.
    pub fn page(&self, id: Uuid) -> Option<PageInfo> {
        self.state().pages.info(id)
    }

    /// Stores the first of two entries that come from different pages.
    pub fn set_first_entry(&self, id: Uuid, pin: Option<Pin>) -> Option<PageInfo> {
        self.state().pages.set_first_entry(id, pin)
    }

    /// Whether the second entry equals the first one.
    pub fn first_entry_matches(&self, id: Uuid, entry: &str) -> bool {
        self.state().pages.first_entry_matches(id, entry)
    }

    /// Sets the cardholder's PIN; `None` if the page is unknown or has already set it.
    pub fn set_pin(&self, id: Uuid, pin: Pin) -> Option<PageInfo> {
        let mut state = self.state();
        let cardholder = state.pages.cardholder(id)?;
        state.cardholders.get_mut(cardholder)?.set_pin(pin);
        state.pages.complete(id)
    }

    /// Removes an open page.
    pub fn end_page(&self, id: Uuid) -> Option<PageInfo> {
        self.state().pages.end(id)
    }
}
