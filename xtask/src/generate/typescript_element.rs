//! `pkg-template/src/generated/element.ts`: the attributes, the properties and the events of the
//! element.

use super::source::{header, number};
use super::specification::options::{Options, Reader};

/// The text, before Biome.
pub fn generate(options: &Options) -> String {
    let mut text = format!("// {}\n", header("specification/options.toml"));
    for (name, doc, value) in [
        (
            "MIN_ATTRIBUTE_MS",
            "The shortest time that an attribute sets.",
            options.min_attribute_ms,
        ),
        (
            "MAX_ATTRIBUTE_MS",
            "The longest time that an attribute sets.",
            options.max_attribute_ms,
        ),
    ] {
        text += &format!(
            "\n/** {doc} */\nexport const {name} = {};\n",
            number(value.into())
        );
    }
    text += "\n/** Each attribute of the element, with the option that it sets and the function that reads its text. */\n";
    text += "export const attributes = <Read>(text: Read, json: Read, timeout: Read): Readonly<Record<string, readonly [option: string, read: Read]>> => ({\n";
    for (path, option) in options.public() {
        if let Some(attribute) = &option.attribute {
            let reader = match attribute.reader {
                Reader::Text => "text",
                Reader::Json => "json",
                Reader::Timeout => "timeout",
            };
            text += &format!("{:?}: [{path:?}, {reader}],\n", attribute.name);
        }
    }
    text += "});\n";
    text += "\n/** Attributes of version 0.1.0 that are ignored, each with the option that script must set instead. */\n";
    text += "export const IGNORED: Readonly<Record<string, string>> = {\n";
    for (path, option) in options.public() {
        if let Some(name) = &option.ignored_attribute {
            text += &format!("{name:?}: {path:?},\n");
        }
    }
    text += "};\n";
    let properties = options
        .top()
        .filter(|(_, option)| option.attribute.is_none() && option.is_property());
    let properties: Vec<String> = properties.map(|(path, _)| format!("{path:?}")).collect();
    text += &format!(
        "\n/** Options without an attribute that are properties of the element. */\nexport const PROPERTY_ONLY = [{}];\n",
        properties.join(", ")
    );
    text + &events(options)
}

fn events(options: &Options) -> String {
    let events: Vec<(&String, &String)> = options
        .top()
        .filter_map(|(path, option)| Some((path, option.element_event.as_ref()?)))
        .collect();
    let names: Vec<String> = events.iter().map(|(path, _)| format!("{path:?}")).collect();
    let mut text = format!(
        "\n/** The options that are called back. */\nexport type CallbackName = {};\n",
        names.join(" | ")
    );
    text += "\n/** The event that the element dispatches beside each callback. */\nexport const EVENTS = {\n";
    for (path, event) in events {
        text += &format!("{path}: {event:?},\n");
    }
    text + "} as const;\n"
}
