//! Concatenation, smaller than std's generic `concat` (`cargo xtask package --explain`).

/// The parts, one after the other.
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}
