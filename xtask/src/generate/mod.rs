//! Generated sources: everything that is known about an error, an event or a language is written
//! once, in `specification/`. This writes what Rust, TypeScript and the documentation need of it.

mod playground;
mod rust_custom_css;
mod rust_errors;
mod rust_lifecycle;
mod rust_loopback;
mod rust_model_backend;
mod rust_options;
mod source;
mod specification;
mod typescript_custom_css;
mod typescript_element;
mod typescript_errors;
mod typescript_issuer;
mod typescript_languages;
mod typescript_lifecycle;
mod typescript_options;
mod typescript_responses;
mod typescript_secure_view_languages;

use std::fs;

use anyhow::{Context, Result};

use crate::repo::Repo;
pub use source::variant;
pub use specification::Specification;

/// One generated file: its path below the root, and its text.
type Generated = (&'static str, String);

/// Writes each file that is out of date.
pub fn write(repo: &Repo) -> Result<()> {
    let outdated = outdated(repo)?;
    for (path, text) in &outdated {
        let file = repo.path(path);
        fs::create_dir_all(file.parent().context("the file is in a folder")?)?;
        fs::write(file, text)?;
        println!("{path}");
    }
    println!("{}", written(outdated.len()));
    Ok(())
}

fn written(count: usize) -> String {
    match count {
        0 => "Every generated file was up to date".to_owned(),
        1 => "1 generated file written".to_owned(),
        _ => format!("{count} generated files written"),
    }
}

/// The files that are out of date, as findings.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let outdated = outdated(repo)?.into_iter();
    Ok(outdated
        .map(|(path, _)| format!("{path} is out of date: run `cargo xtask generate`"))
        .collect())
}

fn outdated(repo: &Repo) -> Result<Vec<Generated>> {
    let mut all = all(repo)?;
    all.retain(|(path, text)| {
        fs::read_to_string(repo.path(path)).map_or(true, |current| current != *text)
    });
    Ok(all)
}

/// Every generated file, as it should be.
fn all(repo: &Repo) -> Result<Vec<Generated>> {
    let specification = Specification::read(repo)?;
    let Specification {
        errors,
        lifecycle,
        languages,
        custom_css,
        issuer,
        options,
    } = &specification;
    let all = [
        (
            "src/core/generated/custom_css.rs",
            rust_custom_css::generate(custom_css),
        ),
        (
            "src/core/generated/errors.rs",
            rust_errors::generate(errors),
        ),
        (
            "src/core/generated/lifecycle.rs",
            rust_lifecycle::generate(lifecycle),
        ),
        (
            "src/core/generated/loopback.rs",
            rust_loopback::generate(issuer),
        ),
        (
            "src/core/generated/options.rs",
            rust_options::generate(options, custom_css, languages),
        ),
        (
            "issuer-sandbox/src/model_backend/generated.rs",
            rust_model_backend::generate(custom_css, issuer),
        ),
        (
            "pkg-template/src/generated/custom-css.ts",
            typescript_custom_css::generate(custom_css),
        ),
        (
            "pkg-template/src/generated/element.ts",
            typescript_element::generate(options),
        ),
        (
            "pkg-template/src/generated/errors.ts",
            typescript_errors::generate(errors),
        ),
        (
            "pkg-template/src/generated/issuer.ts",
            typescript_issuer::generate(issuer),
        ),
        (
            "pkg-template/src/generated/languages.ts",
            typescript_languages::languages(languages),
        ),
        (
            "pkg-template/src/generated/language-modules.ts",
            typescript_languages::modules(languages),
        ),
        (
            "pkg-template/src/generated/language-strings.ts",
            typescript_languages::all_strings(languages),
        ),
        (
            "pkg-template/src/generated/lifecycle.ts",
            typescript_lifecycle::generate(lifecycle),
        ),
        (
            "pkg-template/src/generated/option-objects.ts",
            typescript_options::objects(options),
        ),
        (
            "pkg-template/src/generated/options.ts",
            typescript_options::generate(options, issuer),
        ),
        (
            "pkg-template/src/generated/responses.ts",
            typescript_responses::generate(errors)?,
        ),
        (
            "pkg-template/src/generated/secure-view-languages.ts",
            typescript_secure_view_languages::generate(languages, errors),
        ),
        (
            "www/playground/generated.mjs",
            playground::generate(&specification),
        ),
    ];
    let formatted = all
        .into_iter()
        .map(|(path, text)| Ok((path, source::formatted(repo, path, &text)?)));
    formatted.collect()
}

#[cfg(test)]
mod tests {
    use super::{specification, written};
    use crate::repo::Repo;

    #[test]
    fn the_number_of_written_files_is_a_sentence() {
        assert_eq!(written(0), "Every generated file was up to date");
        assert_eq!(written(1), "1 generated file written");
        assert_eq!(written(2), "2 generated files written");
    }

    #[test]
    fn each_generated_file_names_its_source() -> anyhow::Result<()> {
        for (path, text) in super::all(&Repo::find()?)? {
            let first = text.lines().next().unwrap_or_default();
            assert!(first.contains(specification::FOLDER), "{path}: {first}");
            assert!(first.ends_with("Do not edit."), "{path}: {first}");
        }
        Ok(())
    }
}
