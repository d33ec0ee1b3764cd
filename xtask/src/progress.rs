//! Progress messages of long work.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::Instant;

/// Prints the work that starts now, with the time since the first message.
pub fn report_progress(work: &str) {
    static START: OnceLock<Instant> = OnceLock::new();
    let seconds = START.get_or_init(Instant::now).elapsed().as_secs();
    let (bold, plain) = if std::io::stderr().is_terminal() {
        ("\x1b[1m", "\x1b[0m")
    } else {
        ("", "")
    };
    eprintln!(
        "{bold}[{:>2}:{:02}] {work}{plain}",
        seconds / 60,
        seconds % 60
    );
}
