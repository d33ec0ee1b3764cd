//! Generated from specification/issuer.toml by `cargo xtask generate`. Do not edit.

/// The name, and the suffix of its subdomains.
pub const NAME: &str = "localhost";

/// The start of each IPv4 address, as URL parsers write it.
pub const IPV4: &str = "127.";

/// The one IPv6 address.
pub const IPV6: &str = "[::1]";
