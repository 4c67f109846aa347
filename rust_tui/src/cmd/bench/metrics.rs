//! What was measured, recording by recording and take by take. Times are milliseconds.

use std::time::{Duration, Instant};

use parlo_core::transcript::loop_start;
use parlo_core::wer::{WordErrors, longest_invention, word_errors};
use serde::Serialize;

use super::super::replay::Take;
use super::baseline;
use super::clips::{Clip, Kind};
use crate::cmd::cli::bench::{BenchOptions, End};
use crate::config::Settings;
use crate::diag::ms;
use crate::dictation::measured::processor_name;

/// More words in a row that nobody said are a phrase the decoder repeated or invented; so many can
/// be a word misheard as several.
const MOST_INVENTED_WORDS: usize = 2;

/// Everything a run has measured.
#[derive(Debug, Clone)]
pub struct Report {
    pub conditions: Conditions,
    /// One for each recording in each round.
    pub rows: Vec<Row>,
    /// Recordings that were not measured because they are longer than a take.
    pub left_out: Vec<String>,
}

impl Report {
    pub fn rows_of(&self, kind: Kind) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.kind == kind).collect()
    }
}

/// What has to be known to compare two runs.
#[derive(Debug, Clone, Serialize)]
pub struct Conditions {
    pub parlo: &'static str,
    /// When the run began, UTC.
    pub started_at: String,
    pub engine: &'static str,
    pub model: String,
    pub vad: &'static str,
    /// Threads the decoder may use.
    pub threads: usize,
    /// The processor's name, where the system says it.
    pub processor: String,
    pub cores: usize,
    /// What ended the utterances: `key` or `pause`.
    pub end: &'static str,
    /// With the key: how long after the last voiced sample it was pressed.
    pub key_after_ms: Option<f64>,
    /// `[voice] silence_tail_ms`.
    pub silence_tail_ms: f64,
    /// Rounds through all recordings.
    pub rounds: u32,
}

/// What ended the utterances, and so what counts as latency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ending {
    /// The pause; latency runs from the last voiced sample.
    Pause,
    /// The key, so long after the last voiced sample; latency runs from the key.
    Key { after_ms: f64 },
}

impl Conditions {
    pub fn new(
        settings: &Settings,
        options: &BenchOptions,
        engine: &'static str,
        model: &str,
    ) -> Self {
        Self {
            parlo: env!("CARGO_PKG_VERSION"),
            started_at: format!("{:.0}", jiff::Timestamp::now()),
            engine,
            model: model.to_owned(),
            vad: settings.voice.vad.name(),
            threads: settings.threads,
            processor: processor_name().unwrap_or_else(|| "unknown processor".to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            end: if options.end == End::Key { "key" } else { "pause" },
            key_after_ms: (options.end == End::Key).then_some(options.key_after_ms as f64),
            silence_tail_ms: ms(settings.voice.silence_tail),
            rounds: options.repeat,
        }
    }

    /// What ended the utterances.
    pub fn ending(&self) -> Ending {
        self.key_after_ms.map_or(Ending::Pause, |after_ms| Ending::Key { after_ms })
    }
}

/// One recording in one round.
#[derive(Debug, Clone)]
pub struct Row {
    pub name: String,
    /// Whether it was recorded as it is.
    pub kind: Kind,
    /// What is said in it, if that is known.
    pub said: Option<String>,
    pub audio_ms: f64,
    /// The result of the dictation.
    pub live: Live,
    /// How right that is.
    pub live_words: Judgement,
    pub script_text: String,
    /// How right that is.
    pub script_words: Judgement,
    pub script_decode_ms: f64,
}

/// A recording as it was dictated.
#[derive(Debug, Clone, Default)]
pub struct Live {
    pub text: String,
    /// The takes, of which there is more than one if a pause within the recording ended one.
    pub takes: Vec<TakeMetrics>,
}

impl Live {
    /// Adds the next take and what was typed in it.
    pub fn add(&mut self, metrics: TakeMetrics, text: Option<String>) {
        if let Some(text) = text {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&text);
        }
        self.takes.push(metrics);
    }
}

/// How right a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Its errors, where it is known what was said.
    pub errors: Option<WordErrors>,
    /// It holds a phrase that the decoder repeated or invented.
    pub made_up: bool,
}

impl Judgement {
    /// Compares what was heard with what was said.
    pub fn new(said: Option<&str>, heard: &str) -> Self {
        let repeats = loop_start(heard).is_some();
        let Some(said) = said else { return Self { errors: None, made_up: repeats } };
        let errors = word_errors(said, heard);
        // Where nothing is said, one word is one too many.
        let most = if errors.reference_words == 0 { 0 } else { MOST_INVENTED_WORDS };
        Self {
            errors: Some(errors),
            made_up: (repeats && loop_start(said).is_none())
                || longest_invention(said, heard) > most,
        }
    }

    /// Whether words are wrong, missing or too many.
    pub fn is_wrong(&self) -> bool {
        self.errors.is_some_and(|errors| errors.errors > 0)
    }

    /// Its errors of the words that were said; a dash where these are not known.
    pub fn count(&self) -> String {
        let count = |of: WordErrors| format!("{}/{}", of.errors, of.reference_words);
        self.errors.map_or_else(|| "–".to_owned(), count)
    }
}

