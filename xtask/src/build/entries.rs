//! The package's entries, and the files that each one is published as.

/// One entry of the package: a file for each of its formats.
#[derive(Debug)]
pub struct Entry {
    /// The name of its files, without the extension.
    pub name: &'static str,
    /// Below `pkg-template/src`.
    pub source: &'static str,
    /// Its files.
    pub formats: &'static [Format],
    /// Imports that stay imports: the integrator's own packages, and files of this package, which
    /// start with `./` or `../` (`./index.js`, so that the engine exists once). The latter get the
    /// extension of the file that imports them. A `*` is any name.
    pub externals: &'static [&'static str],
}

/// How a file exports.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// An ES module.
    Esm,
    /// A CommonJS module.
    CommonJs,
    /// For a `<script>`: assigns the global `SetPin`.
    Script,
    /// For a `<script>` that exports nothing.
    Effect,
}

/// For bundlers and Node alike.
pub const MODULES: &[Format] = &[Format::Esm, Format::CommonJs];

/// A new entry takes a row here, and one in `exports` of `pkg-template/package.json`.
const ENTRIES: [Entry; 25] = [
    Entry {
        name: "index",
        source: "index.ts",
        formats: MODULES,
        externals: &["../engine-js.js", LANGUAGE_MODULES],
    },
    Entry {
        name: "engine-js",
        source: "engine-js.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: LAZY,
        source: "lazy.ts",
        formats: MODULES,
        externals: &["../runtime.js"],
    },
    Entry {
        name: "runtime",
        source: "runtime.ts",
        formats: MODULES,
        externals: &["../engine-js.js", LANGUAGE_MODULES],
    },
    Entry {
        name: CSP,
        source: "csp.ts",
        formats: MODULES,
        externals: &[LANGUAGE_MODULES],
    },
    Entry {
        name: "element",
        source: "element.ts",
        formats: MODULES,
        externals: &["./index.js"],
    },
    Entry {
        name: "secure-view",
        source: "secure-view.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "react",
        source: "react.ts",
        formats: MODULES,
        externals: &["../index.js", "react"],
    },
    Entry {
        name: "vue",
        source: "vue.ts",
        formats: MODULES,
        externals: &["../index.js", "vue"],
    },
    Entry {
        name: "svelte",
        source: "svelte.ts",
        formats: MODULES,
        externals: &["../index.js"],
    },
    Entry {
        name: "secure-view-react",
        source: "secure-view-react.ts",
        formats: MODULES,
        externals: &["../secure-view.js", "react"],
    },
    Entry {
        name: "secure-view-vue",
        source: "secure-view-vue.ts",
        formats: MODULES,
        externals: &["../secure-view.js", "vue"],
    },
    Entry {
        name: "secure-view-svelte",
        source: "secure-view-svelte.ts",
        formats: MODULES,
        externals: &["../secure-view.js"],
    },
    Entry {
        name: "secure-view-elements",
        source: "secure-view-elements.ts",
        formats: MODULES,
        externals: &["../secure-view.js"],
    },
    // Types only.
    Entry {
        name: "jsx-react",
        source: "jsx-react.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "jsx-preact",
        source: "jsx-preact.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "jsx-solid",
        source: "jsx-solid.ts",
        formats: MODULES,
        externals: &[],
    },
    Entry {
        name: "testing",
        source: "testing.ts",
        formats: MODULES,
        externals: &[],
    },
    // The command of `npx set-pin-sandbox`.
    Entry {
        name: "set-pin-sandbox",
        source: "set-pin-sandbox.ts",
        formats: &[Format::Esm],
        externals: &[],
    },
    // Before the files that contain the hash of this one, as in the next rows.
    Entry {
        name: "set-pin-widget-engine",
        source: "engine-script.ts",
        formats: &[Format::Effect],
        externals: &[],
    },
    Entry {
        name: "set-pin-widget-languages",
        source: "languages-script.ts",
        formats: &[Format::Effect],
        externals: &[],
    },
    Entry {
        name: "set-pin-widget",
        source: "global.ts",
        formats: &[Format::Script],
        externals: &[],
    },
    Entry {
        name: "set-pin-widget-runtime",
        source: "runtime-script.ts",
        formats: &[Format::Effect],
        externals: &[],
    },
    Entry {
        name: SCRIPT_LAZY,
        source: "global.ts",
        formats: &[Format::Script],
        externals: &[],
    },
    Entry {
        name: "server",
        source: "server.ts",
        formats: MODULES,
        externals: &[],
    },
];

impl Format {
    /// Of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Esm => "mjs",
            Self::CommonJs | Self::Script | Self::Effect => "js",
        }
    }
}

/// One file of an entry.
#[derive(Debug)]
pub struct Bundle {
    /// The entry.
    pub entry: &'static Entry,
    /// The file's format.
    pub format: Format,
}

impl Bundle {
    /// All files of all entries, in the order in which they are built.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().flat_map(|entry| {
            let formats = entry.formats.iter();
            formats.map(move |&format| Self { entry, format })
        })
    }

    /// Whether it is a module and not a script. Only scripts contain hashes of other files.
    pub fn is_module(&self) -> bool {
        matches!(self.format, Format::Esm | Format::CommonJs)
    }

    /// Relative to the package's folder.
    pub fn file(&self) -> String {
        let file = format!("{}.{}", self.entry.name, self.format.extension());
        match self.format {
            Format::CommonJs => format!("{COMMON_JS}/{file}"),
            _ => file,
        }
    }
}

/// The folder of the languages' modules, in the package and, with CommonJS modules, in
/// [`COMMON_JS`].
pub const LANGUAGES: &str = "languages";
/// These modules, as the sources import them. They are not bundles: see `languages.rs`.
const LANGUAGE_MODULES: &str = "../languages/*.js";

/// The folder of the CommonJS files. A `package.json` in it declares their module type, which their
/// extension does not: Create React App 5 treats a `.cjs` file as an image and exports its URL.
pub const COMMON_JS: &str = "cjs";

/// The entry that holds the JavaScript engine alone.
pub const CSP: &str = "csp";

/// The entry in two files. The second one is loaded before the first attempt.
pub const LAZY: &str = "lazy";
/// The same for the script tag.
pub const SCRIPT_LAZY: &str = "set-pin-widget-lazy";

/// The file of the script tag.
pub const SCRIPT: &str = "set-pin-widget.js";
/// The file that the script tag's file loads where WebAssembly cannot run.
pub const SCRIPT_ENGINE: &str = "set-pin-widget-engine.js";
/// The file with all languages but English, for the script tag.
pub const SCRIPT_LANGUAGES: &str = "set-pin-widget-languages.js";
/// The second file of [`SCRIPT_LAZY`].
pub const SCRIPT_RUNTIME: &str = "set-pin-widget-runtime.js";
