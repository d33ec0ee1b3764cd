//! `src/core/generated/loopback.rs`: the hosts of this machine.

use super::source::{header, rust_doc};
use super::specification::Issuer;

/// The text, before rustfmt.
pub fn generate(issuer: &Issuer) -> String {
    let loopback = &issuer.loopback;
    let mut text = format!("//! {}\n", header("specification/issuer.toml"));
    for (name, value, doc) in [
        (
            "NAME",
            &loopback.name,
            "The name, and the suffix of its subdomains.",
        ),
        (
            "IPV4",
            &loopback.ipv4,
            "The start of each IPv4 address, as URL parsers write it.",
        ),
        ("IPV6", &loopback.ipv6, "The one IPv6 address."),
    ] {
        text += &format!(
            "\n{}pub const {name}: &str = {value:?};\n",
            rust_doc(0, doc)
        );
    }
    text
}
