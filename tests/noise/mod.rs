//! Half an hour of everything that is no speech types nothing; soft and noisy speech is transcribed.
//!
//! Faster than real time: the detector, the endpointer, the flow and the decoder of the program with
//! the samples as their clock. `cargo run --release -p parlo-tools --bin vad_table`
//! measures the detector alone.

mod dictation;

use std::sync::Arc;
use std::time::Duration;

use parlo::stt::{AbortSignal, DecodeRequest, Effort, Engine, EngineKind, EngineSpec, Language};
use parlo::voice::read_wav;
use parlo_core::hints::Hints;
use parlo_core::level::rms_dbfs;
use parlo_core::settings::VoiceSettings;
use parlo_core::text::typeable;
use parlo_core::wer::{WordErrors, word_errors};
use parlo_sounds::{Kind, mixed, pink_noise, silence};

use crate::support::machine;
use crate::support::parlo::{MODEL, model_folder};
use crate::support::samples;
use dictation::{Stop, dictate};

/// Levels of the noises, dBFS.
const LEVELS_DBFS: [f32; 5] = [-60.0, -50.0, -40.0, -30.0, -20.0];

fn engine() -> Box<dyn Engine> {
    let spec = EngineSpec {
        kind: EngineKind::Whisper,
        model: model_folder().join(format!("ggml-{MODEL}.bin")),
        // Two of these tests run at a time.
        threads: 1,
        language: Language::from_name("en").unwrap(),
    };
    spec.build(AbortSignal::default()).unwrap()
}

#[test]
fn half_an_hour_of_noise_types_nothing() {
    machine::background();
    let mut engine = engine();
    let (mut heard, mut typed) = (Duration::ZERO, Vec::new());
    for kind in Kind::ALL {
        for (seed, level_dbfs) in (0..).zip(LEVELS_DBFS) {
            let sound = kind.render(24_000, level_dbfs, seed);
            heard += Duration::from_secs(24);
            // Some users wait, some press the key again after a while.
            let stop = match seed % 2 {
                0 => Stop::Never,
                _ => Stop::After(Duration::from_millis(1_700 + 900 * seed)),
            };
            let dictation = dictate(engine.as_mut(), &sound, stop);
            let texts = dictation.typed.iter().chain(&dictation.shown);
            typed.extend(texts.map(|text| format!("{} at {level_dbfs}: {text}", kind.name())));
        }
    }
    assert!(heard >= Duration::from_secs(30 * 60), "{heard:?}");
    assert!(typed.is_empty(), "{typed:#?}");
}

#[test]
fn noise_that_is_decoded_after_all_types_nothing() {
    machine::background();
    // Words to listen for are what the decoder would make noise into.
    let vocabulary = ["tokio", "kubectl", "GraphQL", "rebase", "Nginx"].map(str::to_owned).to_vec();
    let settings = VoiceSettings { vocabulary, ..VoiceSettings::default() };
    let hints = Arc::new(Hints::of(&settings));
    let mut engine = engine();
    let mut typed = Vec::new();
    for kind in Kind::ALL {
        for (seed, length_ms) in [(10, 900), (11, 2_500)] {
            let sound = kind.render(8_000, -30.0, seed);
            let stretch = &sound[16_000..][..length_ms * 16];
            for effort in [Effort::Quick, Effort::Careful] {
                let hints = Arc::clone(&hints);
                let request = DecodeRequest { hints, ..DecodeRequest::first(effort) };
                let decoded = engine.decode(stretch, &request).unwrap();
                let text = typeable(&decoded, Duration::MAX);
                if !text.is_empty() {
                    typed.push(format!("{}, {length_ms} ms: {text} {decoded:?}", kind.name()));
                }
            }
        }
    }
    assert!(typed.is_empty(), "{typed:#?}");
}

/// What is heard of all short clips at this level in such a room, against what is said.
fn heard_in_a_room(speech_dbfs: f32, room_dbfs: f32) -> (WordErrors, String) {
    machine::background();
    let mut engine = engine();
    let (mut errors, mut report) = (WordErrors::default(), String::new());
    for clip in samples::all() {
        let samples = read_wav(&clip.path).unwrap().to_mono_16k().unwrap();
        if samples.len() > 8 * 16_000 {
            continue;
        }
        let gain = 10_f32.powf((speech_dbfs - rms_dbfs(&samples)) / 20.0);
        let speech = samples.iter().map(|sample| sample * gain).collect();
        let sound = [silence(1_000), speech, silence(1_500)].concat();
        let room = pink_noise(sound.len() / 16 + 1, room_dbfs);
        let dictation = dictate(engine.as_mut(), &mixed(sound, &room), Stop::Never);
        let heard = dictation.typed.concat();
        let clip_errors = word_errors(&clip.text, &heard);
        errors += clip_errors;
        report +=
            &format!("{}: {clip_errors:?}\n  said  {}\n  heard {heard}\n", clip.name, clip.text);
    }
    (errors, report)
}

#[test]
fn soft_speech_is_transcribed() {
    let (errors, report) = heard_in_a_room(-35.0, -75.0);
    assert!(errors.reference_words > 150, "{errors:?}");
    // 3.1 % when this was written.
    assert!(errors.rate() < 0.06, "{:.3}\n{report}", errors.rate());
}

#[test]
fn speech_in_noise_is_transcribed() {
    let (errors, report) = heard_in_a_room(-26.0, -36.0);
    // 8.7 % when this was written.
    assert!(errors.rate() < 0.13, "{:.3}\n{report}", errors.rate());
}
