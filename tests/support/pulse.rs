//! The microphone: a private PulseAudio daemon, whose only source is what a test plays.
//!
//! A null sink is the air in a room: `paplay` plays into it, its monitor is the default source, and
//! ALSA's `pulse` plugin makes that the default device, so that parlo opens the microphone as on a
//! desktop. No D-Bus, no hardware, no shared memory, no network.
//!
//! Added latency: an idle sink renders in blocks of up to 50 ms (`norewinds=1`; without it the 2 s
//! blocks of a null sink would keep a microphone silent for a second after it is opened, unlike any
//! real one). While a client records with periods of 10 ms, a sample arrives 5–10 ms after its time
//! and opening takes 15–60 ms, as with built-in microphones.

mod ear;

pub use ear::Ear;

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::wait;

/// A silent room with a microphone in it, until dropped.
pub struct Room {
    folder: TempDir,
    daemon: Child,
}

impl Room {
    /// Opens a room; returns once its microphone works.
    pub fn open() -> Self {
        let folder = TempDir::with_prefix("parlo-room-").expect("a folder for PulseAudio");
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), private).expect("making the folder private");
        let socket = folder.path().join("native");
        let script = folder.path().join("room.pa");
        std::fs::write(&script, room_script(&socket)).expect("writing PulseAudio's script");
        std::fs::write(folder.path().join("asound.conf"), ALSA_TO_PULSE)
            .expect("writing ALSA's configuration");
        let daemon = start_daemon(folder.path());
        let room = Self { folder, daemon };
        room.wait_for_microphone("room");
        room
    }

    fn wait_for_microphone(&self, name: &str) {
        wait::until(
            "a microphone in PulseAudio",
            wait::START,
            || self.list("sources").contains(&format!("{name}.monitor")).then_some(()),
            || std::fs::read_to_string(self.folder.path().join("pulse.log")).unwrap_or_default(),
        );
    }

    /// The environment in which the room's microphone is the default device.
    pub fn environment(&self) -> Vec<(String, String)> {
        let at = |name: &str| super::text(&self.folder.path().join(name));
        vec![
            ("PULSE_SERVER".into(), format!("unix:{}", at("native"))),
            ("PULSE_RUNTIME_PATH".into(), super::text(self.folder.path())),
            ("PULSE_COOKIE".into(), at("cookie")),
            ("ALSA_CONFIG_PATH".into(), at("asound.conf")),
        ]
    }

    /// Makes the microphone stall while it stays present.
    pub fn mute(&self) {
        self.suspend("1");
    }

    /// Makes it deliver again.
    pub fn unmute(&self) {
        self.suspend("0");
    }

    fn suspend(&self, suspended: &str) {
        let status = self.client("pactl").args(["suspend-sink", "room", suspended]).status();
        assert!(status.is_ok_and(|status| status.success()), "pactl suspend-sink");
    }

    /// Kills the sound server.
    pub fn close(&mut self) {
        end(&mut self.daemon);
    }

    /// Restarts the server at the same socket; returns once its microphone works.
    pub fn reopen(&mut self) {
        self.daemon = start_daemon(self.folder.path());
        self.wait_for_microphone("room");
    }

    /// Adds a microphone. Playback goes to the default one.
    pub fn plug_in(&self, name: &str) {
        let name = format!("sink_name={name}");
        let sink = ["load-module", "module-null-sink", &name, "rate=48000", "norewinds=1"];
        let status = self.client("pactl").args(sink).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "pactl {sink:?}");
    }

    /// Removes a microphone.
    pub fn unplug(&self, name: &str) {
        let modules = self.list("modules");
        let number = modules
            .lines()
            .find(|line| line.contains(&format!("sink_name={name}")))
            .and_then(|line| line.split_whitespace().next())
            .unwrap_or_else(|| panic!("no microphone {name} among:\n{modules}"));
        let status = self.client("pactl").args(["unload-module", number]).status();
        assert!(status.is_ok_and(|status| status.success()), "pactl unload-module {number}");
    }

    /// Plays a WAV file into the room once, in real time.
    pub fn play(&self, wav: &Path) -> Playback {
        let player = self.client("paplay").arg(wav).spawn();
        Playback {
            path: wav.to_path_buf(),
            player: player.unwrap_or_else(|error| missing("paplay", &error)),
        }
    }

    /// Starts an ear, which hears what any other listener in the room hears.
    pub fn listen(&self) -> Ear {
        Ear::open(self)
    }

    /// How many programs are recording in the room.
    pub fn listeners(&self) -> usize {
        self.list("source-outputs").lines().count()
    }

    /// Waits until exactly this many programs record.
    pub fn wait_for_listeners(&self, count: usize, limit: Duration) {
        wait::until(
            &format!("{count} programs recording"),
            limit,
            || (self.listeners() == count).then_some(()),
            || format!("{} are", self.listeners()),
        );
    }

    fn list(&self, kind: &str) -> String {
        let mut pactl = self.client("pactl");
        let output = pactl.args(["list", "short", kind]).output();
        let output = output.unwrap_or_else(|error| missing("pactl", &error));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(super::environment(self.folder.path()))
            .envs(self.environment())
            .stdin(Stdio::null());
        command
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        end(&mut self.daemon);
    }
}

/// A file being played.
pub struct Playback {
    path: PathBuf,
    player: Child,
}

impl Playback {
    /// Waits until the last sample is played.
    pub fn finish(mut self) {
        let what = format!("the end of {}", self.path.display());
        let status: ExitStatus = wait::until(
            &what,
            Duration::from_secs(90),
            || self.player.try_wait().expect("asking after paplay"),
            String::new,
        );
        assert!(status.success(), "paplay {}: {status}", self.path.display());
    }
}

impl Drop for Playback {
    fn drop(&mut self) {
        end(&mut self.player);
    }
}

/// ALSA's own configuration, with PulseAudio as the default device, as on desktops.
const ALSA_TO_PULSE: &str = "\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description \"Default ALSA Output (PulseAudio)\" } }
ctl.!default { type pulse }
";

/// Starts PulseAudio in the foreground with the script in its folder.
fn start_daemon(folder: &Path) -> Child {
    let log = std::fs::File::create(folder.join("pulse.log")).expect("a log");
    Command::new("pulseaudio")
        .env_clear()
        .envs(super::environment(folder))
        .env("XDG_RUNTIME_DIR", folder)
        .env("PULSE_RUNTIME_PATH", folder)
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")
        .args(["--system=false", "--daemonize=no", "--use-pid-file=no"])
        .args(["--exit-idle-time=-1", "--disable-shm=yes"])
        .args(["--high-priority=no", "--realtime=no", "--log-target=stderr"])
        .args(["-n", "-F"])
        .arg(folder.join("room.pa"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| missing("pulseaudio", &error))
}

fn room_script(socket: &Path) -> String {
    format!(
        "load-module module-native-protocol-unix auth-anonymous=1 socket={}\n\
         load-module module-null-sink sink_name=room rate=48000 channels=2 format=float32le norewinds=1\n\
         set-default-sink room\n\
         set-default-source room.monitor\n",
        socket.display()
    )
}

fn missing(program: &str, error: &std::io::Error) -> ! {
    assert!(error.kind() == ErrorKind::NotFound, "starting {program}: {error}");
    panic!("{program} is not installed; {}", super::REMEDY)
}

/// Ends a process, if it still runs.
fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}
