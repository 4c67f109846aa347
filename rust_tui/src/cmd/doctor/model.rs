//! The speech model: whether it is there and whole, and how long it takes to decode a sentence.

use std::time::Duration;

use super::check::Check;
use crate::cmd::models::size_words;
use crate::config::Settings;
use crate::diag::{ms, print};
use crate::dictation::Model;
use crate::stt::measure;
use crate::stt::model::{Authenticity, Spoken, verify};

/// A decode that takes longer is not repeated.
const ENOUGH: Duration = Duration::from_secs(5);

/// Finds the model the settings name and hashes it; yields it if it is usable.
pub fn check(settings: &Settings) -> (Check, Option<Model>) {
    const NAME: &str = "model";
    let install = "run `parlo models install tiny.en`";
    let model = match Model::find(settings, print::report) {
        Ok(model) => model,
        Err(error) => return (Check::failed(NAME, &format!("{error:#}"), install), None),
    };
    let (info, authenticity) = match verify(&model.path) {
        Ok(verified) => verified,
        Err(error) => {
            let check = Check::failed(NAME, &error.to_string(), install);
            return (check.fact("name", model.name), None);
        }
    };
    let source = match &authenticity {
        Authenticity::Published(name) => format!("byte for byte the published {name}"),
        Authenticity::KnownImport(packages) => {
            format!("byte for byte what {} gives", packages.join(" and "))
        }
        Authenticity::AsImported => "unchanged since it was imported".to_owned(),
        Authenticity::Unrecorded(_) => "whole; there is no hash to compare it with".to_owned(),
    };
    let languages = if info.is_english_only() { "English" } else { "multilingual" };
    let finding = format!("{} · {languages}, {}", model.name, size_words(info.bytes));
    let check = if info.is_english_only() && settings.language.spoken() == Spoken::Other {
        let remedy = "run `parlo models install base` and choose it with --model base";
        Check::fail(NAME, format!("{finding}; [stt] language is another"), remedy)
    } else {
        Check::ok(NAME, finding)
    };
    let check = check
        .note(source)
        .fact("name", model.name.clone())
        .fact("path", model.path.display().to_string())
        .fact("bytes", info.bytes)
        .fact("hash_known", !matches!(authenticity, Authenticity::Unrecorded(_)));
    (check, Some(model))
}

/// Decodes a sentence that is part of the program.
pub fn decode(settings: &Settings, model: &Model) -> Check {
    const NAME: &str = "decode";
    let speed = match measure(settings.engine_spec(&model.path).builder(), ENOUGH) {
        Ok(speed) => speed,
        Err(error) => {
            let otherwise = "install the model again: `parlo models install NAME --force`";
            return Check::failed(NAME, &error.to_string(), otherwise);
        }
    };
    let (decode, audio) = (speed.decode.as_secs_f64(), speed.audio.as_secs_f64());
    let budget = settings.voice.decode_budget();
    let finding = format!(
        "{:.0} ms for {audio:.1} s of speech, {:.2} of real time",
        decode * 1e3,
        decode / audio
    );
    let budget_ms = budget.as_millis() as u64;
    let check = if speed.decode <= budget {
        Check::ok(NAME, finding).note(format!("done before a pause is over ({budget_ms} ms)"))
    } else {
        let remedy = if decode < audio {
            "a smaller model is faster (`parlo models bench` compares); so is an idle machine"
        } else {
            "take a smaller model: `parlo models install tiny.en`, `--model tiny.en`"
        };
        Check::warn(NAME, finding, remedy).note(format!("longer than a pause ({budget_ms} ms)"))
    };
    check
        .fact("decode_ms", ms(speed.decode))
        .fact("real_time_factor", (decode / audio * 1e3).round() / 1e3)
        .fact("budget_ms", budget_ms)
        .fact("load_ms", speed.load.as_millis() as u64)
        .fact("threads", settings.threads)
}
