//! The microphone: a PulseAudio daemon of its own, whose only source is what a test plays.
//!
//! A null sink stands for the air in a room: `paplay` speaks into it, its monitor is the default
//! source, and ALSA's `pulse` plugin makes that the default device, so that parlo opens "the
//! microphone" the way it does on a desktop. No D-Bus, no hardware, no shared memory, no network.
//!
//! What this adds to a latency: an idle sink renders in blocks of up to 50 ms (`norewinds=1`; the
//! 2 s blocks of a null sink without it would keep a microphone silent for a second after it is
//! opened, which no real one does). While a client records with periods of 10 ms, a sample is
//! handed over 5–10 ms after its time and opening takes 15–60 ms, as with built-in microphones.

use super::wait;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// Samples this loud (−40 dBFS) count as voice for [`Ear`]: the level parlo's own gate starts at.
const VOICE: i16 = 328;

/// A silent room with a microphone in it, until dropped.
pub struct Room {
    folder: TempDir,
    daemon: Child,
}

impl Room {
    /// Opens a room; returns once its microphone works.
    pub fn open() -> Room {
        let folder = TempDir::with_prefix("parlo-room-").expect("a folder for PulseAudio");
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), private).expect("making the folder private");
        let socket = folder.path().join("native");
        let script = folder.path().join("room.pa");
        std::fs::write(&script, room_script(&socket)).expect("writing PulseAudio's script");
        std::fs::write(folder.path().join("asound.conf"), ALSA_TO_PULSE)
            .expect("writing ALSA's configuration");
        let log = std::fs::File::create(folder.path().join("pulse.log")).expect("a log");
        let daemon = Command::new("pulseaudio")
            .env_clear()
            .envs(super::environment(folder.path()))
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("PULSE_RUNTIME_PATH", folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")
            .args(["--system=false", "--daemonize=no", "--use-pid-file=no"])
            .args(["--exit-idle-time=-1", "--disable-shm=yes"])
            .args(["--high-priority=no", "--realtime=no", "--log-target=stderr"])
            .args(["-n", "-F"])
            .arg(&script)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| missing("pulseaudio", &error));
        let room = Room { folder, daemon };
        wait::until(
            "a microphone in PulseAudio",
            wait::SOON,
            || room.list("sources").contains("room.monitor").then_some(()),
            || std::fs::read_to_string(room.folder.path().join("pulse.log")).unwrap_or_default(),
        );
        room
    }

    /// What a program must have in its environment to hear this room as its default device.
    pub fn environment(&self) -> Vec<(String, String)> {
        let at = |name: &str| super::text(&self.folder.path().join(name));
        vec![
            ("PULSE_SERVER".into(), format!("unix:{}", at("native"))),
            ("PULSE_RUNTIME_PATH".into(), super::text(self.folder.path())),
            ("PULSE_COOKIE".into(), at("cookie")),
            ("ALSA_CONFIG_PATH".into(), at("asound.conf")),
        ]
    }

    /// Has the microphone deliver nothing any more, while it stays there.
    pub fn mute(&self) {
        let status = self.client("pactl").args(["suspend-sink", "room", "1"]).status();
        assert!(status.is_ok_and(|status| status.success()), "pactl suspend-sink");
    }

    /// Ends the sound server, as if the microphone were unplugged.
    pub fn close(&mut self) {
        end(&mut self.daemon);
    }

    /// Starts to play a WAV file into the room, from its first sample, once, in real time.
    pub fn play(&self, wav: &Path) -> Playback {
        let player = self.client("paplay").arg(wav).spawn();
        Playback {
            path: wav.to_path_buf(),
            player: player.unwrap_or_else(|error| missing("paplay", &error)),
        }
    }

    /// Starts to listen; the ear hears what any other listener in the room hears.
    pub fn listen(&self) -> Ear {
        Ear::open(self)
    }

    /// How many programs are recording in the room now.
    pub fn listeners(&self) -> usize {
        self.list("source-outputs").lines().count()
    }

    /// Waits until exactly that many programs record.
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

/// What an [`Ear`] noticed; times are those at which the sound came out of the microphone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// The first loud sample.
    pub first_voice: Option<SystemTime>,
    /// The last loud sample so far.
    pub last_voice: Option<SystemTime>,
}

/// An independent listener beside parlo: the stopwatch for the last voiced sample.
pub struct Ear {
    heard: Arc<Mutex<Heard>>,
    recorder: Child,
    listener: Option<JoinHandle<()>>,
}

impl Ear {
    fn open(room: &Room) -> Ear {
        let before = room.listeners();
        let mut recorder = room
            .client("parec")
            .args(["--latency-msec=10", "--raw", "--format=s16le"])
            .args(["--rate=16000", "--channels=1", "--device=room.monitor"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| missing("parec", &error));
        let sound = recorder.stdout.take().expect("parec's output is piped");
        let heard = Arc::new(Mutex::new(Heard::default()));
        let notes = Arc::clone(&heard);
        let listener = std::thread::Builder::new()
            .name("ear".into())
            .spawn(move || note_voice(sound, &notes))
            .expect("starting the ear's thread");
        room.wait_for_listeners(before + 1, wait::SOON);
        Ear { heard, recorder, listener: Some(listener) }
    }

    /// What was heard since the ear was opened.
    pub fn heard(&self) -> Heard {
        *self.heard.lock().expect("the ear's thread has not failed")
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        end(&mut self.recorder);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Notes when loud samples arrive, until the recording ends.
fn note_voice(mut sound: impl Read, notes: &Mutex<Heard>) {
    let mut block = [0_u8; 4096];
    let mut odd: Option<u8> = None;
    while let Ok(read) = sound.read(&mut block) {
        if read == 0 {
            return;
        }
        let arrived = SystemTime::now();
        let bytes: Vec<u8> = odd.take().into_iter().chain(block[..read].iter().copied()).collect();
        let pairs = bytes.chunks_exact(2);
        odd = pairs.remainder().first().copied();
        let samples: Vec<i16> = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        let is_voice = |sample: &i16| sample.saturating_abs() >= VOICE;
        let Some(last) = samples.iter().rposition(is_voice) else {
            continue;
        };
        // The block's end is now; each sample at 16 kHz before it is 62.5 µs older.
        let age =
            Duration::from_nanos(62_500) * u32::try_from(samples.len() - 1 - last).unwrap_or(0);
        let mut notes = notes.lock().expect("nobody fails holding the notes");
        notes.first_voice.get_or_insert(arrived);
        notes.last_voice = Some(arrived - age);
    }
}

/// ALSA's own configuration, with PulseAudio as the default device: what desktops install.
const ALSA_TO_PULSE: &str = "\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description \"Default ALSA Output (PulseAudio)\" } }
ctl.!default { type pulse }
";

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

/// Ends a process of ours; one that has ended already is as good.
fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}
