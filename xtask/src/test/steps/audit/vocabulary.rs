//! Words that the comments, the names of tests and the names of functions do not use, each with the
//! plain word to use instead.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// Expressions, in lower case, and the words to use instead.
const WORDS: [(&str, &str); 17] = [
    (r"told|tells?|untold", "report, emit, call, state, show"),
    (r"hears?|heard|hearing", "receive, listen"),
    (r"stands?|stood", "exist, be in, be, be up to date"),
    (r"anew|afresh", "again"),
    (r"under way", "in flight, in progress"),
    (r"lets? go|letting go", "release"),
    (r"laid over|lays over", "merge over"),
    (r"judges?|judged|judging", "validate, decide"),
    (r"whoever|whomever", "anyone who"),
    (r"wish|wishes|wished", "option, request"),
    (r"may not", "must not, might not"),
    (r"address|addresses", "URL"),
    (r"stand-ins?", "sandbox"),
    (r"doors?", "entry, target"),
    (r"answers?|answered|answering", "respond, response, return"),
    (r"in vain", "without a result"),
    (r"for ever", "forever, without a limit"),
];

/// Text that contains one of the words and is right.
const ALLOWED: [&str; 7] = [
    "address bar",
    "ip address",
    "ipv4 address",
    "ipv6 address",
    "can tell",
    "cannot tell",
    "stands for",
];

/// A sentence that starts like this has no clear subject.
const STARTS: [&str; 3] = ["what", "who", "whoever"];

/// The contract, whose text is fixed.
const UNCHECKED: &str = "tests/contract";

/// The words in a file that have a plainer one, with their lines.
pub fn findings_in(path: &Path, text: &str) -> Vec<String> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_code = matches!(extension, Some("rs" | "ts" | "tsx" | "mjs" | "js" | "css"));
    if !is_code || path.starts_with(UNCHECKED) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), index + 1);
        for part in prose_in(line) {
            findings.extend(
                words_in(&part)
                    .map(|(word, plain)| format!("{}: \"{word}\": write: {plain}", place())),
            );
            if starts_without_subject(&part) {
                findings.push(format!(
                    "{}: \"{part}\": start with the subject of the sentence",
                    place()
                ));
            }
        }
    }
    findings
}

/// The comment, the title of a test and the name of a function in a line.
fn prose_in(line: &str) -> Vec<String> {
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^\s*(?://[/!]?|/\*\*?|\*)|\s//)\s+(?<text>\S.*)$")
            .expect("the expression is well-formed")
    });
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\b(?:test|describe|it)\((?<text>["'`].*)"#)
            .expect("the expression is well-formed")
    });
    static FUNCTION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\bfn (?<text>\w+)").expect("the expression is well-formed"));
    [&COMMENT, &TITLE, &FUNCTION]
        .iter()
        .filter_map(|expression| expression.captures(line))
        .filter_map(|found| found.name("text"))
        .map(|text| text.as_str().replace('_', " "))
        .collect()
}

fn words_in(prose: &str) -> impl Iterator<Item = (String, &'static str)> {
    static EXPRESSIONS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        let whole = |(word, plain): &(&str, &'static str)| {
            let word = Regex::new(&format!(r"\b(?:{word})\b"));
            (word.expect("the expression is well-formed"), *plain)
        };
        WORDS.iter().map(whole).collect()
    });
    let mut prose = prose.to_lowercase();
    for allowed in ALLOWED {
        prose = prose.replace(allowed, "");
    }
    EXPRESSIONS
        .iter()
        .filter_map(|(word, plain)| Some((word.find(&prose)?.as_str().to_owned(), *plain)))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether the text starts with a question word, and is not a question.
fn starts_without_subject(prose: &str) -> bool {
    let first = prose.split(' ').next().unwrap_or_default().to_lowercase();
    STARTS.contains(&first.as_str())
        && prose.starts_with(|letter: char| letter.is_uppercase())
        && !prose.contains('?')
}

#[cfg(test)]
mod tests {
    use super::findings_in;
    use std::path::Path;

    fn findings(file: &str, text: &str) -> Vec<String> {
        findings_in(Path::new(file), text)
    }

    #[test]
    fn a_word_of_the_dialect_is_found_with_the_plain_one() {
        let text = format!("fine();\n// The host is t{}.\n", "old");
        let found = findings("src/a.rs", &text);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("src/a.rs:2: \"told\": write: report"));
    }

    #[test]
    fn titles_and_names_of_functions_are_checked() {
        let title = format!("test(\"nothing is h{}\", () => {{}});", "eard");
        assert_eq!(findings("www/a.mjs", &title).len(), 1);
        let name = format!("fn a_rule_st{}() {{}}", "ands");
        assert_eq!(findings("src/a.rs", &name).len(), 1);
    }

    #[test]
    fn code_and_strings_are_not_checked() {
        let code = format!("let x = \"t{}\";\nhttp://a.example/{}\n", "old", "told");
        assert_eq!(findings("src/a.rs", &code), Vec::<String>::new());
        assert_eq!(findings("src/a.rs", "// The address bar.\n").len(), 0);
    }

    #[test]
    fn a_sentence_without_a_subject_is_found() {
        let text = format!("/** Wh{} is used of it. */\n", "at");
        assert_eq!(findings("src/a.ts", &text).len(), 1);
        let question = format!("// Wh{} can it be?\n", "at");
        assert_eq!(findings("src/a.ts", &question).len(), 0);
    }
}
