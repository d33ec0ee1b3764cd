//! `pkg-template/src/generated/issuer.ts`: the issuer's errors, and the hosts of this machine.

use super::source::{expression, header};
use super::specification::Issuer;

/// The text, before Biome.
pub fn generate(issuer: &Issuer) -> String {
    let mut text = format!("// {}\n", header("specification/issuer.toml"));
    text += "\n/** The issuer's documented errors: the sentence of each status. */\nexport const DOCUMENTED_ERRORS: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([\n";
    for (status, sentence) in &issuer.documented_errors {
        text += &format!("  [{status}, \"{sentence}\"],\n");
    }
    text += "]);\n";
    let loopback = &issuer.loopback;
    let name = format!("(?:[^/:]+\\.)?{}", expression(&loopback.name));
    let ipv4 = format!("{}\\d+\\.\\d+\\.\\d+", expression(&loopback.ipv4));
    text += &format!(
        "\n/** The names of loopback, as the source of a regular expression. */\nexport const LOOPBACK_NAME = {name:?};\n"
    );
    let host = format!("(?:{name}|{ipv4}|{})", expression(&loopback.ipv6));
    text + &format!(
        "\n/** The hosts of loopback ({}), as the source of a regular expression. */\nexport const LOOPBACK_HOST = {host:?};\n",
        loopback.meaning.0
    )
}
