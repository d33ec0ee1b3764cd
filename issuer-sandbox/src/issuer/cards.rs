//! What the issuer remembers: cardholders, their cards, tokens, and pages that are open. In memory only.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{pin::Pin, token_request::TokenRequest};
use crate::faults::{Fault, FaultKind, FaultQueue};

/// How many status polls a newly ordered card stays ordered where the settings say nothing.
const POLLS_AFTER_ORDER: u32 = 3;

/// What a cardholder's card is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Card {
    /// Ready for use.
    #[default]
    Active,
    /// On its way.
    Ordered,
    /// Locked by the cardholder.
    Frozen,
    /// There is none.
    None,
    /// A virtual card: active, without a PIN.
    NoPin,
}

/// How the hosted page behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// One page.
    #[default]
    Single,
    /// Several pages, by form posts.
    Multi,
    /// One page, then over another origin and back.
    Hop,
    /// One page that refuses to be framed.
    Unframeable,
}

/// What a test asks of one cardholder's issuer.
#[derive(Debug, Default)]
pub struct IssuerSettings {
    /// How the page behaves.
    pub variant: Variant,
    /// How long a token lives, if not the sandbox's usual time.
    pub token_lifetime: Option<Duration>,
    /// What the card is.
    pub card: Card,
    /// How many status polls find an ordered card ordered; 0 leaves it so.
    pub activate_after_polls: u32,
    /// A PIN that the card has from before; `None` leaves what there is.
    pub pin: Option<Pin>,
    /// What goes wrong at the hosted page.
    pub page_faults: Vec<Fault>,
    /// What goes wrong at the API.
    pub api_faults: Vec<Fault>,
}

/// One cardholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardholderId(Uuid);

/// What the issuer counted for one cardholder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Tokens given out.
    pub tokens_issued: u32,
    /// Requests of the hosted page with one of the cardholder's tokens.
    pub page_accesses: u32,
    /// Those of them with a token that was spent or expired already.
    pub spent_page_accesses: u32,
    /// How often the PIN was set.
    pub pin_changes: u32,
}

#[derive(Debug, Default)]
struct Cardholder {
    variant: Variant,
    token_lifetime: Option<Duration>,
    card: Card,
    activate_after_polls: u32,
    polls_left: Option<u32>,
    page_faults: FaultQueue,
    api_faults: FaultQueue,
    pin: Option<Pin>,
    counts: Counts,
}

#[derive(Debug)]
struct Token {
    cardholder: CardholderId,
    request: TokenRequest,
    expires: Instant,
    spent: bool,
}

/// A hosted page that is open, from the access that spent its token to its end.
#[derive(Debug)]
struct OpenPage {
    cardholder: CardholderId,
    request: TokenRequest,
    variant: Variant,
    first_entry: Option<Pin>,
    completed: bool,
}

/// A token for the page that shows a PIN; it is gone once it is used.
#[derive(Debug)]
struct PinView {
    cardholder: CardholderId,
    expires: Instant,
}

/// What a view needs to know of an open page.
#[derive(Clone, Debug)]
pub struct PageInfo {
    /// The page's own id. It is not the token, which is spent.
    pub id: Uuid,
    /// What the page was asked to be.
    pub request: TokenRequest,
    /// How it behaves.
    pub variant: Variant,
    /// Whether the first of two entries has been taken.
    pub has_first_entry: bool,
    /// Whether the PIN is set.
    pub completed: bool,
}

/// What an access of the hosted page comes to.
#[derive(Debug)]
pub struct Access {
    /// The page, unless the token is unknown, spent or expired.
    pub page: Option<PageInfo>,
    /// What goes wrong with this access.
    pub fault: Option<FaultKind>,
}

/// Why the API does not do as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRefusal {
    /// There is no card.
    NotFound,
    /// The card is not in a state for it.
    NotAllowed,
    /// The card has no PIN yet.
    NoPin,
}

#[derive(Debug, Default)]
struct Memory {
    cardholders: HashMap<CardholderId, Cardholder>,
    access_tokens: HashMap<String, CardholderId>,
    tokens: HashMap<Uuid, Token>,
    pages: HashMap<Uuid, OpenPage>,
    pin_views: HashMap<Uuid, PinView>,
}

/// The issuer.
pub struct Issuer {
    memory: Mutex<Memory>,
    /// The one client key that the API takes.
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
            memory: Mutex::default(),
            client_key,
            token_lifetime,
            api_origin,
            page_origin,
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new cardholder with an active card, known to the API by this access token.
    pub fn add_cardholder(&self, access_token: String) -> CardholderId {
        let id = CardholderId(Uuid::new_v4());
        let mut memory = self.memory();
        memory.cardholders.insert(id, Cardholder::default());
        memory.access_tokens.insert(access_token, id);
        id
    }

    /// The cardholder whom an access token names.
    pub fn cardholder(&self, access_token: &str) -> Option<CardholderId> {
        self.memory().access_tokens.get(access_token).copied()
    }

