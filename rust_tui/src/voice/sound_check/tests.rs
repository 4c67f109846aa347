//! Sources that deliver all they have at once, in place of a device.

use crossbeam_channel::bounded;

use super::*;
use crate::voice::source::{OpenedSource, Overrun, push_samples, ring_for};
use crate::voice::testing::{pink_noise, sample, silence};

/// Delivers its samples when it is opened, and says that there are no more, or that it failed.
struct AtOnce {
    samples: Vec<f32>,
    rate_hz: u32,
    channels: u16,
    end: SourceFault,
}

impl AudioSource for AtOnce {
    fn name(&self) -> String {
        "scripted".to_owned()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        let (mut ring, samples) = ring_for(self.rate_hz, self.channels, buffer);
        let overrun = Overrun::default();
        push_samples(&mut ring, &overrun, self.samples.iter().copied());
        let (sender, faults) = bounded(1);
        sender.send(self.end.clone()).unwrap();
        Ok(OpenedSource {
            rate_hz: self.rate_hz,
            channels: self.channels,
            samples,
            faults,
            overrun,
            keep_alive: Box::new(ring),
        })
    }
}

fn checked(samples: Vec<f32>) -> SoundCheck {
    let end = SourceFault::Ended;
    let mut source = AtOnce { samples, rate_hz: 16_000, channels: 1, end };
    let mut levels = Vec::new();
    let mut on_level = |level| levels.push(level);
    let settings = VoiceSettings::default();
    let check = sound_check(&mut source, Duration::from_secs(1), &settings, &mut on_level).unwrap();
    assert!(!levels.is_empty());
    check
}

#[test]
fn a_quiet_room_has_its_level_and_no_voice() {
    let check = checked(pink_noise(1_000, -55.0));
    let room = check.room_dbfs.unwrap();
    assert!((room + 55.0).abs() < 3.0, "{check:?}");
    assert!(check.voiced < 0.2 && !check.is_digital_silence, "{check:?}");
    assert_eq!((check.clipped, check.lost_samples), (0.0, 0));
    assert_eq!(check.heard, Duration::from_secs(1));
}

#[test]
fn a_voice_is_not_taken_for_the_room() {
    let mut samples = pink_noise(3_000, -60.0);
    for (sample, voice) in samples.iter_mut().zip(sample("g01")) {
        *sample += voice;
    }
    let check = checked(samples);
    assert!(check.voiced > 0.3, "{check:?}");
    assert!(check.room_dbfs.unwrap() < -45.0 && check.peak_dbfs > -20.0, "{check:?}");
}

#[test]
fn digital_silence_and_clipping_are_noticed() {
    assert!(checked(silence(1_000)).is_digital_silence);
    let square = (0..16_000).map(|at| if at / 40 % 2 == 0 { 1.0 } else { -1.0 });
    let check = checked(square.collect());
    assert!(check.clipped > 0.9 && check.peak_dbfs > -0.1, "{check:?}");
}

#[test]
fn samples_that_are_no_numbers_are_no_silence() {
    let mut samples = silence(1_000);
    samples[..8_000].fill(f32::NAN);
    let check = checked(samples);
    assert_eq!((check.invalid, check.is_digital_silence), (0.5, false));
}

#[test]
fn what_finds_no_room_is_counted_and_a_failure_is_reported() {
    let samples = pink_noise(12_000, -40.0);
    assert_eq!(checked(samples.clone()).lost_samples, 12_000 * 16 - 160_000);
    let end = SourceFault::Failed(DeviceCause::Gone);
    let mut source = AtOnce { samples, rate_hz: 48_000, channels: 2, end };
    let settings = VoiceSettings::default();
    let error = sound_check(&mut source, Duration::from_secs(1), &settings, &mut |_| {});
    let gone = DeviceFailure { device: "scripted".to_owned(), cause: DeviceCause::Gone };
    assert_eq!(error.unwrap_err(), gone);
    let mut nothing =
        AtOnce { samples: Vec::new(), rate_hz: 48_000, channels: 2, end: SourceFault::Ended };
    let error = sound_check(&mut nothing, Duration::from_secs(1), &settings, &mut |_| {});
    assert!(error.unwrap_err().to_string().contains("holds no sound"));
}
