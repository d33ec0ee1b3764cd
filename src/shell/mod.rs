//! Everything that touches the browser.

pub mod border;
pub mod dom;
pub mod fetch;
pub mod frame;
pub mod host_options;
pub mod messages;
pub mod promise;
pub mod requests;
pub mod runtime;
