//! `pkg-template/src/generated/options.ts`: the type of the options.

use super::source::{header, jsdoc};
use super::specification::Issuer;
use super::specification::options::{CHILDREN, HostOption, Options};

/// The text, before Biome.
pub fn generate(options: &Options, issuer: &Issuer) -> String {
    let mut text = format!("// {}\n//\n", header("specification/options.toml"));
    text += &format!("// *Loopback* is {}.\n\n", issuer.loopback.meaning.0);
    text += "import type { SetPinError } from \"../handle/error.js\";\n";
    text += "import type { SetPinTokenRequest, SetPinTokenResponse } from \"../handle/token-request.js\";\n";
    text += "import type { CardStatus, SetPinEvent, SetPinResult, TokenRequestContext } from \"../handle/types.js\";\n";
    text += "import type { CustomCss } from \"./custom-css.js\";\n";
    text += "import type { MessageKey } from \"./languages.js\";\n";
    text += "import type { SetPinState } from \"./lifecycle.js\";\n";
    for (_, option) in options.public() {
        if let (Some(comment), Some(name)) = (&option.declares, &option.given_type) {
            text += &format!(
                "\n{}export type {} = {};\n",
                jsdoc(0, &comment.0),
                name.0,
                option.union()
            );
        }
    }
    text + &interface(options)
}

/// `pkg-template/src/generated/option-objects.ts`, before Biome. It is beside the types, which the
/// package publishes as they are.
pub fn objects(options: &Options) -> String {
    // The options within these are specified elsewhere.
    let is_elsewhere = |path: &str| ["customCss", "messages"].contains(&path);
    let has_options = |path: &str| options.within(path).next().is_some() || is_elsewhere(path);
    let names: Vec<String> = options
        .public()
        .filter(|(path, _)| has_options(path))
        .map(|(path, _)| format!("{:?}", path.rsplit('.').next().unwrap_or(path)))
        .collect();
    format!(
        "// {}\n\n/** The options whose own options are copied too. All other objects are the host's own. */\nexport const OBJECTS = [{}];\n",
        header("specification/options.toml"),
        names.join(", ")
    )
}

fn interface(options: &Options) -> String {
    let mut text = "\nexport interface SetPinOptions {\n".to_owned();
    let mut group = "";
    for (path, option) in options.top() {
        if !group.is_empty() && option.group != group {
            text.push('\n');
        }
        group = &option.group;
        text += &member(options, path, path, option, 2);
    }
    text + "}\n"
}

/// A member with its comment. The options within it are an object in its type.
fn member(options: &Options, path: &str, name: &str, option: &HostOption, margin: usize) -> String {
    let mut text = option
        .meaning
        .as_ref()
        .map_or(String::new(), |meaning| jsdoc(margin, &meaning.0));
    let given = option.type_name();
    if given.is_empty() {
        text += &format!("{name}?: {{\n");
        for (inner, each) in options.within(path) {
            text += &member(options, &format!("{path}.{inner}"), inner, each, margin + 2);
        }
        return text + "};\n";
    }
    let children = options
        .within(path)
        .map(|(inner, each)| format!("{inner}?: {}", each.type_name()));
    let children = format!("{{ {} }}", children.collect::<Vec<_>>().join("; "));
    text + &format!("{name}?: {};\n", given.replace(CHILDREN, &children))
}
