//! The outer terminal's answers to parlo's own queries.

use parlo_core::screen::Rgb;

/// An answer of the outer terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OuterReply {
    /// The colour of text (OSC 10).
    Foreground(Rgb),
    /// The colour behind it (OSC 11).
    Background(Rgb),
    /// The colour of the cursor (OSC 12).
    Cursor(Rgb),
    /// The colour of a palette entry (OSC 4).
    Indexed(u8, Rgb),
    /// The device attributes: every terminal sends them, so they tell that no other answer to an
    /// earlier query will follow.
    DeviceAttributes,
}

/// Reads what stands between `ESC ]` and the terminator.
pub(super) fn parse(body: &[u8]) -> Option<OuterReply> {
    let text = std::str::from_utf8(body).ok()?;
    let (number, rest) = text.split_once(';')?;
    match number {
        "10" => color(rest).map(OuterReply::Foreground),
        "11" => color(rest).map(OuterReply::Background),
        "12" => color(rest).map(OuterReply::Cursor),
        "4" => {
            let (index, value) = rest.split_once(';')?;
            Some(OuterReply::Indexed(index.parse().ok()?, color(value)?))
        }
        _ => None,
    }
}

/// XParseColor's `rgb:r/g/b` with one to four hexadecimal digits each; a fourth part of `rgba:`
/// is left out.
fn color(text: &str) -> Option<Rgb> {
    let parts = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut levels = parts.split('/').map(level);
    Some(Rgb { red: levels.next()??, green: levels.next()??, blue: levels.next()?? })
}

fn level(digits: &str) -> Option<u8> {
    let value = u32::from_str_radix(digits, 16).ok()?;
    let max = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    u8::try_from(value * 255 / max).ok()
}
