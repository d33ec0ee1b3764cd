//! The widget engine.
