//! The sound server: PipeWire or PulseAudio, reached through its socket, or ALSA alone.
//!
//! Only sockets are connected to, nothing is asked over them; whether sound comes is for the
//! microphone's check to say.

use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use super::check::Check;
use crate::cmd::print_style::short_path;

const NAME: &str = "sound server";
const START: &str =
    "start it: `systemctl --user start pipewire pipewire-pulse`, or `pulseaudio --start`";

/// Where things are on this system; tests have their own.
pub(super) struct Places<'a> {
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    pub root: &'a Path,
}

/// Looks for the server of this user.
pub fn check(microphone_works: bool) -> Check {
    if cfg!(target_os = "macos") {
        return Check::ok(NAME, "CoreAudio, a part of macOS");
    }
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    look(&Places { variable: &variable, root: Path::new("/") }, microphone_works)
}

/// Where PulseAudio's protocol is spoken.
#[derive(Debug, PartialEq, Eq)]
enum Address {
    Socket(PathBuf),
    /// On another machine.
    Network(String),
}

pub(super) fn look(places: &Places, microphone_works: bool) -> Check {
    match address(places) {
        Some(Address::Network(name)) => {
            Check::ok(NAME, format!("PulseAudio's, over the network: {name}; not tried"))
                .fact("address", name)
        }
        Some(Address::Socket(path)) => at_socket(places, &path, microphone_works),
        None => without_server(places, microphone_works),
    }
}

fn at_socket(places: &Places, path: &Path, microphone_works: bool) -> Check {
    let shown = short_path(path);
    let address = path.display().to_string();
    let reached = UnixStream::connect(path);
    let check = match reached {
        Ok(_) => {
            let kind = kind(places, path);
            if microphone_works || has_bridge(places) {
                Check::ok(NAME, format!("{kind} answers")).note(shown)
            } else {
                let finding = format!("{kind} answers, but ALSA may have no bridge to it");
                let remedy = "install the bridge: `apt install libasound2-plugins` or \
                              `apt install pipewire-alsa`";
                Check::warn(NAME, finding, remedy).note(shown)
            }
            .fact("kind", kind)
        }
        Err(error) => {
            let finding = format!("{shown} does not answer: {error}");
            let remedy = start(places, "run `wsl --update` and `wsl --shutdown` on Windows");
            if microphone_works {
                Check::warn(NAME, finding, remedy)
            } else {
                Check::fail(NAME, finding, remedy)
            }
        }
    };
    check.fact("address", address)
}

/// No socket anywhere: there may be a sound card that a program opens by itself.
fn without_server(places: &Places, microphone_works: bool) -> Check {
    let cards = std::fs::read_to_string(places.root.join("proc/asound/cards")).unwrap_or_default();
    // A card has a line that begins with its number, and one below it.
    let is_card = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let cards = cards.lines().filter(is_card).count();
    if cards > 0 {
        let finding = "none; ALSA alone, so one program at a time hears the microphone";
        return Check::ok(NAME, finding).fact("cards", cards);
    }
    if microphone_works {
        return Check::ok(NAME, "none found, and none needed");
    }
    let remedy = start(places, "run `wsl --update` on Windows: it brings a sound server");
    Check::fail(NAME, "no PipeWire, no PulseAudio, no sound card", remedy)
}

/// What listens at the socket: as the file beside it says, else by what else runs.
fn kind(places: &Places, socket: &Path) -> &'static str {
    let process = std::fs::read_to_string(socket.with_file_name("pid")).unwrap_or_default();
    let name = places.root.join("proc").join(process.trim()).join("comm");
    let name = std::fs::read_to_string(name).unwrap_or_default();
    if name.starts_with("pipewire") {
        "PipeWire"
    } else if name.starts_with("pulseaudio") {
        "PulseAudio"
    } else if runtime_file(places, "PIPEWIRE_RUNTIME_DIR", "pipewire-0")
        .is_some_and(|path| UnixStream::connect(path).is_ok())
    {
        "PipeWire, or PulseAudio beside it,"
    } else {
        "PulseAudio"
    }
}

fn address(places: &Places) -> Option<Address> {
    if let Some(server) = (places.variable)("PULSE_SERVER") {
        return parse(&server.to_string_lossy());
    }
    let own =
        (places.variable)("PULSE_RUNTIME_PATH").map(|folder| PathBuf::from(folder).join("native"));
    let candidates = [
        own,
        runtime_file(places, "XDG_RUNTIME_DIR", "pulse/native"),
        Some(places.root.join("run/pulse/native")),
    ];
    candidates.into_iter().flatten().find(|path| path.exists()).map(Address::Socket)
}

/// A file in the folder that a variable names, or in the user's runtime folder.
fn runtime_file(places: &Places, variable: &str, file: &str) -> Option<PathBuf> {
    let folder = (places.variable)(variable).or_else(|| (places.variable)("XDG_RUNTIME_DIR"));
    folder.map(|folder| PathBuf::from(folder).join(file))
}

/// Reads `PULSE_SERVER`: several servers with blanks between them, of which the first counts, each
/// with the machine it is meant for in braces.
fn parse(servers: &str) -> Option<Address> {
    let first = servers.split_whitespace().next()?;
    let first = first.split_once('}').map_or(first, |(_, server)| server);
    let path = first.strip_prefix("unix:").or_else(|| first.starts_with('/').then_some(first));
    Some(match path {
        Some(path) => Address::Socket(path.into()),
        None => Address::Network(first.to_owned()),
    })
}

/// Whether ALSA's plugin for the server is where distributions put it.
fn has_bridge(places: &Places) -> bool {
    let libraries = ["usr/lib", "usr/lib64", "usr/local/lib"].map(|path| places.root.join(path));
    let nested = libraries.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let nested = nested.flatten().map(|entry| entry.path());
    libraries.iter().cloned().chain(nested).any(|folder| {
        ["pulse", "pipewire"]
            .iter()
            .any(|name| folder.join(format!("alsa-lib/libasound_module_pcm_{name}.so")).exists())
    })
}

/// How a server is started here; `on_wsl` where Windows has it.
fn start(places: &Places, on_wsl: &'static str) -> &'static str {
    let version = std::fs::read_to_string(places.root.join("proc/version")).unwrap_or_default();
    if version.to_lowercase().contains("microsoft") { on_wsl } else { START }
}

#[cfg(test)]
mod tests;
