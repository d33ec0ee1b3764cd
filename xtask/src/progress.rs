//! What long work says while it runs.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Instant;

/// Says what starts now, and how long the command has been running.
pub fn step(what: &str) {
    static START: OnceLock<Instant> = OnceLock::new();
    let seconds = START.get_or_init(Instant::now).elapsed().as_secs();
    let (bold, plain) = if std::io::stderr().is_terminal() {
        ("\x1b[1m", "\x1b[0m")
    } else {
        ("", "")
    };
    eprintln!(
        "{bold}[{:>2}:{:02}] {what}{plain}",
        seconds / 60,
        seconds % 60
    );
}
