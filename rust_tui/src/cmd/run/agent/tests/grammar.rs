//! All that parlo may write to the host terminal, as a strict grammar.

/// Private modes that are switched.
const MODES: [&str; 13] = [
    "1", "25", "1000", "1002", "1003", "1004", "1006", "1007", "1016", "1049", "2004", "2026",
    "2031",
];

/// Says where and what the first thing outside of the grammar is.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("no text: {error}"))?;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\u{7}' => 1,
            '\u{1b}' => sequence(rest).ok_or_else(|| {
                let shown: String = rest.chars().take(40).collect();
                format!("not parlo's: {shown:?}")
            })?,
            control if control.is_control() => return Err(format!("a control: {control:?}")),
            character => character.len_utf8(),
        };
        rest = &rest[length..];
    }
    Ok(())
}

fn sequence(text: &str) -> Option<usize> {
    match text[1..].chars().next()? {
        '=' | '>' => Some(2),
        '[' => {
            let end = text[2..].find(|c: char| matches!(c, '@'..='~'))?;
            let (body, last) = (&text[2..2 + end], text[2 + end..].chars().next()?);
            is_control(body, last).then_some(end + 3)
        }
        ']' => {
            let bell = text.find('\u{7}').map(|at| (at, 1));
            let string = text.find("\x1b\\").map(|at| (at, 2));
            let (at, width) = [bell, string].into_iter().flatten().min()?;
            is_command(&text[2..at]).then_some(at + width)
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn are_numbers(text: &str, separator: char) -> bool {
    text.split(separator).all(is_number)
}

fn is_control(body: &str, last: char) -> bool {
    match last {
        'H' => body.split(';').count() == 2 && are_numbers(body, ';'),
        'J' => body == "2",
        'h' | 'l' => body.strip_prefix('?').is_some_and(|mode| MODES.contains(&mode)),
        'q' => body.strip_suffix(' ').is_some_and(is_number),
        'u' => body.strip_prefix('=').is_some_and(|flags| are_numbers(flags, ';')),
        't' => body == "22;0" || body == "23;0",
        'm' => {
            let keys = body.strip_prefix(">4");
            let line = body.strip_prefix("4:").is_some_and(is_number);
            let color = body.strip_prefix("58:").is_some_and(|color| {
                let color = color.replacen("2::", "2:", 1);
                are_numbers(&color, ':')
            });
            let look = body.starts_with('0') && are_numbers(body, ';');
            keys.is_some_and(|level| level.is_empty() || is_number(level.trim_start_matches(';')))
                || line
                || color
                || look
        }
        _ => false,
    }
}

fn is_command(body: &str) -> bool {
    let Some((number, rest)) = body.split_once(';') else { return false };
    let is_shown = |text: &str| !text.chars().any(char::is_control);
    let is_address = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let is_base64 = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
    };
    match number {
        "0" | "9" | "99" | "7501" => is_shown(rest),
        "777" => rest.starts_with("notify;") && is_shown(rest),
        "7" => is_address(rest),
        "8" => rest.split_once(';').is_some_and(|(id, address)| {
            let id = id.strip_prefix("id=").unwrap_or(id);
            let is_id = id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            is_id && is_address(address)
        }),
        "22" => rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
        "52" => rest
            .split_once(';')
            .is_some_and(|(target, text)| matches!(target, "c" | "p") && is_base64(text)),
        _ => false,
    }
}
