//! Cardholders: their cards, their PINs, the settings that tests choose, and the counts.

use std::{collections::HashMap, time::Duration};

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::pin::Pin;
use crate::faults::{Fault, FaultKind, FaultQueue};

/// The number of status polls for which a newly ordered card does not exist yet, by default.
const POLLS_AFTER_ORDER: u32 = 3;

/// The state of a cardholder's card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Card {
    /// Ready for use.
    #[default]
    Active,
    /// Locked by the cardholder.
    Frozen,
    /// Locked for good.
    Blocked,
    /// There is no card, or it was ordered and does not exist yet.
    None,
    /// A virtual card: active, without a PIN.
    NoPin,
}

impl Card {
    /// The issuer's `status`.
    fn status(self) -> &'static str {
        match self {
            Self::Frozen => "FROZEN",
            Self::Blocked => "BLOCKED",
            Self::Active | Self::None | Self::NoPin => "ACTIVE",
        }
    }

    /// The issuer's `type`.
    fn kind(self) -> &'static str {
        if self == Self::NoPin {
            "VIRTUAL"
        } else {
            "PHYSICAL"
        }
    }
}

/// The behaviour of the hosted page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// One page.
    #[default]
    Single,
    /// Several pages, by form posts.
    Multi,
    /// One page, then another origin and back.
    Hop,
    /// One page that forbids framing.
    Unframeable,
}

/// The settings of one cardholder, for a test.
#[derive(Debug, Default)]
pub struct CardholderSettings {
    /// The behaviour of the hosted page.
    pub variant: Variant,
    /// The lifetime of a token; by default the sandbox's.
    pub token_lifetime: Option<Duration>,
    /// The state of the card.
    pub card: Card,
    /// The number of status polls after which a card that does not exist becomes active; 0 is never.
    pub activate_after_polls: u32,
    /// Whether the card's status lacks the fields that live responses lack.
    pub omits_fields: bool,
    /// The PIN that the card already has; `None` does not change it.
    pub pin: Option<Pin>,
    /// Faults of the hosted page.
    pub page_faults: Vec<Fault>,
    /// Faults of the images.
    pub image_faults: Vec<Fault>,
    /// Faults of the API.
    pub api_faults: Vec<Fault>,
}

/// One cardholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardholderId(Uuid);

/// The counts of one cardholder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Tokens.
    pub tokens_issued: u32,
    /// Requests for the hosted page with one of the cardholder's tokens.
    pub page_accesses: u32,
    /// Those of them with a used or expired token.
    pub spent_page_accesses: u32,
    /// Changes of the PIN.
    pub pin_changes: u32,
    /// Tokens for images.
    pub image_tokens_issued: u32,
    /// Requests for images with one of the cardholder's tokens.
    pub image_accesses: u32,
    /// Those of them with a used or expired token.
    pub spent_image_accesses: u32,
}

/// The API cannot do what the request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRefusal {
    /// There is no card.
    NotFound,
    /// The cardholder has a card already.
    AlreadyOrdered,
    /// The card is frozen already (`true`), or not frozen (`false`).
    Frozen(bool),
    /// The state of the card does not allow it.
    NotAllowed,
    /// The card has no PIN yet.
    NoPin,
}

/// One cardholder's data.
#[derive(Debug, Default)]
pub struct Cardholder {
    pub(super) variant: Variant,
    pub(super) token_lifetime: Option<Duration>,
    card: Card,
    activate_after_polls: u32,
    polls_left: Option<u32>,
    is_ordered: bool,
    omits_fields: bool,
    pub(super) page_faults: FaultQueue,
    pub(super) image_faults: FaultQueue,
    api_faults: FaultQueue,
    pin: Option<Pin>,
    pub(super) counts: Counts,
}

impl Cardholder {
    /// The card's PIN.
    pub fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// Changes the PIN.
    pub fn set_pin(&mut self, pin: Pin) {
        self.pin = Some(pin);
        self.counts.pin_changes += 1;
    }

    /// The next fault of the API, if there is one.
    pub fn next_api_fault(&mut self) -> Option<FaultKind> {
        self.api_faults.take()
    }

