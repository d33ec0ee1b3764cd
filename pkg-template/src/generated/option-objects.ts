// Generated from specification/options.toml by `cargo xtask generate`. Do not edit.

/** The options whose own options are copied too. All other objects are the host's own. */
export const OBJECTS = ["customCss", "messages", "cardStatus", "waitForActive", "retry", "iframe"];
