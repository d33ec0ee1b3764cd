//! The rules, without a browser: no `wasm_bindgen`, `js_sys` or `web_sys` (the audit checks this).
//! Compiles and is tested natively.

pub mod attempt;
pub mod custom_css;
pub mod deadline;
pub mod error;
pub mod generated {
    //! Generated from `specification/`.

    pub mod custom_css;
    pub mod errors;
    pub mod lifecycle;
    pub mod loopback;
    pub mod options;
}
pub mod hosted_page;
pub mod message_gate;
pub mod options;
pub mod spent_tokens;
pub mod text;

#[cfg(test)]
mod testing;
