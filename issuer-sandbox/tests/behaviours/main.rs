//! The sandbox, by behaviours, over real sockets.

mod arrival;
mod backend_vectors;
mod faults;
mod host_site;
mod hosted_page;
mod issuer_api;
mod process;
mod sessions;
mod support;
