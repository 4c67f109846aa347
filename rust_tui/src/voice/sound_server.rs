//! The sound server of this system and where it is reached: PipeWire, PulseAudio, or ALSA alone.

use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// Where things are on this system; tests have their own.
pub struct Places<'a> {
    /// An environment variable that is not empty.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The root of the file system.
    pub root: &'a Path,
}

/// Where PulseAudio's protocol is spoken.
#[derive(Debug, PartialEq, Eq)]
pub enum Address {
    /// On this machine.
    Socket(PathBuf),
    /// On another machine.
    Network(String),
}

impl Places<'_> {
    /// Where the user's server is, if there is one.
    pub fn address(&self) -> Option<Address> {
        if let Some(server) = (self.variable)("PULSE_SERVER") {
            return parse(&server.to_string_lossy());
        }
        let own = (self.variable)("PULSE_RUNTIME_PATH")
            .map(|folder| PathBuf::from(folder).join("native"));
        let candidates = [
            own,
            self.runtime_file("XDG_RUNTIME_DIR", "pulse/native"),
            Some(self.root.join("run/pulse/native")),
        ];
        candidates.into_iter().flatten().find(|path| path.exists()).map(Address::Socket)
    }

    /// What listens at the socket: as the file beside it says, else by what else runs.
    pub fn server_at(&self, socket: &Path) -> &'static str {
        let process = std::fs::read_to_string(socket.with_file_name("pid")).unwrap_or_default();
        let name = self.root.join("proc").join(process.trim()).join("comm");
        let name = std::fs::read_to_string(name).unwrap_or_default();
        if name.starts_with("pipewire") {
            "PipeWire"
        } else if name.starts_with("pulseaudio") {
            "PulseAudio"
        } else if self
            .runtime_file("PIPEWIRE_RUNTIME_DIR", "pipewire-0")
            .is_some_and(|path| UnixStream::connect(path).is_ok())
        {
            "PipeWire, or PulseAudio beside it,"
        } else {
            "PulseAudio"
        }
    }

    /// Whether ALSA's plugin for the server is where distributions put it.
    pub fn have_bridge(&self) -> bool {
        let libraries = ["usr/lib", "usr/lib64", "usr/local/lib"].map(|path| self.root.join(path));
        let nested = libraries.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
        let nested = nested.flatten().map(|entry| entry.path());
        libraries.iter().cloned().chain(nested).any(|folder| {
            ["pulse", "pipewire"].iter().any(|name| {
                folder.join(format!("alsa-lib/libasound_module_pcm_{name}.so")).exists()
            })
        })
    }

    /// How many sound cards ALSA knows.
    pub fn sound_cards(&self) -> usize {
        let cards =
            std::fs::read_to_string(self.root.join("proc/asound/cards")).unwrap_or_default();
        // A card has a line that begins with its number, and one below it.
        let is_card = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        cards.lines().filter(is_card).count()
    }

    /// A file in the folder that a variable names, or in the user's runtime folder.
    fn runtime_file(&self, variable: &str, file: &str) -> Option<PathBuf> {
        let folder = (self.variable)(variable).or_else(|| (self.variable)("XDG_RUNTIME_DIR"));
        folder.map(|folder| PathBuf::from(folder).join(file))
    }
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

#[cfg(test)]
mod tests;
