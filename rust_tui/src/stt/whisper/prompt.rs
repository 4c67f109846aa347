//! The text a decode is told to go on from: words to listen for, and what was said before.
//!
//! Whisper was trained to continue a transcript, so words it reads there become likelier to be
//! written. Every token of a prompt costs time in the decoder, and none of it can be kept from one
//! audio to the next, so a prompt is kept short: the context comes whole as far as it fits and the
//! words to listen for give way to it.

use super::tokens::TokenTable;
use whisper_rs::WhisperContext;

/// The most tokens in a prompt. Whisper itself allows half its text context less one, 223.
const MAX_PROMPT_TOKENS: usize = 200;
/// The most bytes of the context's end that are looked at; more than a prompt holds.
const MAX_CONTEXT_BYTES: usize = 2_000;

/// The part of every prompt that does not change, as tokens.
#[derive(Debug, Default)]
pub(super) struct Bias {
    tokens: Vec<i32>,
}

impl Bias {
    /// The words to listen for behind the user's own sentence.
    pub(super) fn of(
        context: &WhisperContext,
        table: &TokenTable,
        initial_prompt: &str,
        vocabulary: &[String],
    ) -> Bias {
        let text = [initial_prompt.trim(), &glossary(vocabulary)].join(" ");
        Bias { tokens: tokenise(context, table, &text) }
    }

    /// The prompt of a decode that goes on from `context`; empty if there is nothing to tell.
    pub(super) fn prompt(&self, context: &[i32]) -> Vec<i32> {
        let context = last(context, MAX_PROMPT_TOKENS);
        // A list is worth most at its start, where the user put what matters.
        let room = (MAX_PROMPT_TOKENS - context.len()).min(self.tokens.len());
        [&self.tokens[..room], context].concat()
    }
}

/// The vocabulary as one line of a transcript.
fn glossary(vocabulary: &[String]) -> String {
    if vocabulary.is_empty() { String::new() } else { format!("{}.", vocabulary.join(", ")) }
}

/// The last `count` of the items, or all.
fn last(items: &[i32], count: usize) -> &[i32] {
    &items[items.len().saturating_sub(count)..]
}

/// The tokens of the end of what was said before.
pub(super) fn context_tokens(context: &WhisperContext, table: &TokenTable, text: &str) -> Vec<i32> {
    let cut = text.len().saturating_sub(MAX_CONTEXT_BYTES);
    let end = (cut..).find_map(|from| text.get(from..)).unwrap_or_default();
    tokenise(context, table, end)
}

/// The text tokens of a text; marks with a meaning to the decoder are never among them.
fn tokenise(context: &WhisperContext, table: &TokenTable, text: &str) -> Vec<i32> {
    let text = text.trim().replace('\0', " ");
    if text.is_empty() {
        return Vec::new();
    }
    // Words within a transcript have their space before them. No token writes less than a byte.
    let text = format!(" {text}");
    let tokens = context.tokenize(&text, text.len() + 1).unwrap_or_default();
    tokens.into_iter().filter(|token| (0..table.end).contains(token)).collect()
}
