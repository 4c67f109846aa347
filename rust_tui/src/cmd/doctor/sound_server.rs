//! The sound server: PipeWire or PulseAudio, reached through its socket, or ALSA alone.
//!
//! Only sockets are connected to, nothing is asked over them; whether sound comes is for the
//! microphone's check to say.

use std::os::unix::net::UnixStream;
use std::path::Path;

use super::check::Check;
use crate::config::paths::short_path;
use crate::voice::sound_server::{Address, Places};

const NAME: &str = "sound server";
const START: &str =
    "start it: `systemctl --user start pipewire pipewire-pulse`, or `pulseaudio --start`";

/// Looks for the server of this user.
pub fn check(microphone_works: bool) -> Check {
    if cfg!(target_os = "macos") {
        return Check::ok(NAME, "CoreAudio, a part of macOS");
    }
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    look(&Places { variable: &variable, root: Path::new("/") }, microphone_works)
}

pub(super) fn look(places: &Places, microphone_works: bool) -> Check {
    match places.address() {
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
            let kind = places.server_at(path);
            if microphone_works || places.have_bridge() {
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
    let cards = places.sound_cards();
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

/// How a server is started here; `on_wsl` where Windows has it.
fn start(places: &Places, on_wsl: &'static str) -> &'static str {
    let version = std::fs::read_to_string(places.root.join("proc/version")).unwrap_or_default();
    if version.to_lowercase().contains("microsoft") { on_wsl } else { START }
}

#[cfg(test)]
mod tests;
