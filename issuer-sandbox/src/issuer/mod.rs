//! The issuer: its documented API, its hosted page, and the state of both.

pub mod api;
pub mod cardholders;
pub mod hosted_page;
pub mod image;
pub mod image_request;
pub mod look;
pub mod open_pages;
pub mod page_views;
pub mod pin;
mod state;
pub mod token_request;
pub mod tokens;

pub use self::state::{Access, Issuer};
