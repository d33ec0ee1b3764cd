//! Reads the facts of a message event that the gate evaluates.

use wasm_bindgen::{JsCast, JsValue};

use crate::core::message_gate::Facts;
use crate::shell::dom::{property, text};

/// Reads the facts for the gate. Never throws, even if reading a property does.
pub fn facts(
    event: &JsValue,
    allowed_origins: &[String],
    from_frame: bool,
    accepts_messages: bool,
) -> Facts {
    let origin = text(event, "origin");
    Facts {
        trusted: property(event, "isTrusted").is_truthy(),
        allowed_origin: allowed_origins.contains(&origin),
        from_frame,
        accepts_messages,
        abort: is_abort(&property(event, "data")),
    }
}

/// Reads the data's own `type` from its property descriptor, so that an inherited `type` does not
/// count and no getter runs.
fn is_abort(data: &JsValue) -> bool {
    if !data.is_object() {
        return false;
    }
    let data: &js_sys::Object = data.unchecked_ref();
    js_sys::Reflect::get_own_property_descriptor(data, &"type".into())
        .is_ok_and(|descriptor| property(&descriptor, "value") == "abort")
}