impl Row {
    /// Puts together what is known of a recording.
    pub fn new(clip: &Clip, live: Live, script: baseline::Decode) -> Self {
        let said = clip.text.as_deref();
        Self {
            name: clip.name.clone(),
            kind: clip.kind,
            said: clip.text.clone(),
            audio_ms: ms(clip.recording.duration()),
            live_words: Judgement::new(said, &live.text),
            live,
            script_words: Judgement::new(said, &script.text),
            script_text: script.text,
            script_decode_ms: ms(script.ran_for),
        }
    }

    /// How long the script would have kept its user waiting.
    pub fn script_latency_ms(&self, ending: Ending) -> f64 {
        match ending {
            Ending::Pause => ms(baseline::SILENCE) + self.script_decode_ms,
            Ending::Key { .. } => self.script_decode_ms,
        }
    }
}

/// One take.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TakeMetrics {
    /// From the last voiced sample to the last byte of the text in the agent's pty.
    pub total_ms: Option<f64>,
    /// From the key that ended it to that byte.
    pub key_to_text_ms: Option<f64>,
    /// From the last voiced sample to the end of listening.
    pub endpoint_wait_ms: Option<f64>,
    /// The decode that produced the text.
    pub stt_ms: Option<f64>,
    /// Decoding that ran during the listening.
    pub overlap_ms: f64,
    /// From when the text was known to that byte.
    pub delivery_ms: Option<f64>,
    /// Voiced audio.
    pub speech_ms: f64,
    /// From its first sample to the last voiced one.
    pub utterance_ms: f64,
    pub end_reason: &'static str,
    /// Decodes begun in a pause that was the end.
    pub speculative_hits: u32,
    /// Decodes begun in a pause that was not.
    pub speculative_misses: u32,
    /// Audio the decoder never saw.
    pub frames_dropped: u64,
    /// The text took a second decode, because the first one failed.
    pub fallback: bool,
    pub failure: Option<String>,
    /// From the onset of speech to the first live words; known for the first take of a recording.
    pub first_words_ms: Option<f64>,
    /// Times between changes of the live words during the speech.
    pub refresh_ms: Vec<f64>,
}

impl TakeMetrics {
    /// The metrics of a take of that recording.
    pub fn new(take: &Take, clip: &Clip, is_first: bool) -> Self {
        let Take { metrics, seen } = take;
        let heard_at = |place: Option<Duration>| seen.opening?.time_of(place?);
        let wait = metrics.endpoint_wait;
        let onset = heard_at(clip.speech_start()).filter(|_| is_first);
        let first_words = seen.live_words_at.first().copied();
        Self {
            total_ms: metrics.total.map(ms),
            key_to_text_ms: between(seen.key_at, seen.written_at),
            endpoint_wait_ms: wait.map(ms),
            stt_ms: metrics.stt.map(ms),
            overlap_ms: ms(metrics.overlap),
            delivery_ms: between(seen.typed_at, seen.written_at),
            speech_ms: ms(metrics.speech),
            utterance_ms: ms(metrics.capture.saturating_sub(wait.unwrap_or_default())),
            end_reason: metrics.end_reason.name(),
            speculative_hits: metrics.speculative_hits,
            speculative_misses: metrics.speculative_misses,
            frames_dropped: metrics.capture_stats.frames_dropped,
            fallback: metrics.fallback,
            failure: metrics.error.clone().or_else(|| seen.failures.first().cloned()),
            first_words_ms: between(onset, first_words),
            refresh_ms: refreshes(&seen.live_words_at, heard_at(clip.speech_end())),
        }
    }

    /// What the user waited, if there is a text.
    pub fn latency_ms(&self, ending: Ending) -> Option<f64> {
        match ending {
            Ending::Pause => self.total_ms,
            Ending::Key { .. } => self.key_to_text_ms,
        }
    }

    /// That wait in three: until listening was over, for the decode, for the pty.
    pub fn stages_ms(&self, ending: Ending) -> Option<[f64; 3]> {
        let latency = self.latency_ms(ending)?;
        let delivery = self.delivery_ms?;
        let after_listening = self.total_ms? - self.endpoint_wait_ms?;
        let decode = (after_listening - delivery).max(0.0);
        Some([(latency - decode - delivery).max(0.0), decode, delivery])
    }
}

/// The times between changes, up to the end of the speech: what changes later is the final text.
fn refreshes(changes: &[Instant], speech_ends: Option<Instant>) -> Vec<f64> {
    let during = |at: &Instant| speech_ends.is_none_or(|end| *at <= end);
    let pairs = changes.windows(2).filter(|pair| during(&pair[1]));
    pairs.map(|pair| ms(pair[1].duration_since(pair[0]))).collect()
}

/// The time from one to the other; `None` where one is missing or they come the other way round.
fn between(from: Option<Instant>, to: Option<Instant>) -> Option<f64> {
    Some(ms(to?.checked_duration_since(from?)?))
}

/// Whole milliseconds; a dash where there are none.
pub fn ms_or_dash(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}"))
}

#[cfg(test)]
mod tests;
