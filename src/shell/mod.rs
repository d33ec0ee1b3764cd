//! Everything that touches the browser.

pub mod border;
pub mod dom;
pub mod executor;
pub mod fetch;
pub mod frame;
pub mod host_options;
pub mod messages;
pub mod requests;
pub mod runtime;