    /// Replaces the settings and the card. The counts stay, and so does the PIN, unless the
    /// settings contain one, which counts as a change.
    pub fn apply(&mut self, settings: CardholderSettings) {
        self.variant = settings.variant;
        self.token_lifetime = settings.token_lifetime;
        self.card = settings.card;
        self.activate_after_polls = settings.activate_after_polls;
        self.polls_left = Some(settings.activate_after_polls).filter(|polls| *polls > 0);
        self.is_ordered = false;
        self.omits_fields = settings.omits_fields;
        if let Some(pin) = settings.pin {
            self.set_pin(pin);
        }
        self.page_faults = FaultQueue::new(settings.page_faults);
        self.image_faults = FaultQueue::new(settings.image_faults);
        self.api_faults = FaultQueue::new(settings.api_faults);
    }

    /// The card's status, as the issuer's API returns it. Each call is a poll.
    pub(super) fn poll_status(&mut self, id: CardholderId) -> Result<Value, CardRefusal> {
        if let (Card::None, Some(polls)) = (self.card, self.polls_left) {
            self.polls_left = polls.checked_sub(1);
            if polls == 0 {
                self.card = Card::Active;
            }
        }
        let card = self.existing_card()?;
        let mut fields = json!({
            "id": id.0,
            "panLast4": "7899",
            "status": card.status(),
            "type": card.kind(),
            "orderedAt": "2026-11-02T09:30:00.000Z",
        });
        if !self.omits_fields {
            fields["holderName"] = "Sam Sandbox".into();
            fields["expiryDate"] = "2031/11".into();
        }
        Ok(fields)
    }

    /// Orders a card, which has no PIN at first.
    pub(super) fn order_card(&mut self) -> Result<(), CardRefusal> {
        if self.card != Card::None || self.is_ordered {
            return Err(CardRefusal::AlreadyOrdered);
        }
        let polls = self.activate_after_polls;
        self.polls_left = Some(if polls == 0 { POLLS_AFTER_ORDER } else { polls });
        self.is_ordered = true;
        self.pin = None;
        Ok(())
    }

    /// Freezes or unfreezes the card.
    pub(super) fn set_frozen(&mut self, frozen: bool) -> Result<(), CardRefusal> {
        match self.existing_card()? {
            Card::Blocked | Card::NoPin => return Err(CardRefusal::NotAllowed),
            card if (card == Card::Frozen) == frozen => return Err(CardRefusal::Frozen(frozen)),
            _ => {}
        }
        self.card = if frozen { Card::Frozen } else { Card::Active };
        Ok(())
    }

    /// Fails unless the PIN of the card can be set.
    pub(super) fn check_can_set_pin(&self) -> Result<(), CardRefusal> {
        match self.existing_card()? {
            Card::Active => Ok(()),
            _ => Err(CardRefusal::NotAllowed),
        }
    }

    /// Fails unless the PIN of the card can be shown.
    pub(super) fn check_can_view_pin(&self) -> Result<(), CardRefusal> {
        match (self.existing_card()?, &self.pin) {
            (Card::Active, Some(_)) => Ok(()),
            (Card::Active, None) => Err(CardRefusal::NoPin),
            _ => Err(CardRefusal::NotAllowed),
        }
    }

    /// Fails unless the details of the card can be shown. A frozen card has them too.
    pub(super) fn check_can_view_details(&self) -> Result<(), CardRefusal> {
        match self.existing_card()? {
            Card::Active | Card::Frozen | Card::NoPin => Ok(()),
            _ => Err(CardRefusal::NotAllowed),
        }
    }

    fn existing_card(&self) -> Result<Card, CardRefusal> {
        match self.card {
            Card::None => Err(CardRefusal::NotFound),
            card => Ok(card),
        }
    }
}

/// All cardholders, with the access tokens that name them.
#[derive(Debug, Default)]
pub struct Cardholders {
    by_id: HashMap<CardholderId, Cardholder>,
    by_access_token: HashMap<String, CardholderId>,
}

impl Cardholders {
    /// Adds a cardholder with an active card.
    pub fn add(&mut self, access_token: String) -> CardholderId {
        let id = CardholderId(Uuid::new_v4());
        self.by_id.insert(id, Cardholder::default());
        self.by_access_token.insert(access_token, id);
        id
    }

    /// The cardholder of an access token.
    pub fn find(&self, access_token: &str) -> Option<CardholderId> {
        self.by_access_token.get(access_token).copied()
    }

    /// A cardholder's data.
    pub fn get_mut(&mut self, id: CardholderId) -> Option<&mut Cardholder> {
        self.by_id.get_mut(&id)
    }
}
