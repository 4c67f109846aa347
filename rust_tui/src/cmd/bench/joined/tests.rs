//! What is joined, and how wide the gaps are.

use parlo_core::settings::VadKind;

use super::*;

/// A clip of stretches of hum between half seconds of silence.
fn clip(seconds: &[f32], text: Option<&str>, settings: &VoiceSettings) -> Clip {
    let mut samples = vec![0.0; 8_000];
    for seconds in seconds {
        samples.extend((0..(seconds * 16_000.0) as usize).map(|n| 0.3 * (n as f32 * 0.05).sin()));
        samples.extend(vec![0.0; 8_000]);
    }
    let mono = samples.clone();
    let recording =
        WavFile { rate_hz: SAMPLE_RATE_HZ, channels: 1, samples, ending: Ending::Whole };
    let text = text.map(str::to_owned);
    Clip::new("clip".into(), Kind::Single, text, recording, mono, settings)
}

fn settings() -> VoiceSettings {
    VoiceSettings { vad: VadKind::Energy, adaptive_threshold: false, ..VoiceSettings::default() }
}

#[test]
fn recordings_become_utterances_of_about_25_s_forwards_and_then_backwards() {
    let settings = settings();
    let texts: Vec<String> = (1..=7).map(|number| format!("{number}.")).collect();
    let mut clips: Vec<Clip> =
        texts.iter().map(|text| clip(&[6.0], Some(text), &settings)).collect();
    clips.insert(1, clip(&[6.0], None, &settings));
    clips.insert(2, clip(&[], Some("silence"), &settings));
    clips.insert(3, clip(&[3.0, 3.0], Some("with a pause"), &settings));
    let joined = join(&clips, &settings);
    let said: Vec<&str> = joined.iter().filter_map(|clip| clip.text.as_deref()).collect();
    assert_eq!(said, ["1. 2. 3. 4.", "5. 6. 7. 6.", "5. 4. 3. 2."]);
    assert_eq!(joined[1].name, "long 2");
    for clip in &joined {
        assert_eq!(clip.kind, Kind::Joined);
        let seconds = clip.recording.duration().as_secs_f64();
        assert!((seconds - 25.0).abs() < 0.2, "{seconds} s");
    }
}

#[test]
fn a_rest_that_is_not_long_is_left_out() {
    let settings = settings();
    let clips: Vec<Clip> = (0..3).map(|_| clip(&[3.0], Some("short"), &settings)).collect();
    assert_eq!(join(&clips, &settings).len(), 0);
}

#[test]
fn between_the_voices_of_two_recordings_there_is_one_gap() {
    let recorded = [0.5; 1_000];
    let silent = |samples: &[f32]| samples.iter().filter(|sample| **sample == 0.0).count();
    // Speech from the first to the last sample: silence is put around it.
    let padded = with_breath(&recorded, 0, 1_000);
    assert_eq!((padded.len(), silent(&padded)), (1_000 + 4_000, 4_000));
    // What the recording has around its speech is kept as far as it goes.
    let kept = with_breath(&[0.5; 10_000], 3_000, 9_000);
    assert_eq!((kept.len(), silent(&kept)), (6_000 + 4_000, 1_000));
}
