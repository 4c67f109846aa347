//! The decoder's loop: the likeliest allowed token, one after the other, until the end or a loop.
//!
//! Knows nothing of whisper.cpp: logits come from a closure, so that the loop is tested with
//! made-up ones.

use super::Pass;
use super::confidence::word_confidences;
use super::repetition::first_copy_end;
use super::tokens::TokenTable;
use crate::stt::engine::EngineError;

/// One flipped bit of an exponent is enough: what is not a number spreads to all that follows it.
const DAMAGED: &str = "the speech model is damaged: it computes what is not a number; check it with `parlo models verify`";

pub(super) struct Greedy<'a> {
    pub(super) table: &'a TokenTable,
    /// Number of the language, `None` to take the likeliest.
    pub(super) language: Option<i32>,
    /// The text to go on from, as tokens; may be empty.
    pub(super) prompt: &'a [i32],
}

impl Greedy<'_> {
    /// Writes a text of at most `limit` tokens; also yields the language, where there is a choice.
    /// `next` feeds tokens from a position on, in place of what was there and behind, and yields
    /// logits: those of the token after, if it was one token.
    pub(super) fn decode(
        &self,
        limit: usize,
        mut next: impl FnMut(&[i32], usize) -> Result<Vec<f32>, EngineError>,
    ) -> Result<(Pass, Option<i32>), EngineError> {
        let table = self.table;
        // Whether there is speech, and in which language, is asked before the prompt is read: what
        // was said before must not answer for this audio.
        let first = next(&[table.start], 0)?;
        if first.iter().any(|logit| logit.is_nan()) {
            return Err(EngineError::Failed(DAMAGED.to_owned()));
        }
        // As in the paper: how likely "no speech" is right after the start of the transcript.
        let no_speech_probability = log_probability(&first, table.no_speech).exp();
        let language = table.languages.map(|languages| self.language_of(&first, languages));
        let (mut head, from) = match self.prompt {
            [] => (Vec::new(), 1),
            prompt => ([&[table.previous], prompt, &[table.start]].concat(), 0),
        };
        if let Some((first_language, _)) = table.languages {
            head.extend([first_language + language.unwrap_or_default(), table.transcribe]);
        }
        if !head.is_empty() {
            next(&head, from)?;
        }
        let mut position = from + head.len();
        let mut feed = |token: i32| {
            let logits = next(&[token], position);
            position += 1;
            logits
        };
        let mut logits = feed(table.no_timestamps)?;

        let mut tokens: Vec<i32> = Vec::new();
        let mut log_probabilities: Vec<f32> = Vec::new();
        let mut looped = false;
        let mut sentence_end_probability = 0.0;
        loop {
            let (token, log_probability) = self.likeliest(&logits, tokens.len());
            if token == table.end {
                break;
            }
            if tokens.len() == limit {
                looped = true;
                break;
            }
            let ends = table.sentence_ends.contains(&token);
            sentence_end_probability = if ends { log_probability.exp() } else { 0.0 };
            tokens.push(token);
            log_probabilities.push(log_probability);
            if let Some(end) = first_copy_end(&tokens) {
                tokens.truncate(end);
                log_probabilities.truncate(end);
                looped = true;
                break;
            }
            logits = feed(token)?;
        }
        let count = log_probabilities.len().max(1) as f32;
        let pieces =
            tokens.iter().map(|token| table.bytes(*token)).zip(log_probabilities.iter().copied());
        let pass = Pass {
            text: table.text(&tokens),
            confidences: word_confidences(pieces),
            no_speech_probability,
            mean_log_probability: log_probabilities.iter().sum::<f32>() / count,
            sentence_end_probability,
            looped,
        };
        Ok((pass, language))
    }

    /// The number of the language: the one asked for, or the likeliest after the first token.
    fn language_of(&self, logits: &[f32], (first, count): (i32, usize)) -> i32 {
        self.language.unwrap_or_else(|| {
            let from = usize::try_from(first).unwrap_or_default();
            let languages = logits.iter().skip(from).take(count).enumerate();
            let likeliest = languages.max_by(|a, b| a.1.total_cmp(b.1));
            likeliest.and_then(|(at, _)| i32::try_from(at).ok()).unwrap_or_default()
        })
    }

    /// The likeliest token that may be written here, with its log probability among those.
    fn likeliest(&self, logits: &[f32], position: usize) -> (i32, f32) {
        let allowed = |token: usize| self.table.is_allowed(token, position);
        let mut best = (self.table.end, f32::NEG_INFINITY);
        for (token, logit) in logits.iter().enumerate() {
            if *logit > best.1 && allowed(token) {
                best = (token as i32, *logit);
            }
        }
        let mass: f32 = logits
            .iter()
            .enumerate()
            .filter(|(token, logit)| is_noticeable(**logit, best.1) && allowed(*token))
            .map(|(_, logit)| (logit - best.1).exp())
            .sum();
        (best.0, -mass.max(1.0).ln())
    }
}

/// Whether a logit adds anything to a sum of probabilities next to the largest one.
fn is_noticeable(logit: f32, largest: f32) -> bool {
    logit > largest - 20.0
}

/// The log probability of a token among all.
pub(super) fn log_probability(logits: &[f32], token: i32) -> f32 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let noticeable = logits.iter().filter(|logit| is_noticeable(**logit, largest));
    let mass: f32 = noticeable.map(|logit| (logit - largest).exp()).sum();
    let logit = usize::try_from(token).ok().and_then(|at| logits.get(at));
    logit.map_or(f32::NEG_INFINITY, |logit| logit - largest - mass.ln())
}

#[cfg(test)]
mod tests;
