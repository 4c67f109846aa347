//! Each detector on silence, noises and speech; the bounds hold with a margin to what was measured.

use parlo::voice::vad::{Activity, VoiceActivity};
use parlo_core::endpoint::{Boundary, Endpointer, Heard};
use parlo_core::settings::{VadKind, VoiceSettings};
use parlo_sounds::{Kind, hum, pink_noise, silence, white_noise};

use super::clicks;

/// Judges the samples; yields the frame length and whether each frame is voiced.
pub fn judge(kind: VadKind, samples: &[f32]) -> (usize, Vec<bool>) {
    let settings = VoiceSettings { vad: kind, ..VoiceSettings::default() };
    let mut activity = VoiceActivity::new(&settings);
    let frame_samples = activity.frame_samples();
    let frames = samples.chunks_exact(frame_samples);
    (frame_samples, frames.map(|frame| activity.judge(frame).voiced).collect())
}

/// Share of the frames after `from_ms` that are voiced.
fn voiced_share(kind: VadKind, samples: &[f32], from_ms: usize) -> f32 {
    let (frame_samples, frames) = judge(kind, samples);
    let frames = &frames[from_ms * 16 / frame_samples..];
    frames.iter().filter(|voiced| **voiced).count() as f32 / frames.len() as f32
}

/// The utterances an endpointer ends in these samples, and the one that is still open.
pub fn utterances_in(kind: VadKind, samples: &[f32]) -> Vec<Heard> {
    let settings = VoiceSettings::default();
    let (frame_samples, frames) = judge(kind, samples);
    let mut endpointer = Endpointer::new(&settings);
    let (mut found, mut from) = (Vec::new(), 0);
    for voiced in frames {
        match endpointer.push(voiced, frame_samples as u64) {
            Some(Boundary::Ended(heard) | Boundary::TooLong(Some(heard))) => {
                found.push(heard.later_by(from));
                from += heard.position;
                endpointer = Endpointer::new(&settings);
            }
            Some(Boundary::TooLong(None)) => {
                from += 30 * 16_000;
                endpointer = Endpointer::new(&settings);
            }
            _ => {}
        }
    }
    found.extend(endpointer.heard().map(|heard| heard.later_by(from)));
    found
}

#[test]
fn frames_are_10_to_30_ms_long() {
    for kind in VadKind::ALL {
        let (frame_samples, _) = judge(kind, &[]);
        assert!((160..=480).contains(&frame_samples), "{}: {frame_samples}", kind.name());
    }
}

#[test]
fn silence_and_a_quiet_room_are_not_voiced() {
    let rooms = [
        white_noise(20_000, -70.0),
        white_noise(20_000, -50.0),
        pink_noise(20_000, -60.0),
        hum(20_000, -50.0),
    ];
    for kind in VadKind::ALL {
        assert_eq!(voiced_share(kind, &silence(20_000), 0), 0.0, "{}", kind.name());
        for (number, room) in rooms.iter().enumerate() {
            let share = voiced_share(kind, room, 0);
            assert!(share < 0.005, "{}, room {number}: {share}", kind.name());
            assert_eq!(utterances_in(kind, room), [], "{}, room {number}", kind.name());
        }
    }
}

#[test]
fn steady_noise_is_believed_after_a_few_seconds() {
    let noises = [
        white_noise(30_000, -40.0),
        white_noise(30_000, -30.0),
        white_noise(30_000, -20.0),
        pink_noise(30_000, -40.0),
        pink_noise(30_000, -30.0),
        hum(30_000, -35.0),
        hum(30_000, -25.0),
    ];
    for kind in VadKind::ALL {
        for (number, noise) in noises.iter().enumerate() {
            let share = voiced_share(kind, noise, 6_000);
            assert!(share < 0.02, "{}, noise {number}: {share}", kind.name());
        }
    }
}

#[test]
fn silero_takes_no_steady_noise_for_an_utterance_worth_decoding() {
    let noises = [
        white_noise(15_000, -40.0),
        white_noise(15_000, -20.0),
        pink_noise(15_000, -40.0),
        pink_noise(15_000, -30.0),
        pink_noise(15_000, -20.0),
        hum(15_000, -35.0),
        hum(15_000, -25.0),
        clicks(15_000),
    ];
    for (number, noise) in noises.iter().enumerate() {
        let share = voiced_share(VadKind::Silero, noise, 0);
        assert!(share < 0.005, "noise {number}: {share}");
        assert_eq!(utterances_in(VadKind::Silero, noise), [], "noise {number}");
    }
}

#[test]
fn silero_takes_next_to_no_noise_of_any_kind_for_an_utterance() {
    let mut utterances = 0;
    for kind in Kind::ALL {
        for (seed, level_dbfs) in [(1, -20.0), (2, -35.0), (3, -50.0)] {
            utterances +=
                utterances_in(VadKind::Silero, &kind.render(5_000, level_dbfs, seed)).len();
        }
    }
    // In 4 minutes.
    assert!(utterances <= 1, "{utterances}");
}

#[test]
fn a_fan_that_starts_does_not_keep_the_take_open() {
    for kind in VadKind::ALL {
        let mut room = white_noise(3_000, -65.0);
        room.extend(white_noise(27_000, -38.0));
        let share = voiced_share(kind, &room, 15_000);
        assert!(share < 0.01, "{}: {share}", kind.name());
        let last = utterances_in(kind, &room).last().map_or(0, |heard| heard.voiced_end);
        assert!(last < 12 * 16_000, "{}: voiced until {last}", kind.name());
    }
}

#[test]
fn key_clicks_open_no_utterance() {
    // The energy gate by itself cannot distinguish a click from a consonant.
    for kind in [VadKind::Webrtc, VadKind::Earshot, VadKind::Silero] {
        let found = utterances_in(kind, &clicks(29_000));
        assert!(found.iter().all(|heard| heard.voiced < 3_200), "{}: {found:?}", kind.name());
    }
}

#[test]
fn a_broken_device_is_no_voice() {
    // Full scale, constant, and beyond what a sample may be.
    for level in [1.0, -1.0, 40.0] {
        for kind in [VadKind::Earshot, VadKind::Silero] {
            let share = voiced_share(kind, &vec![level; 10 * 16_000], 1_000);
            assert!(share < 0.05, "{} at {level}: {share}", kind.name());
        }
    }
    for kind in VadKind::ALL {
        assert_eq!(voiced_share(kind, &vec![f32::NAN; 16_000], 0), 0.0, "{}", kind.name());
    }
}

#[test]
fn a_fixed_threshold_stays_where_it_was_put() {
    let settings = VoiceSettings {
        vad: VadKind::Energy,
        adaptive_threshold: false,
        ..VoiceSettings::default()
    };
    let mut activity = VoiceActivity::new(&settings);
    for (level_dbfs, voiced) in [(-38.0, true), (-42.0, false)] {
        let noise = white_noise(10_000, level_dbfs);
        let judged: Vec<Activity> =
            noise.chunks_exact(320).map(|frame| activity.judge(frame)).collect();
        assert!(judged.iter().all(|activity| activity.voiced == voiced), "{level_dbfs}");
        let near = |activity: &Activity| (activity.level_dbfs - level_dbfs).abs() < 2.0;
        assert!(judged.iter().all(near), "{level_dbfs}");
    }
}
