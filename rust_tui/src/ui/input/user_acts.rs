//! Which bytes for the agent are acts of the user, and which only report something.

/// Whether the user did something in the agent by these bytes: typed, clicked or pasted. Where
/// pointer and focus are, that a key was released, and what the terminal answers is no act.
pub fn is_user_input(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        match report_length(rest) {
            Some(length) => rest = &rest[length.min(rest.len())..],
            None => return true,
        }
    }
    false
}

/// The length of the report at the beginning of the bytes, if there is one.
fn report_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        // Answers of the terminal: operating system commands, device controls.
        [0x1b, b']' | b'P', ..] => Some(bytes.len()),
        // A mouse event of old: button, column, row.
        [0x1b, b'[', b'M', button, ..] => {
            is_pointing(u16::from(button.saturating_sub(32))).then_some(6)
        }
        [0x1b, b'[', rest @ ..] => {
            let end = rest.iter().position(|byte| (0x40..=0x7e).contains(byte))?;
            let parameters = std::str::from_utf8(&rest[..end]).ok()?;
            is_report(parameters, rest[end]).then_some(2 + end + 1)
        }
        _ => None,
    }
}

fn is_report(parameters: &str, last: u8) -> bool {
    if let Some(mouse) = parameters.strip_prefix('<') {
        let button = mouse.split(';').next().and_then(|button| button.parse().ok());
        return last == b'm' || button.is_some_and(is_pointing);
    }
    if parameters.starts_with('?') || parameters.starts_with('>') {
        return true;
    }
    if parameters.is_empty() {
        // Focus came or went.
        return matches!(last, b'I' | b'O');
    }
    // The kitty protocol: the second parameter holds modifiers and the kind of event, 3 a release.
    let kind = parameters.split(';').nth(1).and_then(|second| second.split(':').nth(1));
    kind == Some("3")
}

/// Whether a mouse button code means that the pointer moved or the wheel turned, rather than that
/// something was clicked.
fn is_pointing(button: u16) -> bool {
    // 32 is motion, 64 the wheel, 3 a release in the encoding of old.
    button & (32 | 64) != 0 || button & 3 == 3
}

#[cfg(test)]
mod tests;
