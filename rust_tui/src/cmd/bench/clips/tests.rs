//! Manifests, and where speech is found.

use parlo_core::audio::SAMPLE_RATE_HZ;
use parlo_core::settings::VadKind;

use super::*;
use crate::voice::Ending;

#[test]
fn a_manifest_is_read_from_its_folder_on() {
    let text = "file\ttext\tsource\na.wav\tHello there.\tmine\n\nsub/b.wav\t\n";
    let entries = parse_manifest(text, Path::new("clips")).unwrap();
    let entry = |path: &str, text: &str| Entry { path: path.into(), text: Some(text.to_owned()) };
    assert_eq!(entries, [entry("clips/a.wav", "Hello there."), entry("clips/sub/b.wav", "")]);
}

#[test]
fn a_manifest_that_is_none_is_refused_with_the_line() {
    let problem = |text: &str| parse_manifest(text, Path::new("")).unwrap_err();
    assert!(problem("").starts_with("1: "));
    assert!(problem("a.wav\thello\n").starts_with("1: "));
    assert!(problem("file\ttext\na.wav hello\n").starts_with("2: "));
    assert!(problem("file\ttext\na.wav\thello\n\thello\n").starts_with("3: "));
}

/// A hum between stretches of silence, which the level detector takes for a voice.
fn recording(silence_ms: usize, hum_ms: usize, pause_ms: usize) -> WavFile {
    let samples_in = |ms: usize| ms * SAMPLE_RATE_HZ as usize / 1_000;
    let hum = |ms: usize| (0..samples_in(ms)).map(|n| 0.3 * (n as f32 * 0.05).sin());
    let silence = |ms: usize| vec![0.0_f32; samples_in(ms)];
    let mut samples = silence(silence_ms);
    samples.extend(hum(hum_ms));
    samples.extend(silence(pause_ms));
    samples.extend(hum(hum_ms));
    samples.extend(silence(silence_ms));
    WavFile { rate_hz: SAMPLE_RATE_HZ, channels: 1, samples, ending: Ending::Whole }
}

fn settings() -> VoiceSettings {
    VoiceSettings { vad: VadKind::Energy, adaptive_threshold: false, ..VoiceSettings::default() }
}

#[test]
fn speech_is_found_from_its_first_to_its_last_sound_across_long_pauses() {
    let clip = |recording: WavFile| {
        let mono = recording.samples.clone();
        Clip::new("clip".into(), Kind::Single, None, recording, mono, &settings())
    };
    let found = clip(recording(500, 1_000, 3_000));
    let frame = Duration::from_millis(20);
    let near = |place: Option<Duration>, ms: u64| {
        place.unwrap().abs_diff(Duration::from_millis(ms)) <= frame
    };
    assert!(near(found.speech_start(), 500), "{:?}", found.speech);
    assert!(near(found.speech_end(), 5_500), "{:?}", found.speech);
    assert_eq!(clip(recording(500, 0, 0)).speech, None);
}

#[test]
fn a_recording_longer_than_a_take_is_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, seconds) in [("short.wav", 1), ("long.wav", 11)] {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(path(name), spec).unwrap();
        (0..8_000 * seconds).for_each(|_| writer.write_sample(0_i16).unwrap());
        writer.finalize().unwrap();
    }
    let settings = VoiceSettings { max_capture: Duration::from_secs(10), ..settings() };
    let gathered = gather(None, &[path("short.wav"), path("long.wav")], &settings).unwrap();
    assert_eq!(gathered.clips[0].name, "short.wav");
    assert_eq!((gathered.clips.len(), gathered.left_out), (1, vec!["long.wav".to_owned()]));
    let error = gather(None, &[path("long.wav")], &settings).unwrap_err().to_string();
    assert!(error.contains("10 s") && error.contains("long.wav"), "{error}");
}
