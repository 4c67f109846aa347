//! The table of the speech gate in `docs/vad.md`: how many decodes of noise it lets pass, and how
//! many right decodes of speech it stops.
//!
//! `cargo run --release -p parlo-tools --bin gate_table [LIST]`; about ten minutes on two cores. LIST names more
//! speech than `samples/` has: a WAV file and its text a line, a tab between them. Every decode that
//! is judged wrongly is listed below the table.

mod material;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use parlo::stt::{AbortSignal, DecodeRequest, Effort, Engine, EngineKind, EngineSpec, Language};
use parlo_core::decoded::Decoded;
use parlo_core::text::typeable;
use parlo_core::wer::normalised_words;

use material::{Noise, Speech};

/// A stretch of sound as it would be decoded.
pub struct Stretch {
    /// Where it comes from.
    name: String,
    /// What is said in it, if anything is.
    text: Option<String>,
    samples: Vec<f32>,
    /// How long the detector heard a voice in it.
    spoken: Duration,
}

fn main() -> Result<()> {
    let list = std::env::args_os().nth(1).map(PathBuf::from);
    let mut engine = load()?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| what is decoded | decodes | passed the gate | of them right | right, but stopped |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    let mut misjudged = Vec::new();
    for noise in Noise::ALL {
        let row = judge(engine.as_mut(), noise.stretches(), &mut misjudged)?;
        writeln!(out, "| {} | {row} |", noise.name())?;
    }
    for speech in Speech::ALL {
        let row = judge(engine.as_mut(), speech.stretches(list.as_deref())?, &mut misjudged)?;
        writeln!(out, "| {} | {row} |", speech.name())?;
    }
    writeln!(out, "\n{}", misjudged.join("\n"))?;
    Ok(())
}

fn load() -> Result<Box<dyn Engine>> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let usual = || Some(variable("HOME")?.join(".local/share/parlo/models"));
    let folder = variable("PARLO_MODEL_DIR").or_else(usual).context("HOME is not set")?;
    let spec = EngineSpec {
        kind: EngineKind::Whisper,
        model: folder.join("ggml-tiny.en.bin"),
        threads: 2,
        language: Language::from_name("en").context("a language")?,
    };
    let loaded = spec.build(AbortSignal::default());
    loaded.context("run `parlo models install tiny.en` first")
}

/// Decodes every stretch both ways; yields a row of the table.
fn judge(
    engine: &mut dyn Engine,
    stretches: impl Iterator<Item = Stretch>,
    misjudged: &mut Vec<String>,
) -> Result<String> {
    let (mut decodes, mut passed, mut right, mut stopped) = (0, 0, 0, 0);
    for stretch in stretches {
        for effort in [Effort::Quick, Effort::Careful] {
            let decoded = engine.decode(&stretch.samples, &DecodeRequest::first(effort))?;
            let passes = !typeable(&decoded, stretch.spoken).is_empty();
            let is_right = is_right(&stretch, &decoded);
            decodes += 1;
            passed += usize::from(passes);
            right += usize::from(passes && is_right);
            stopped += usize::from(!passes && is_right);
            if passes != is_right && (is_right || stretch.text.is_none()) {
                let Decoded { text, evidence, .. } = decoded;
                misjudged.push(format!("{}: {text:?}, {effort:?}, {evidence:?}", stretch.name));
            }
        }
    }
    Ok(format!("{decodes} | {passed} | {right} | {stopped}"))
}

fn is_right(stretch: &Stretch, decoded: &Decoded) -> bool {
    let said = stretch.text.as_deref().map(normalised_words);
    said.is_some_and(|said| said == normalised_words(&decoded.text))
}

/// The folder of the clips.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../samples")
}
