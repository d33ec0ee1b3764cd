//! Parts of generated source text.

use anyhow::{Context, Result};
use duct::cmd;

use crate::repo::Repo;

/// As in `rustfmt.toml`.
const RUST_WIDTH: usize = 100;

/// As in `biome.json`.
const TYPESCRIPT_WIDTH: usize = 120;

/// The sentence that marks a generated file.
pub fn header(specification: &str) -> String {
    format!("Generated from {specification} by `cargo xtask generate`. Do not edit.")
}

/// The text of the file at `path`, as rustfmt or Biome formats it.
pub fn formatted(repo: &Repo, path: &str, text: &str) -> Result<String> {
    let formatter = if path.ends_with(".rs") {
        cmd!("rustfmt", "--config-path", repo.path("rustfmt.toml"))
    } else {
        repo.npm_bin("biome", ["format", &format!("--stdin-file-path={path}")])
    };
    let mut text = formatter
        .stdin_bytes(text)
        .read()
        .with_context(|| format!("the formatter does not accept {path}"))?;
    text.push('\n');
    Ok(text)
}

/// A number with a `_` between each three digits, as in Rust and in TypeScript.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let from_the_end = digits.chars().rev().enumerate();
    let mut grouped = String::new();
    for (at, digit) in from_the_end {
        if at > 0 && at % 3 == 0 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped.chars().rev().collect()
}

/// A doc comment of Rust, wrapped; `margin` is the width of what is before it on each line.
pub fn rust_doc(margin: usize, sentence: &str) -> String {
    let lines = wrapped(sentence, RUST_WIDTH - margin - "/// ".len());
    lines.iter().map(|line| format!("/// {line}\n")).collect()
}

/// `snake_case` as the name of a variant of a Rust enum.
pub fn variant(name: &str) -> String {
    let parts = name.split('_').map(|part| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_uppercase() + rest
    });
    parts.collect()
}

/// A doc comment of TypeScript, wrapped; `margin` is the width of what is before it on each line.
pub fn jsdoc(margin: usize, sentence: &str) -> String {
    let width = TYPESCRIPT_WIDTH - margin;
    if sentence.chars().count() + "/**  */".len() <= width {
        return format!("/** {sentence} */\n");
    }
    let lines = wrapped(sentence, width - " * ".len());
    let lines: Vec<String> = lines.iter().map(|line| format!(" * {line}\n")).collect();
    format!("/**\n{} */\n", lines.concat())
}

/// The lines of a text of this width.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}

/// The name of a colour, such as `textColor`, as a variant: `Text`.
pub fn variant_of_camel(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    (first.to_uppercase() + rest).replace("Color", "")
}

/// A text as a part of a regular expression of JavaScript.
pub fn expression(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if ".[]".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A function of a Rust enum that is true for `variants` alone.
pub fn predicate(doc: &str, name: &str, variants: &[String]) -> String {
    let pattern = variants
        .iter()
        .map(|name| format!("Self::{name}"))
        .collect::<Vec<_>>()
        .join(" | ");
    format!(
        "\n{}pub const fn {name}(self) -> bool {{\nmatches!(self, {pattern})\n}}\n",
        rust_doc(4, doc)
    )
}

/// A Rust enum of names with their meanings, and its function `as_str`.
pub fn rust_enum(doc: &str, name: &str, derives: &str, values: &[(&str, String)]) -> String {
    let mut text = format!(
        "\n{}#[derive({derives})]\npub enum {name} {{\n",
        rust_doc(0, doc)
    );
    for (value, meaning) in values {
        text += &format!("{}{},\n", rust_doc(4, meaning), variant(value));
    }
    text += &format!(
        "}}\n\nimpl {name} {{\n/// The name as JavaScript receives it.\npub const fn as_str(self) -> &'static str {{\nmatch self {{\n"
    );
    for (value, _) in values {
        text += &format!("Self::{} => \"{value}\",\n", variant(value));
    }
    text + "}\n}\n"
}

/// A union of names in TypeScript, each with its meaning beside it. `rest` is a last member for
/// names that are not known yet.
pub fn typescript_union(
    doc: &str,
    name: &str,
    values: &[(&str, String)],
    rest: Option<&str>,
) -> String {
    let mut text = format!("\n/** {doc} */\nexport type {name} =");
    for (at, (value, meaning)) in values.iter().enumerate() {
        let is_last = at + 1 == values.len() && rest.is_none();
        let end = if is_last { ";" } else { "" };
        text += &format!("\n  | \"{value}\"{end} // {meaning}");
    }
    if let Some(rest) = rest {
        text += &format!("\n  | {rest};");
    }
    text + "\n"
}

/// Ends an `impl` that [`rust_enum`] has opened.
pub const END_OF_IMPL: &str = "}\n";

#[cfg(test)]
mod tests {
    use super::{number, rust_doc, variant, variant_of_camel};

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(number(0), "0");
        assert_eq!(number(500), "500");
        assert_eq!(number(30_000), "30_000");
        assert_eq!(number(2_147_483_647), "2_147_483_647");
    }

    #[test]
    fn a_comment_is_wrapped_at_the_width_of_rustfmt() {
        let text = rust_doc(4, "word ".repeat(40).trim_end());
        assert!(text.lines().count() > 1);
        assert!(
            text.lines()
                .all(|line| line.starts_with("/// word") && line.len() <= 96)
        );
        assert_eq!(rust_doc(0, "One."), "/// One.\n");
    }

    #[test]
    fn a_name_becomes_a_variant() {
        assert_eq!(variant("closed_by_host"), "ClosedByHost");
        assert_eq!(variant("idle"), "Idle");
        assert_eq!(variant_of_camel("textColorPrimary"), "TextPrimary");
    }
}
