//! A software microphone, whose faults a test can change at any time.
//!
//! ALSA loads `alsa/microphone.c`, which is built here once per test run, as the default device; so
//! parlo opens it with the same calls as real hardware, and gets the same errors. For microphones
//! of a sound server see [`super::pulse`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::text;

/// The behaviour of the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It works.
    Fine,
    /// Another program uses it.
    Busy,
    /// Opening it is not permitted.
    Refused,
    /// It is not plugged in; if it is open, it is unplugged.
    Absent,
    /// It delivers nothing.
    Stalled,
    /// It delivers NaN.
    Invalid,
    /// Opening and closing it hangs.
    Hanging,
}

/// The only format it offers.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Frames per second.
    pub rate_hz: u32,
    /// Channels per frame.
    pub channels: u16,
}

/// The format most microphones offer.
pub const USUAL: Format = Format { rate_hz: 48_000, channels: 1 };

/// The device, until dropped.
pub struct SoftMicrophone {
    folder: TempDir,
}

impl SoftMicrophone {
    /// A device that works and plays these samples (mono, 16 kHz) each time it is opened, in its
    /// last channel; the other channels are silent.
    pub fn new(format: Format, sound: &[f32]) -> Self {
        let folder = TempDir::with_prefix("parlo-alsa-").expect("a folder for ALSA");
        let at = |name: &str| text(&folder.path().join(name));
        fs::write(at("sound"), as_device_samples(format, sound)).expect("the sound");
        let configuration = format!(
            "</usr/share/alsa/alsa.conf>\n\
             pcm_type.microphone {{ lib \"{}\" }}\n\
             pcm.!default {{ type microphone control \"{}\" sound \"{}\" rate {} channels {} }}\n",
            text(plug_in()),
            at("control"),
            at("sound"),
            format.rate_hz,
            format.channels,
        );
        fs::write(at("asound.conf"), configuration).expect("ALSA's configuration");
        let microphone = Self { folder };
        microphone.becomes(Condition::Fine);
        microphone
    }

    /// Changes the behaviour of the device.
    pub fn becomes(&self, condition: Condition) {
        self.control(word_of(condition));
    }

    /// Refuses to be opened in this way a number of times, and works then.
    pub fn refuses(&self, condition: Condition, times: u32) {
        self.control(&format!("{} {times}", word_of(condition)));
    }

    /// How many refusals of [`SoftMicrophone::refuses`] are left.
    pub fn refusals_left(&self) -> u32 {
        let control = self.folder.path().join("control");
        let word = fs::read_to_string(control).expect("the condition");
        word.split_whitespace().nth(1).map_or(0, |times| times.parse().expect("a count"))
    }

    fn control(&self, word: &str) {
        // Atomically: the device may read it at any time.
        let (new, control) = (self.folder.path().join("new"), self.folder.path().join("control"));
        fs::write(&new, word).expect("the condition");
        fs::rename(new, control).expect("the condition");
    }

    /// The environment in which this is the default device.
    pub fn environment(&self) -> Vec<(String, String)> {
        vec![
            ("ALSA_CONFIG_PATH".into(), text(&self.folder.path().join("asound.conf"))),
            // ALSA prefers a sound server as the default device if it finds one.
            ("PULSE_SERVER".into(), "unix:/nonexistent".into()),
        ]
    }
}

fn word_of(condition: Condition) -> &'static str {
    match condition {
        Condition::Fine => "fine",
        Condition::Busy => "busy",
        Condition::Refused => "refused",
        Condition::Absent => "absent",
        Condition::Stalled => "stalled",
        Condition::Invalid => "invalid",
        Condition::Hanging => "hanging",
    }
}

/// Interleaved floats at the device's rate, which is a multiple of 8 kHz.
fn as_device_samples(format: Format, sound: &[f32]) -> Vec<u8> {
    let frames = sound.len() * format.rate_hz as usize / 16_000;
    let mut bytes = Vec::new();
    for frame in 0..frames {
        let place = frame as f32 * 16_000.0 / format.rate_hz as f32;
        let (before, share) = (place as usize, place.fract());
        let after = sound.get(before + 1).copied().unwrap_or(0.0);
        let sample = sound[before] * (1.0 - share) + after * share;
        for channel in 1..=format.channels {
            let heard = if channel == format.channels { sample } else { 0.0 };
            bytes.extend(heard.to_le_bytes());
        }
    }
    bytes
}

/// The plug-in, built when it is first needed.
fn plug_in() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = super::repository().join("tests/support/alsa/microphone.c");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        // Several test processes may build it at once: each renames a complete file.
        let (own, library) = (
            folder.join(format!("microphone-{}.so", std::process::id())),
            folder.join("libasound_module_pcm_microphone.so"),
        );
        let built = Command::new("cc")
            .args(["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-DPIC", "-o"])
            .args([&own, &source])
            .args(["-lasound", "-lm"])
            .output()
            .unwrap_or_else(|error| panic!("starting cc: {error}; {}", super::REMEDY));
        let complaint = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "building {}: {complaint}", source.display());
        fs::rename(&own, &library).expect("moving the plug-in to its place");
        library
    })
}