    /// Replaces a cardholder's settings, and the card by the one that they name. The counts stay, and so does the PIN unless they name one,
    /// which counts as set before.
    pub fn apply(&self, id: CardholderId, settings: IssuerSettings) {
        self.with(id, |cardholder| {
            cardholder.variant = settings.variant;
            cardholder.token_lifetime = settings.token_lifetime;
            cardholder.card = settings.card;
            cardholder.activate_after_polls = settings.activate_after_polls;
            cardholder.polls_left = Some(settings.activate_after_polls).filter(|polls| *polls > 0);
            if settings.pin.is_some() {
                cardholder.pin = settings.pin;
                cardholder.counts.pin_changes += 1;
            }
            cardholder.page_faults = FaultQueue::new(settings.page_faults);
            cardholder.api_faults = FaultQueue::new(settings.api_faults);
        });
    }

    /// What goes wrong with this cardholder's request of the API, if anything.
    pub fn next_api_fault(&self, access_token: &str) -> Option<FaultKind> {
        let id = self.cardholder(access_token)?;
        self.with(id, |cardholder| cardholder.api_faults.take())
            .flatten()
    }

    /// What was counted.
    pub fn counts(&self, id: CardholderId) -> Counts {
        self.with(id, |cardholder| cardholder.counts)
            .unwrap_or_default()
    }

    /// The cash machine's question.
    pub fn pin_matches(&self, id: CardholderId, typed: &str) -> bool {
        self.with(id, |cardholder| {
            cardholder
                .pin
                .as_ref()
                .is_some_and(|pin| pin.matches(typed))
        })
        .unwrap_or(false)
    }

    /// The card's status. Each call is a poll.
    ///
    /// # Errors
    /// There is no such cardholder, or no card.
    pub fn card_status(&self, id: CardholderId) -> Result<Card, CardRefusal> {
        self.with_card(id, |cardholder| {
            let answer = cardholder.card;
            if let (Card::Ordered, Some(polls)) = (answer, cardholder.polls_left) {
                cardholder.polls_left = Some(polls.saturating_sub(1));
                if polls <= 1 {
                    cardholder.card = Card::Active;
                }
            }
            // A virtual card is as active as any other; only its PIN is missing.
            Ok(if answer == Card::NoPin {
                Card::Active
            } else {
                answer
            })
        })
    }

    /// Orders a new card in the place of the one there is; it has no PIN yet.
    pub fn order_card(&self, id: CardholderId) {
        self.with(id, |cardholder| {
            let polls = cardholder.activate_after_polls;
            cardholder.polls_left = Some(if polls == 0 { POLLS_AFTER_ORDER } else { polls });
            cardholder.card = Card::Ordered;
            cardholder.pin = None;
        });
    }

    /// Freezes the card, or lets it go.
    ///
    /// # Errors
    /// There is no card, or it is neither active nor frozen.
    pub fn set_frozen(&self, id: CardholderId, frozen: bool) -> Result<(), CardRefusal> {
        self.with_card(id, |cardholder| match cardholder.card {
            Card::Active | Card::Frozen => {
                cardholder.card = if frozen { Card::Frozen } else { Card::Active };
                Ok(())
            }
            _ => Err(CardRefusal::NotAllowed),
        })
    }

    /// A token for the hosted page, and the page's address.
    ///
    /// # Errors
    /// There is no card, it is not active, or it is one that never has a PIN.
    pub fn issue_token(
        &self,
        id: CardholderId,
        request: TokenRequest,
    ) -> Result<(Uuid, String), CardRefusal> {
        let usual = self.token_lifetime;
        let lifetime = self.with_card(id, |cardholder| {
            if cardholder.card != Card::Active {
                return Err(CardRefusal::NotAllowed);
            }
            cardholder.counts.tokens_issued += 1;
            Ok(cardholder.token_lifetime.unwrap_or(usual))
        })?;
        let token = Uuid::new_v4();
        let expires = Instant::now() + lifetime;
        self.memory().tokens.insert(
            token,
            Token {
                cardholder: id,
                request,
                expires,
                spent: false,
            },
        );
        Ok((
            token,
            format!("{}/pin-direct/set?token={token}", self.page_origin),
        ))
    }

    /// A token for the page that shows the PIN, and the page's address.
    ///
    /// # Errors
    /// There is no card, it is not active, or it has no PIN.
    pub fn issue_pin_view(&self, id: CardholderId) -> Result<(Uuid, String), CardRefusal> {
        let usual = self.token_lifetime;
        let lifetime =
            self.with_card(id, |cardholder| match (cardholder.card, &cardholder.pin) {
                (Card::Active, Some(_)) => Ok(cardholder.token_lifetime.unwrap_or(usual)),
                (Card::Active, None) => Err(CardRefusal::NoPin),
                _ => Err(CardRefusal::NotAllowed),
            })?;
        let token = Uuid::new_v4();
        let view = PinView {
            cardholder: id,
            expires: Instant::now() + lifetime,
        };
        self.memory().pin_views.insert(token, view);
        Ok((
            token,
            format!("{}/pin-direct/view?token={token}", self.page_origin),
        ))
    }

