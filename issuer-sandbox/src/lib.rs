//! The sandbox: a card issuer and a host app with a model backend, as servers on their own origins.
//!
//! There are three origins on two sites: the host app on `localhost`, and the issuer's API and
//! hosted page on `127.0.0.1`, so that the hosted page is a cross-site frame. Integrators read
//! [`model_backend`]; the other modules are for the demo and for tests.

pub mod demo;
pub mod faults;
pub mod issuer;
pub mod model_backend;
pub mod sandbox;
pub mod server;
