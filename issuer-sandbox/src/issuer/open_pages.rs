//! Open hosted pages, from the access that used the token to their end.

use std::collections::HashMap;

use url::Url;
use uuid::Uuid;

use super::{
    cardholders::{CardholderId, Variant},
    pin::Pin,
    token_request::TokenRequest,
};

/// An open page.
#[derive(Debug)]
pub struct OpenPage {
    cardholder: CardholderId,
    request: TokenRequest,
    variant: Variant,
    first_entry: Option<Pin>,
    is_completed: bool,
}

/// The facts of an open page, for its views.
#[derive(Clone, Debug)]
pub struct PageInfo {
    /// The page's own id, which is not the token.
    pub id: Uuid,
    /// The request for which the token was issued.
    pub request: TokenRequest,
    /// The behaviour.
    pub variant: Variant,
    /// Whether the first of two entries has been received.
    pub has_first_entry: bool,
    /// Whether the PIN is set.
    pub completed: bool,
}

impl OpenPage {
    fn info(&self, id: Uuid) -> PageInfo {
        PageInfo {
            id,
            request: self.request.clone(),
            variant: self.variant,
            has_first_entry: self.first_entry.is_some(),
            completed: self.is_completed,
        }
    }
}

impl PageInfo {
    /// The target of the cardholder at the end of a page that is not embedded.
    pub fn redirect_url(&self) -> Option<&Url> {
        self.request
            .redirect_url
            .as_ref()
            .filter(|_| !self.request.is_embedded)
    }
}

/// All open pages.
#[derive(Debug, Default)]
pub struct OpenPages(HashMap<Uuid, OpenPage>);

impl OpenPages {
    /// Opens a page.
    pub fn open(
        &mut self,
        cardholder: CardholderId,
        request: TokenRequest,
        variant: Variant,
    ) -> PageInfo {
        let id = Uuid::new_v4();
        let page = OpenPage {
            cardholder,
            request,
            variant,
            first_entry: None,
            is_completed: false,
        };
        let info = page.info(id);
        self.0.insert(id, page);
        info
    }

    /// The facts of an open page.
    pub fn info(&self, id: Uuid) -> Option<PageInfo> {
        self.0.get(&id).map(|page| page.info(id))
    }

    /// Stores the first of two entries that come from different pages.
    pub fn set_first_entry(&mut self, id: Uuid, pin: Option<Pin>) -> Option<PageInfo> {
        let page = self.0.get_mut(&id).filter(|page| !page.is_completed)?;
        page.first_entry = pin;
        Some(page.info(id))
    }

    /// Whether the second entry equals the first one.
    pub fn first_entry_matches(&self, id: Uuid, entry: &str) -> bool {
        self.0
            .get(&id)
            .and_then(|page| page.first_entry.as_ref())
            .is_some_and(|pin| pin.matches(entry))
    }

    /// The cardholder of a page that has not set a PIN yet.
    pub fn cardholder(&self, id: Uuid) -> Option<CardholderId> {
        let page = self.0.get(&id).filter(|page| !page.is_completed)?;
        Some(page.cardholder)
    }

    /// Marks the PIN as set.
    pub fn complete(&mut self, id: Uuid) -> Option<PageInfo> {
        let page = self.0.get_mut(&id)?;
        page.is_completed = true;
        page.first_entry = None;
        Some(page.info(id))
    }

    /// Removes a page.
    pub fn end(&mut self, id: Uuid) -> Option<PageInfo> {
        self.0.remove(&id).map(|page| page.info(id))
    }
}
