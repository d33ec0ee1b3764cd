//! `www/playground/generated.mjs`: the choices of the playground's controls.

use indexmap::IndexMap;
use serde_json::json;

use super::source::header;
use super::specification::options::{Control, HostOption, OptionKind, Options};
use super::specification::{CustomCss, Kind, Specification};

/// The text, before Biome.
pub fn generate(specification: &Specification) -> String {
    let mut text = format!("// {}\n", header("specification/"));
    let mut list = |doc: &str, name: &str, values: Vec<&String>| {
        let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
        text += &format!(
            "\n/** {doc} */\nexport const {name} = [{}];\n",
            values.join(", ")
        );
    };
    let languages = &specification.languages;
    list(
        "The languages of the widget's own text, by their codes.",
        "LANGUAGES",
        languages.all.keys().collect(),
    );
    list(
        "The keys of `messages`.",
        "MESSAGE_KEYS",
        languages.keys().collect(),
    );
    list(
        "The statuses of the issuer's documented errors.",
        "DOCUMENTED_STATUSES",
        specification.issuer.documented_errors.keys().collect(),
    );
    text += &custom_css(&specification.custom_css);
    text += &controls(&specification.options);
    text + &attributes(&specification.options)
}

fn controls(options: &Options) -> String {
    let mut text = "\n/**\n * Options whose control is plain: its value is the option's.\n * @type {readonly {group: string, name: string, label: string, kind: \"choice\" | \"number\" | \"text\" | \"flag\", choices?: readonly string[], hint?: string, default?: boolean, framed?: boolean}[]}\n */\nexport const OPTIONS = [\n".to_owned();
    for (path, option) in options.public() {
        if let Some(control) = &option.control {
            text += &format!("{},\n", plain_control(path, option, control));
        }
    }
    text + "];\n"
}

fn plain_control(path: &str, option: &HostOption, control: &Control) -> serde_json::Value {
    let kind = match option.kind {
        OptionKind::Choice => "choice",
        OptionKind::Number | OptionKind::Interval => "number",
        OptionKind::Flag => "flag",
        _ => "text",
    };
    let mut fields = json!({
        "group": control.group,
        "name": path,
        "label": control.label,
        "kind": kind,
    });
    if kind == "choice" {
        fields["choices"] = option
            .choices
            .iter()
            .filter(|choice| !choice.is_empty())
            .cloned()
            .collect();
    }
    if kind == "flag" {
        fields["default"] = (option.default == Some(true.into())).into();
    }
    let default = option
        .default
        .as_ref()
        .map(|default| match default.as_str() {
            Some(text) => text.to_owned(),
            None => default.to_string(),
        });
    if let Some(hint) = control
        .hint
        .clone()
        .or(default.filter(|_| matches!(kind, "number" | "text")))
    {
        fields["hint"] = hint.into();
    }
    if control.framed {
        fields["framed"] = true.into();
    }
    fields
}

fn attributes(options: &Options) -> String {
    let of_element = options
        .public()
        .filter_map(|(path, option)| Some((path.clone(), option.attribute.as_ref()?.name.clone())));
    let of_tag = options
        .public()
        .filter_map(|(path, option)| Some((path.clone(), option.tag_attribute.clone()?)));
    let callbacks = options
        .top()
        .filter(|(_, option)| option.element_event.is_some());
    let callbacks: Vec<&String> = callbacks.map(|(path, _)| path).collect();
    let object = |doc: &str, name: &str, entries: IndexMap<String, String>| {
        format!(
            "\n/** {doc} @type {{Readonly<Record<string, string>>}} */\nexport const {name} = {};\n",
            json!(entries)
        )
    };
    let mut text = object(
        "The attributes of the element, by the option's path.",
        "ATTRIBUTES",
        of_element.collect(),
    );
    text += &object(
        "The attributes of the script tag, which only the host itself can write.",
        "TAG_ATTRIBUTES",
        of_tag.collect(),
    );
    text + &format!(
        "\n/** The options that are called back. */\nexport const CALLBACKS = /** @type {{const}} */ ({});\n",
        json!(callbacks)
    )
}

fn custom_css(custom_css: &CustomCss) -> String {
    let mut text = "\n/**\n * The properties of `customCss`, colours first, each with the issuer's default.\n * @type {readonly {name: string, kind: \"colour\" | \"number\", label: string, value: string | number, from?: string}[]}\n */\nexport const CUSTOM_CSS = [\n".to_owned();
    let colours = custom_css.of_kind(Kind::Colour);
    for (name, property) in colours.chain(custom_css.of_kind(Kind::Pixels)) {
        let kind = match property.kind {
            Kind::Colour => "colour",
            Kind::Pixels => "number",
        };
        let from = property.default_from.as_ref();
        let from = from.map_or(String::new(), |name| format!(", from: {name:?}"));
        text += &format!(
            "{{ name: {name:?}, kind: {kind:?}, label: {:?}, value: {}{from} }},\n",
            property.label,
            property.default.literal()
        );
    }
    text += "];\n\n/** Each text with its background. */\nexport const CUSTOM_CSS_PAIRS = [\n";
    for pair in &custom_css.pairs {
        text += &format!(
            "{{ text: {:?}, background: {:?}, label: {:?} }},\n",
            pair.text, pair.background, pair.label
        );
    }
    text + "];\n"
}

#[cfg(test)]
mod tests {
    use super::{Control, HostOption, plain_control};

    #[test]
    fn the_control_of_a_flag_has_the_default_of_the_option() {
        let control = Control {
            group: "G".into(),
            label: "L".into(),
            hint: None,
            framed: false,
        };
        let default = |default: &str| {
            let option: HostOption =
                toml::from_str(&format!("kind = \"flag\"\n{default}")).unwrap();
            plain_control("a", &option, &control)["default"].clone()
        };
        assert_eq!(default("default = true"), true);
        assert_eq!(default("default = false"), false);
        assert_eq!(default(""), false);
    }
}
