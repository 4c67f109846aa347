//! Parses the strings that the emulator does not know: notifications, progress, program status,
//! queries. Unknown ones are dropped.

use parlo_core::host_request::HostRequest;

/// The longest text of a notification, in characters.
const MAX_NOTIFICATION_CHARACTERS: usize = 1_000;

/// The longest program status, in bytes.
const MAX_STATUS_BYTES: usize = 1_000;

/// What a string requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Request {
    /// The title, untrimmed (the emulator's parser trims it).
    Title(String),
    /// A request to the host terminal.
    Host(HostRequest),
    /// A query whether program status is supported; the reply is the query itself.
    ProgramStatusQuery,
    /// The values of these capabilities.
    Capabilities(Vec<String>),
}

/// Parses an operating system command (OSC).
pub(super) fn command(body: &[u8]) -> Option<Request> {
    let text = String::from_utf8_lossy(body);
    let (number, rest) = text.split_once(';').unwrap_or((&text, ""));
    match number {
        "0" | "2" => Some(Request::Title(rest.to_owned())),
        "7" => folder(rest),
        "9" => notification_or_progress(rest),
        "22" => pointer(rest),
        "99" => rich_notification(rest),
        "777" => titled_notification(rest),
        "7501" if rest == "?" => Some(Request::ProgramStatusQuery),
        "7501" => program_status(rest),
        _ => None,
    }
}

/// Parses a device control string (DCS): `+q` and names in hexadecimal, separated by `;`.
pub(super) fn device(body: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(body).ok()?;
    let names = text.strip_prefix("+q")?.split(';').take(64);
    let names: Vec<String> = names.filter_map(unhex).collect();
    (!names.is_empty()).then_some(Request::Capabilities(names))
}

fn unhex(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let name = String::from_utf8(bytes?).ok()?;
    let is_name =
        !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_graphic());
    is_name.then_some(name)
}

fn shown(text: &str) -> String {
    let shown = text.chars().filter(|character| !character.is_control());
    shown.take(MAX_NOTIFICATION_CHARACTERS).collect()
}

/// iTerm2's notifications and ConEmu's commands share a number; a command starts with digits.
fn notification_or_progress(rest: &str) -> Option<Request> {
    let (first, more) = rest.split_once(';').unwrap_or((rest, ""));
    let is_command = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    if !is_command {
        let text = shown(rest);
        let event = HostRequest::Notification { title: None, text };
        return (!rest.is_empty()).then_some(Request::Host(event));
    }
    if first != "4" {
        return None;
    }
    let mut numbers = more.split(';').map(str::parse::<u8>);
    let state = numbers.next()?.ok().filter(|state| *state <= 4)?;
    let percent = numbers.next().and_then(Result::ok).map(|percent| percent.min(100));
    Some(Request::Host(HostRequest::Progress { state, percent }))
}

/// `notify;title;text`
fn titled_notification(rest: &str) -> Option<Request> {
    let rest = rest.strip_prefix("notify;")?;
    let (title, text) = rest.split_once(';').unwrap_or((rest, ""));
    let (title, text) = (Some(shown(title)), shown(text));
    Some(Request::Host(HostRequest::Notification { title, text }))
}

/// kitty's notifications: `key=value:key=value;text`. Queries (`p=?`) are not answered: the host
/// terminal's reply would arrive too late.
fn rich_notification(rest: &str) -> Option<Request> {
    let (metadata, text) = rest.split_once(';')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "=:_-+.,/@".contains(c);
    if metadata.len() > 512 || !metadata.chars().all(is_plain) {
        return None;
    }
    let event = HostRequest::RichNotification { metadata: metadata.to_owned(), text: shown(text) };
    Some(Request::Host(event))
}

fn pointer(rest: &str) -> Option<Request> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
    let fits = rest.len() <= 32 && rest.chars().all(is_name);
    fits.then(|| Request::Host(HostRequest::Pointer(rest.to_owned())))
}

fn folder(rest: &str) -> Option<Request> {
    let is_uri = rest.len() <= 4_096 && rest.bytes().all(|byte| byte.is_ascii_graphic());
    let fits = is_uri && rest.starts_with("file://");
    fits.then(|| Request::Host(HostRequest::Folder(rest.to_owned())))
}

fn program_status(rest: &str) -> Option<Request> {
    let fits = rest.len() <= MAX_STATUS_BYTES && !rest.chars().any(char::is_control);
    fits.then(|| Request::Host(HostRequest::ProgramStatus(rest.to_owned())))
}

#[cfg(test)]
mod tests;
