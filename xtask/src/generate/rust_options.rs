//! `src/core/generated/options.rs`: the names, kinds and defaults of the options.

use super::source::{header, number, rust_doc, variant_of_camel};
use super::specification::options::{HostOption, OptionKind, Options, parent};
use super::specification::{CustomCss, Kind, Languages};

/// One option, as the engine sees it.
struct Row {
    path: String,
    kind: String,
}

/// The text, before rustfmt.
pub fn generate(options: &Options, custom_css: &CustomCss, languages: &Languages) -> String {
    let rows = rows(options, custom_css, languages);
    let mut text = format!("//! {}\n", header("specification/options.toml"));
    text += "\nuse crate::core::options::kind::{Kind, OptionName, OptionSpec};\n";
    text += &limits(options);
    text += &choices(options);
    text += &defaults(options);
    text += &names(&rows);
    text += &lists(custom_css);
    text += &table(&rows);
    text
}

fn rows(options: &Options, custom_css: &CustomCss, languages: &Languages) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |path: String, kind: String| rows.push(Row { path, kind });
    for (path, option) in &options.options {
        row(path.clone(), kind(path, option));
        match path.as_str() {
            "customCss" => {
                for (name, property) in &custom_css.properties {
                    let kind = match property.kind {
                        Kind::Colour => "Colour",
                        Kind::Pixels => "Pixels",
                    };
                    row(format!("{path}.{name}"), kind.into());
                }
            }
            "messages" => {
                for key in languages.keys() {
                    row(format!("{path}.{key}"), "Text".into());
                }
            }
            _ => {}
        }
    }
    rows
}

fn kind(path: &str, option: &HostOption) -> String {
    match option.kind {
        OptionKind::Choice => format!("Choice(Choice::{})", choice_name(path)),
        kind => format!("{kind:?}"),
    }
}

fn choice_name(path: &str) -> String {
    variant_of_camel(path.rsplit('.').next().unwrap_or(path))
}

/// The constant of an option: its name after that of the option that it is in.
fn constant(path: &str) -> String {
    let mut parts: Vec<String> = path.rsplit('.').take(2).map(snake).collect();
    parts.reverse();
    parts.join("_")
}

/// `delayMs` as `DELAY_MS`.
fn snake(camel: &str) -> String {
    let mut text = String::new();
    for character in camel.chars() {
        if character.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(character.to_ascii_uppercase());
    }
    text
}

fn limits(options: &Options) -> String {
    let longest = options.max_timer_ms;
    let mut text = String::new();
    for (name, doc, value) in [
        (
            "MAX_TIMER_MS",
            "The longest delay that a timer takes: a longer one fires at once (docs/browser-notes.md).",
            longest,
        ),
        (
            "MIN_INTERVAL_MS",
            "The shortest pause between two requests for the card's status, so that no backend is polled in a loop.",
            options.min_interval_ms,
        ),
    ] {
        let value = number(value.into());
        text += &format!("\n{}pub const {name}: f64 = {value}.0;\n", rust_doc(0, doc));
    }
    for (name, doc, least) in [
        ("NUMBER", "The values of [`Kind::Number`].", 1),
        (
            "INTERVAL",
            "The values of [`Kind::Interval`].",
            options.min_interval_ms,
        ),
    ] {
        text += &format!(
            "\n/// {doc}\npub const {name}_TAKES: &str = \"a number from {least} to {longest}\";\n"
        );
    }
    text
}

fn choices(options: &Options) -> String {
    let of_choices = options.options.iter();
    let of_choices: Vec<(&String, &HostOption)> = of_choices
        .filter(|(_, option)| option.kind == OptionKind::Choice)
        .collect();
    let mut text = "\n/// The options that take one of several strings.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Choice {\n".to_owned();
    for (path, _) in &of_choices {
        text += &format!("/// `{path}`.\n{},\n", choice_name(path));
    }
    text += "}\n\nimpl Choice {\n/// The strings, the default first.\npub const fn values(self) -> &'static [&'static str] {\nmatch self {\n";
    for (path, option) in &of_choices {
        text += &format!("Self::{} => &{:?},\n", choice_name(path), option.choices);
    }
    text + "}\n}\n}\n"
}

/// The defaults that the engine uses: the first of the choices, and `false`, need no constant.
fn defaults(options: &Options) -> String {
    let mut text = "\n/// The contract's defaults.\npub mod defaults {\n".to_owned();
    for (path, option) in options
        .options
        .iter()
        .filter(|(_, option)| option.kind != OptionKind::Choice)
    {
        let Some(default) = &option.default else {
            continue;
        };
        let (of_type, value): (String, String) = match default {
            serde_json::Value::Number(value) => {
                ("u32".into(), number(value.as_u64().unwrap_or_default()))
            }
            serde_json::Value::String(value) => ("&str".into(), format!("{value:?}")),
            serde_json::Value::Array(values) => (
                format!("[&str; {}]", values.len()),
                serde_json::json!(values).to_string(),
            ),
            serde_json::Value::Bool(true) => ("bool".into(), "true".to_owned()),
            _ => continue,
        };
        text += &format!(
            "/// Of `{path}`.\npub const {}: {of_type} = {value};\n",
            constant(path)
        );
    }
    text + "}\n"
}

fn names(rows: &[Row]) -> String {
    let mut text = "\nimpl OptionName {\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        text += &format!(
            "/// `{}`.\npub const {}: Self = Self({at});\n",
            row.path,
            constant(&row.path)
        );
    }
    text + "}\n"
}

/// The properties of `customCss`, in the order of the constants of `custom_css.rs`.
fn lists(custom_css: &CustomCss) -> String {
    let mut text = String::new();
    for (kind, name) in [(Kind::Colour, "COLOURS"), (Kind::Pixels, "RADII")] {
        let options = custom_css.of_kind(kind);
        let options: Vec<String> = options
            .map(|(property, _)| {
                format!("OptionName::{}", constant(&format!("customCss.{property}")))
            })
            .collect();
        text += &format!(
            "\n/// The options in the order of [`crate::core::custom_css::{name}`].\npub const {name}: [OptionName; {}] = [{}];\n",
            options.len(),
            options.join(", ")
        );
    }
    text
}

fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "\n/// Every option, in the order of [`OptionName`].\npub static SPECIFICATION: [OptionSpec; {}] = [\n",
        rows.len()
    );
    for Row { path, kind } in rows {
        let name = path.rsplit('.').next().unwrap_or(path);
        let within = parent(path).map_or("None".to_owned(), |outer| {
            format!("Some(OptionName::{})", constant(outer))
        });
        text +=
            &format!("OptionSpec {{ name: {name:?}, within: {within}, kind: Kind::{kind} }},\n");
    }
    text + "];\n"
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    fn a_constant_has_the_name_of_the_option_around_it() {
        assert_eq!(constant("requestTimeoutMs"), "REQUEST_TIMEOUT_MS");
        assert_eq!(constant("cardStatus.url"), "CARD_STATUS_URL");
        assert_eq!(
            constant("cardStatus.waitForActive.intervalMs"),
            "WAIT_FOR_ACTIVE_INTERVAL_MS"
        );
    }
}
