//! Tests of the sandbox over real sockets.

mod arrival;
mod backend_vectors;
mod faults;
mod hosted_page;
mod images;
mod issuer_api;
mod process;
mod sessions;
mod site;
mod split_origins;
mod step_up;
mod support;
