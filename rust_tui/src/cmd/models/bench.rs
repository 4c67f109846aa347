//! `parlo models bench`: how fast every installed model is here, and which `--model auto` takes.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use super::table::size_words;
use crate::config::Settings;
use crate::diag::{ms, print};
use crate::dictation::auto_model::{AUTO, Installed, choose_with, installed};
use crate::dictation::measured::Measured;
use crate::dictation::verified;
use crate::stt::{Speed, measure};

/// A model whose first decode takes longer is not decoded with again.
const ENOUGH: Duration = Duration::from_secs(5);

/// One line of the table.
pub(super) struct Row {
    pub(super) model: Installed,
    /// Or why it cannot be measured.
    pub(super) speed: Result<Speed, String>,
}

/// Measures every installed model again, remembers the speeds and prints them.
///
/// # Errors
/// No usable model is installed, or standard output is closed.
pub(super) fn bench(
    output: &mut dyn Write,
    settings: &Settings,
    directory: &Path,
    as_json: bool,
) -> Result<()> {
    let models = installed(directory)?;
    let mut measured = Measured::load()?;
    let mut rows = Vec::with_capacity(models.len());
    for (done, model) in models.iter().enumerate() {
        let progress = format!("measuring {} ({} of {})", model.name, done + 1, models.len());
        // A closed standard error does not stop it.
        let _ = writeln!(print::errors(), "{progress}");
        let speed =
            verified::check(&model.path).map_err(|error| error.to_string()).and_then(|()| {
                measure(settings.engine_spec(&model.path).builder(), ENOUGH)
                    .map_err(|error| error.to_string())
            });
        if let Ok(speed) = &speed
            && let Err(error) = measured.remember(&model.path, settings.threads, speed)
        {
            let _ = writeln!(print::errors(), "{error:#}");
        }
        rows.push(Row { model: model.clone(), speed });
    }
    let budget = settings.voice.decode_budget();
    let choice = choose_with(&models, settings.language, budget, |model| {
        let row = rows.iter().find(|row| row.model.name == model.name);
        row.and_then(|row| row.speed.as_ref().ok()).copied()
    });
    let chosen = choice.ok().map(|choice| models[choice.index].name.as_str());
    if as_json {
        let table = to_json(&rows, settings.threads, budget, chosen);
        writeln!(output, "{}", print::json(&table))?;
    } else {
        write_table(output, &rows, settings.threads, budget, chosen)?;
    }
    Ok(())
}

fn to_json(rows: &[Row], threads: usize, budget: Duration, chosen: Option<&str>) -> Value {
    let models: Vec<Value> = rows
        .iter()
        .map(|Row { model, speed }| match speed {
            Ok(speed) => json!({
                "name": model.name,
                "file_bytes": model.candidate.bytes,
                "english_only": model.candidate.english_only,
                "memory_bytes": speed.memory_bytes,
                "load_ms": ms(speed.load),
                "clip_ms": ms(speed.audio),
                "decode_ms": ms(speed.decode),
                "real_time_factor": real_time_factor(speed),
                "fits": speed.decode <= budget,
            }),
            Err(error) => json!({ "name": model.name, "error": error }),
        })
        .collect();
    json!({ "threads": threads, "budget_ms": ms(budget), "auto": chosen, "models": models })
}

pub(super) fn write_table(
    out: &mut dyn Write,
    rows: &[Row],
    threads: usize,
    budget: Duration,
    chosen: Option<&str>,
) -> std::io::Result<()> {
    let width = rows.iter().map(|row| row.model.name.len()).max().unwrap_or(0).max(4);
    writeln!(
        out,
        "{:width$}  {:>8}  {:>8}  {:>8}  {:>9}  FITS",
        "NAME", "SIZE", "MEMORY", "DECODE", "REAL TIME"
    )?;
    for Row { model, speed } in rows {
        let size = size_words(model.candidate.bytes);
        match speed {
            Ok(speed) => {
                let memory = speed.memory_bytes.map_or_else(|| "?".to_owned(), size_words);
                let decode = format!("{:.0} ms", ms(speed.decode));
                let factor = format!("{:.2}", real_time_factor(speed));
                let fits = if speed.decode <= budget { "yes" } else { "no" };
                writeln!(
                    out,
                    "{:width$}  {size:>8}  {memory:>8}  {decode:>8}  {factor:>9}  {fits}",
                    model.name
                )?;
            }
            Err(error) => writeln!(out, "{:width$}  {size:>8}  {error}", model.name)?,
        }
    }
    let budget = ms(budget);
    writeln!(
        out,
        "\nDECODE is the time for a sentence of 2.5 s with {threads} threads (median of 5). It fits if \
         it is done\nwhen a pause is over: silence_tail_ms less speculate_after_ms less 50, that is \
         {budget:.0} ms."
    )?;
    match chosen {
        Some(name) => writeln!(out, "--model {AUTO} takes {name}."),
        None => writeln!(out, "--model {AUTO} finds no model for the language that is set."),
    }
}

/// Decoding time per time of audio, to a thousandth.
fn real_time_factor(speed: &Speed) -> f64 {
    (speed.decode.as_secs_f64() / speed.audio.as_secs_f64() * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests;
