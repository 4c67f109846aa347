//! The text a decode goes on from: the user's own style, words to listen for, and what was said before.
//!
//! Whisper was trained to continue a transcript, so words it reads there become likelier to be
//! written. Every token of a prompt takes the decoder about 1 ms (tiny.en, two threads; 1.7 ms with
//! one), and none of it can be kept from one audio to the next. So the first pass reads the style and
//! the last words said, and the words to listen for come in where they are worth their time: in the
//! beam search that follows where the first pass was not sure, as it is not of words it does not know.

use parlo_core::hints::Hints;
use whisper_rs::WhisperContext;

use super::tokens::TokenTable;
use super::vocabulary::Vocabulary;

/// The most tokens of the words to listen for; some 25 words. Raising this makes unsure decodes
/// slower by a millisecond each.
const MAX_GLOSSARY_TOKENS: usize = 96;
/// The most tokens of the user's own style; every decode reads them.
const MAX_STYLE_TOKENS: usize = 64;
/// The most tokens of what was said before; some 12 words. Over stretches of long utterances 16 make
/// 4 errors in 277 words where none make 6, and 40 make 4 as well.
const MAX_CONTEXT_TOKENS: usize = 16;
/// The most bytes of the context's end that are looked at; more than is read of it.
const MAX_CONTEXT_BYTES: usize = 200;

/// What the hints come to for this model: the part of every prompt that changes with them alone, and
/// what becomes of their words in the text.
#[derive(Debug, Default)]
pub(super) struct Bias {
    /// That of the hints.
    version: u64,
    style: Vec<i32>,
    glossary: Vec<i32>,
    vocabulary: Vocabulary,
}

impl Bias {
    /// Follows the hints of a decode, if they are others than those of the last one.
    pub(super) fn follow(&mut self, hints: &Hints, context: &WhisperContext, table: &TokenTable) {
        if self.version != hints.version() {
            *self = Self::of(hints, context, table);
        }
    }

    fn of(hints: &Hints, context: &WhisperContext, table: &TokenTable) -> Self {
        let vocabulary = Vocabulary::new(hints.vocabulary());
        // A list is worth most at its start, where the user put what matters.
        let first = |text: &str, most| {
            let mut tokens = tokenise(context, table, text);
            tokens.truncate(most);
            tokens
        };
        Self {
            version: hints.version(),
            style: first(hints.initial_prompt(), MAX_STYLE_TOKENS),
            glossary: first(&vocabulary.glossary(), MAX_GLOSSARY_TOKENS),
            vocabulary,
        }
    }

    /// The words to listen for.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The prompt of a first pass that goes on from `context`; empty if there is nothing to go on from.
    pub(super) fn short(&self, context: &[i32]) -> Vec<i32> {
        [&self.style, last(context, MAX_CONTEXT_TOKENS)].concat()
    }

    /// The prompt of a search: the words to listen for before all else.
    pub(super) fn full(&self, context: &[i32]) -> Vec<i32> {
        [self.glossary.as_slice(), &self.short(context)].concat()
    }
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
