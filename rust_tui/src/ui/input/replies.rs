//! The host terminal's replies to parlo's own queries.

use parlo_core::screen::Rgb;

/// A reply of the host terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostReply {
    /// The colour of text (OSC 10).
    Foreground(Rgb),
    /// The background colour (OSC 11).
    Background(Rgb),
    /// The colour of the cursor (OSC 12).
    Cursor(Rgb),
    /// The colour of a palette entry (OSC 4).
    Indexed(u8, Rgb),
    /// The flags of kitty's keyboard protocol (`CSI ? u`).
    KittyKeyboard(u8),
    /// The level of modifyOtherKeys (`CSI ? 4 m`).
    ModifyOtherKeys(u8),
    /// Its name and version (XTVERSION).
    Version(String),
    /// Its secondary device attributes (`CSI > c`).
    SecondaryAttributes(Vec<u16>),
    /// The state of a private mode (DECRQM): its number and 0–4.
    Mode(u16, u8),
    /// It shows program status (OSC 7501).
    ProgramStatus,
    /// A capability (XTGETTCAP) and its value; `None` where it lacks it.
    Capability(String, Option<String>),
    /// The cursor position (`CSI 6 n`), row and column counted from one.
    CursorAt(u16, u16),
    /// The primary device attributes: every terminal sends them, so no reply to an earlier query
    /// will follow.
    DeviceAttributes(Vec<u16>),
}

/// Parses the body between `ESC ]` and the terminator.
pub(super) fn command(body: &[u8]) -> Option<HostReply> {
    let text = std::str::from_utf8(body).ok()?;
    let (number, rest) = text.split_once(';')?;
    match number {
        "10" => color(rest).map(HostReply::Foreground),
        "11" => color(rest).map(HostReply::Background),
        "12" => color(rest).map(HostReply::Cursor),
        "4" => {
            let (index, value) = rest.split_once(';')?;
            Some(HostReply::Indexed(index.parse().ok()?, color(value)?))
        }
        "7501" if rest == "?" => Some(HostReply::ProgramStatus),
        _ => None,
    }
}

/// Parses the body between `ESC P` and the terminator.
pub(super) fn device(body: &[u8]) -> Option<HostReply> {
    let text = std::str::from_utf8(body).ok()?;
    if let Some(version) = text.strip_prefix(">|") {
        return Some(HostReply::Version(version.to_owned()));
    }
    let (known, rest) = match text.split_at_checked(3)? {
        ("1+r", rest) => (true, rest),
        ("0+r", rest) => (false, rest),
        _ => return None,
    };
    let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
    let value = if known { Some(unhex(value)?) } else { None };
    Some(HostReply::Capability(unhex(name)?, value))
}

/// Parses a control sequence that only a query causes, `CSI body terminator`. In the first row a
/// cursor position could be the F3 key and is ignored.
pub(super) fn control(body: &[u8], terminator: u8) -> Option<HostReply> {
    let text = std::str::from_utf8(body).ok()?;
    match terminator {
        b'c' => match text.split_at_checked(1)? {
            ("?", rest) => Some(HostReply::DeviceAttributes(numbers(rest))),
            (">", rest) => Some(HostReply::SecondaryAttributes(numbers(rest))),
            _ => None,
        },
        b'u' => text.strip_prefix('?')?.parse().ok().map(HostReply::KittyKeyboard),
        b'm' => text.strip_prefix(">4;")?.parse().ok().map(HostReply::ModifyOtherKeys),
        b'y' => {
            let (number, state) = text.strip_prefix('?')?.strip_suffix('$')?.split_once(';')?;
            Some(HostReply::Mode(number.parse().ok()?, state.parse().ok()?))
        }
        b'R' => {
            let (row, column) = text.split_once(';')?;
            let row = row.parse().ok().filter(|row| *row > 1)?;
            Some(HostReply::CursorAt(row, column.parse().ok()?))
        }
        _ => None,
    }
}

fn numbers(text: &str) -> Vec<u16> {
    text.split(';').filter_map(|number| number.parse().ok()).collect()
}

fn unhex(text: &str) -> Option<String> {
    let pairs = text.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// XParseColor's `rgb:r/g/b` with one to four hexadecimal digits each; the alpha of `rgba:` is
/// ignored.
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