    /// The digits to show, for a token that was not used before.
    pub fn view_pin(&self, token: Uuid) -> Option<Zeroizing<String>> {
        let mut memory = self.memory();
        let view = memory.pin_views.remove(&token)?;
        let cardholder = memory.cardholders.get(&view.cardholder)?;
        let pin = cardholder.pin.as_ref()?;
        (view.expires > Instant::now()).then(|| pin.digits())
    }

    /// Whether the card has a PIN.
    pub fn has_pin(&self, id: CardholderId) -> bool {
        self.with(id, |cardholder| cardholder.pin.is_some())
            .unwrap_or(false)
    }

    /// An access of the hosted page, which spends the token whatever comes of it.
    pub fn access_page(&self, token: Option<Uuid>) -> Access {
        let mut memory = self.memory();
        let Memory {
            cardholders,
            tokens,
            pages,
            ..
        } = &mut *memory;
        let Some(token) = token.and_then(|token| tokens.get_mut(&token)) else {
            return Access {
                page: None,
                fault: None,
            };
        };
        let Some(cardholder) = cardholders.get_mut(&token.cardholder) else {
            return Access {
                page: None,
                fault: None,
            };
        };
        cardholder.counts.page_accesses += 1;
        let fault = cardholder.page_faults.take();
        if token.spent || token.expires <= Instant::now() {
            cardholder.counts.spent_page_accesses += 1;
            return Access { page: None, fault };
        }
        token.spent = true;
        let id = Uuid::new_v4();
        let page = OpenPage {
            cardholder: token.cardholder,
            request: token.request.clone(),
            variant: cardholder.variant,
            first_entry: None,
            completed: false,
        };
        let info = page.info(id);
        pages.insert(id, page);
        Access {
            page: Some(info),
            fault,
        }
    }

    /// What is known of an open page.
    pub fn page(&self, id: Uuid) -> Option<PageInfo> {
        self.memory().pages.get(&id).map(|page| page.info(id))
    }

    /// Takes the first of two entries that come from different pages.
    pub fn take_first_entry(&self, id: Uuid, pin: Option<Pin>) -> Option<PageInfo> {
        let mut memory = self.memory();
        let page = memory.pages.get_mut(&id).filter(|page| !page.completed)?;
        page.first_entry = pin;
        Some(page.info(id))
    }

    /// Whether the second entry is the first one again.
    pub fn first_entry_matches(&self, id: Uuid, typed: &str) -> bool {
        let memory = self.memory();
        memory
            .pages
            .get(&id)
            .and_then(|page| page.first_entry.as_ref())
            .is_some_and(|pin| pin.matches(typed))
    }

    /// Sets the cardholder's PIN; `None` where the page is unknown or has done so already.
    pub fn set_pin(&self, id: Uuid, pin: Pin) -> Option<PageInfo> {
        let mut memory = self.memory();
        let Memory {
            cardholders, pages, ..
        } = &mut *memory;
        let page = pages.get_mut(&id).filter(|page| !page.completed)?;
        let cardholder = cardholders.get_mut(&page.cardholder)?;
        page.completed = true;
        page.first_entry = None;
        cardholder.pin = Some(pin);
        cardholder.counts.pin_changes += 1;
        Some(page.info(id))
    }

    /// Forgets an open page.
    pub fn end_page(&self, id: Uuid) -> Option<PageInfo> {
        self.memory().pages.remove(&id).map(|page| page.info(id))
    }

    fn with<T>(&self, id: CardholderId, act: impl FnOnce(&mut Cardholder) -> T) -> Option<T> {
        self.memory().cardholders.get_mut(&id).map(act)
    }

    fn with_card<T>(
        &self,
        id: CardholderId,
        act: impl FnOnce(&mut Cardholder) -> Result<T, CardRefusal>,
    ) -> Result<T, CardRefusal> {
        let answer = self.with(id, |cardholder| match cardholder.card {
            Card::None => Err(CardRefusal::NotFound),
            _ => act(cardholder),
        });
        answer.unwrap_or(Err(CardRefusal::NotFound))
    }
}

impl OpenPage {
    fn info(&self, id: Uuid) -> PageInfo {
        PageInfo {
            id,
            request: self.request.clone(),
            variant: self.variant,
            has_first_entry: self.first_entry.is_some(),
            completed: self.completed,
        }
    }
}

impl PageInfo {
    /// Where the cardholder goes when the page is over: not for an embedded page.
    pub fn redirect_url(&self) -> Option<&Url> {
        self.request
            .redirect_url
            .as_ref()
            .filter(|_| !self.request.is_embedded)
    }
}
