//! A stand-in for the card issuer and a model host backend, as servers on their own origins.
//!
//! Three origins on two sites: the host app on `localhost`; the issuer's API and its hosted page on `127.0.0.1`, so that
//! the hosted page is a real cross-site frame. An integrator reads [`host_backend`]; the rest is there for the demo and tests.

pub mod faults;
pub mod host_backend;
pub mod host_site;
pub mod issuer;
pub mod rehearsal;
pub mod sandbox;
pub mod server;
pub mod sessions;
pub mod settings;
