//! The stand-in for the card issuer: its documented API, its hosted PIN page, and the cards that both are about.

pub mod api;
pub mod cards;
pub mod hosted_page;
pub mod look;
pub mod page_views;
pub mod pin;
pub mod token_request;
