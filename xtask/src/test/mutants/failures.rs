//! Finds failed tests in a log.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// The names of failed tests, as cargo, wasm-bindgen-test and node print them.
pub fn failures(log: &str) -> BTreeSet<String> {
    static FAILURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^(?:test (?P<rust>\S+) (?:- should panic )?\.\.\. FAIL(?:ED)?|\s*✖ (?P<node>.+?) \([\d.]+m?s\))$")
            .expect("the expression is well-formed")
    });
    FAILURE
        .captures_iter(log)
        .filter_map(|found| found.name("rust").or_else(|| found.name("node")))
        .map(|name| name.as_str().to_owned())
        .filter(|name| !name.ends_with(".mjs"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::failures;

    #[test]
    fn failed_tests_are_found_in_the_output_of_each_runner() {
        let log = "test attempt::tests::ends_once ... FAILED\ntest fine ... ok\ntest gate::rejects ... FAIL\n  \
                   ✖ a forged message is ignored (12.5ms)\n✔ fine (3ms)\n✖ tests/e2e/messages.test.mjs (99ms)\n✖ failing tests:\n";
        let found: Vec<_> = failures(log).into_iter().collect();
        assert_eq!(
            found,
            [
                "a forged message is ignored",
                "attempt::tests::ends_once",
                "gate::rejects"
            ]
        );
    }
}
