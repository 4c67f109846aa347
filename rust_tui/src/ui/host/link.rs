//! Hyperlinks (OSC 8), cleaned for the host terminal.

use std::fmt::Write as _;

use parlo_core::screen::Link;

/// Longer addresses are left out; VTE and iTerm2 stop at about the same length.
const MAX_URI_BYTES: usize = 2_083;

/// Longer ids are cut.
const MAX_ID_BYTES: usize = 250;

/// The sequence that opens a link, or nothing for an address that is refused.
///
/// A URI is printable ASCII by definition: other characters are percent-encoded, and an address
/// with a control character is refused. The id keeps letters, digits and `-_.`.
pub(super) fn open_link(link: &Link) -> Option<String> {
    let mut uri = String::with_capacity(link.uri.len());
    for byte in link.uri.bytes() {
        match byte {
            b'!'..=b'~' => uri.push(char::from(byte)),
            b' ' | 0x80.. => {
                let _ = write!(uri, "%{byte:02X}");
            }
            _ => return None,
        }
    }
    if uri.is_empty() || uri.len() > MAX_URI_BYTES {
        return None;
    }
    let is_safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let id: String = link.id.chars().filter(is_safe).take(MAX_ID_BYTES).collect();
    let id = if id.is_empty() { id } else { format!("id={id}") };
    Some(format!("\x1b]8;{id};{uri}\x1b\\"))
}
