//! The microphone: whether it opens, how loud the room is, whether anything of its sound is missing.

use std::time::Duration;

use anyhow::Result;
use crossbeam_channel::{RecvTimeoutError, bounded, unbounded};
use parlo_core::device::DeviceFailure;

use super::check::Check;
use crate::config::Settings;
use crate::dictation::audio_source;
use crate::voice::{SoundCheck, sound_check};

const NAME: &str = "microphone";
/// A device that has not answered so long after the listening is stuck in its driver.
const PATIENCE: Duration = Duration::from_secs(12);

/// In a room louder than this, dBFS, speech hardly stands out.
const LOUD_ROOM_DBFS: f32 = -35.0;
/// A share of samples at the end of the scale that can be heard.
const CLIPPED: f32 = 0.001;
/// Sound per time below which some is missing, however coarse a device delivers it.
const LEAST_PACE: f64 = 0.8;
/// Below this rate the consonants are gone.
const LEAST_RATE_HZ: u32 = 16_000;

const CHOOSE: &str = "choose another with --device (see `parlo devices`)";

/// Listens for so many seconds; `on_level` gets the level (dBFS) of what has just been heard.
///
/// # Errors
/// Those of `on_level`.
pub fn check(
    settings: &Settings,
    seconds: u64,
    on_level: &mut dyn FnMut(f32) -> std::io::Result<()>,
) -> Result<Check> {
    let mut source = match audio_source(settings) {
        Ok(source) => source,
        Err(error) if settings.sample.is_some() => {
            return Ok(Check::failed(NAME, &format!("{error:#}"), "name another file"));
        }
        Err(error) => return Ok(failed(&error.to_string())),
    };
    let name = source.name();
    let length = Duration::from_secs(seconds);
    let voice = settings.voice.clone();
    // On a thread of its own: a driver may never come back.
    let (levels, heard_levels) = unbounded();
    let (done, outcome) = bounded(1);
    let listen = move || {
        let mut report = |level: f32| _ = levels.send(level);
        let _ = done.send(sound_check(&mut *source, length, &voice, &mut report));
    };
    std::thread::Builder::new().name("sound-check".to_owned()).spawn(listen)?;
    let mut waited = Duration::ZERO;
    loop {
        let step = Duration::from_millis(100);
        match outcome.recv_timeout(step) {
            Ok(outcome) => return Ok(judged(&name, outcome)),
            Err(RecvTimeoutError::Timeout) if waited < length + PATIENCE => waited += step,
            Err(_) => {
                let finding = format!("{name} does not answer");
                let remedy = format!("restart the sound server, or {CHOOSE}");
                return Ok(Check::fail(NAME, finding, remedy));
            }
        }
        if let Some(level) = heard_levels.try_iter().reduce(f32::max) {
            on_level(level)?;
        }
    }
}

/// A failure whose remedy stands behind the first colon, as that of a device does.
fn failed(failure: &str) -> Check {
    let (finding, remedy) = failure.split_once(": ").unwrap_or((failure, CHOOSE));
    Check::fail(NAME, finding, remedy).note("`parlo devices` lists the microphones there are")
}

pub(super) fn judged(name: &str, outcome: Result<SoundCheck, DeviceFailure>) -> Check {
    let sound = match outcome {
        Ok(sound) => sound,
        Err(failure) => return failed(&failure.to_string()),
    };
    let channels = match sound.channels {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        many => format!("{many} channels"),
    };
    let finding = format!("{name} · {} Hz, {channels}", sound.rate_hz);
    let room = sound.room_dbfs.map_or_else(
        || "a voice all the while".to_owned(),
        |level| format!("room {} dBFS", whole(level)),
    );
    let levels = format!("{room} · peak {} dBFS", whole(sound.peak_dbfs));
    let check = match trouble(&sound) {
        Some((problem, remedy)) => Check::warn(NAME, finding, remedy).note(problem),
        None => Check::ok(NAME, finding),
    };
    let opened_ms = sound.opened_in.as_millis() as u64;
    let check = if sound.is_digital_silence { check } else { check.note(levels) };
    check
        .note(format!("first sound after {opened_ms} ms"))
        .fact("name", name)
        .fact("rate_hz", sound.rate_hz)
        .fact("channels", sound.channels)
        .fact("opened_ms", opened_ms)
        .fact("heard_ms", sound.heard.as_millis() as u64)
        .fact("room_dbfs", sound.room_dbfs.map(tenths))
        .fact("peak_dbfs", tenths(sound.peak_dbfs))
        .fact("voiced_share", (f64::from(sound.voiced) * 1e3).round() / 1e3)
        .fact("clipped_share", (f64::from(sound.clipped) * 1e5).round() / 1e5)
        .fact("digital_silence", sound.is_digital_silence)
        .fact("lost_samples", sound.lost_samples)
}

fn whole(level: f32) -> i32 {
    // Levels lie between -100 and a few dBFS.
    level.round() as i32
}

fn tenths(level: f32) -> f64 {
    (f64::from(level) * 10.0).round() / 10.0
}

/// What is wrong with a sound, the worst first, and what to do about it.
fn trouble(sound: &SoundCheck) -> Option<(String, String)> {
    let or_choose = |remedy: &str| format!("{remedy}, or {CHOOSE}");
    let (problem, remedy) = if sound.is_digital_silence {
        let problem = "digital silence: not even the noise of a room".to_owned();
        (problem, or_choose("unmute it in the system's sound settings"))
    } else if sound.invalid > 0.0 {
        let share = sound.invalid * 100.0;
        let problem = format!("broken: {share:.1} % of the samples are no numbers");
        (problem, or_choose("connect it again"))
    } else if sound.clipped > CLIPPED {
        let share = sound.clipped * 100.0;
        let problem = format!("too loud: {share:.1} % of it is cut off at full scale");
        (problem, "lower the input level in the system's sound settings".to_owned())
    } else if sound.lost_samples > 0 || sound.pace.is_some_and(|pace| pace < LEAST_PACE) {
        let pace = sound.pace.unwrap_or(1.0).min(1.0) * 100.0;
        let problem = format!("sound is missing: {pace:.0} % of the time it should have come");
        (problem, or_choose("close programs that use the processor"))
    } else if sound.rate_hz < LEAST_RATE_HZ {
        let problem = "the rate of a telephone: consonants sound alike".to_owned();
        (problem, or_choose("give a wireless headset another profile"))
    } else if sound.room_dbfs.is_some_and(|level| level > LOUD_ROOM_DBFS) {
        let problem = "the room is loud: speech hardly stands out".to_owned();
        (problem, "lower the input level, come closer to it, or use a headset".to_owned())
    } else {
        return None;
    };
    Some((problem, remedy))
}
