//! Warns about names that are not options, with the nearest name that is one.

use super::kind::OptionName;
use crate::core::generated::options::SPECIFICATION;
use crate::core::text::concat;

/// The warning about an unknown name, within another option or at the top level.
pub fn warning(within: Option<OptionName>, name: &str) -> String {
    let full_name = match within {
        Some(outer) => concat(&[&outer.full_name(), ".", name]),
        None => name.into(),
    };
    concat(&[
        "set-pin-widget: there is no option `",
        &full_name,
        "`. The nearest name is `",
        &nearest(within, name).full_name(),
        "`.",
    ])
}

/// The option whose own name is nearest. Another place counts as two changed bytes.
fn nearest(within: Option<OptionName>, name: &str) -> OptionName {
    let all = (0..).zip(&SPECIFICATION);
    let found = all.min_by_key(|(_, option)| {
        distance(name, option.name) + 2 * usize::from(option.within != within)
    });
    OptionName(found.map_or(0, |(at, _)| at))
}

/// The number of bytes to insert, remove or replace (the Levenshtein distance).
fn distance(from: &str, to: &str) -> usize {
    // The distances from the part of `from` that has been read to each start of `to`.
    let mut row: Vec<usize> = (1..=to.len()).collect();
    for (read, byte) in from.bytes().enumerate() {
        let (mut diagonal, mut left) = (read, read + 1);
        for (above, other) in row.iter_mut().zip(to.bytes()) {
            let replaced = diagonal + usize::from(byte != other);
            diagonal = *above;
            left = replaced.min(diagonal + 1).min(left + 1);
            *above = left;
        }
    }
    row.last().copied().unwrap_or(from.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_number_of_changed_bytes() {
        for (from, to, changes) in [
            ("mode", "mode", 0),
            ("", "mode", 4),
            ("mode", "", 4),
            ("mod", "mode", 1),
            ("modes", "mode", 1),
            ("mide", "mode", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), changes, "{from} {to}");
        }
    }

    #[test]
    fn a_warning_names_the_nearest_option() {
        let card = OptionName::find(None, "cardStatus");
        let css = OptionName::find(None, "customCss");
        for (within, name, named) in [
            (None, "tokenURL", "`tokenUrl`"),
            (None, "allowedOrigin", "`allowedOrigins`"),
            (None, "onExits", "`onExit`"),
            (None, "containerr", "`container`"),
            (None, "delayMs", "`retry.delayMs`"),
            (card, "waitForActiv", "`cardStatus.waitForActive`"),
            (css, "backgroundColour", "`customCss.backgroundColor`"),
        ] {
            let warning = warning(within, name);
            assert!(warning.contains(named), "{warning}");
        }
        let warning = warning(card, "URL");
        assert!(warning.contains("`cardStatus.URL`"), "{warning}");
    }

    #[test]
    fn each_option_is_its_own_nearest_name() {
        for (at, option) in (0..).zip(&SPECIFICATION) {
            assert_eq!(nearest(option.within, option.name), OptionName(at));
        }
    }
}
