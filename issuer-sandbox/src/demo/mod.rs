//! The demo's own server: its pages, its sessions, further routes of the app's backend, and the
//! routes that only a sandbox has.

pub mod card_routes;
pub mod control;
pub mod cors;
pub mod fault_injection;
pub mod sessions;
pub mod settings;
pub mod site;
pub mod step_up;
