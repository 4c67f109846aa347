//! The vocabulary of a model: what each token writes, and which tokens may be written when.

use whisper_rs::WhisperContext;

/// Tokens that describe sounds or break the flow of dictated text; OpenAI's decoder suppresses the
/// same ones (`Tokenizer.non_speech_tokens`).
const NON_SPEECH: &str = r#"" # ( ) * + / : ; < = > @ [ \ ] ^ _ ` { | } ~ 「 」 『 』 << >> <<< >>>
    -- --- -( -[ (' (" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪ ♩ ♪ ♫ ♬ ♭"#;

/// What the decoder has to know of the vocabulary.
pub(super) struct TokenTable {
    /// The bytes of each text token; text tokens are those below `end`.
    bytes: Vec<Vec<u8>>,
    /// Text tokens that are never written.
    suppressed: Vec<bool>,
    /// The tokens that write nothing but a mark that ends a sentence.
    pub(super) sentence_ends: Vec<i32>,
    /// The token that writes a single space, which must not come first.
    blank: Option<i32>,
    /// End of text.
    pub(super) end: i32,
    /// Start of transcript.
    pub(super) start: i32,
    /// Start of the text that came before.
    pub(super) previous: i32,
    /// No timestamps.
    pub(super) no_timestamps: i32,
    /// No speech.
    pub(super) no_speech: i32,
    /// Transcribe (rather than translate); multilingual models only.
    pub(super) transcribe: i32,
    /// The token of the first language and how many there are; none in English-only models.
    pub(super) languages: Option<(i32, usize)>,
}

impl TokenTable {
    pub(super) fn of(context: &WhisperContext) -> Self {
        let end = context.token_eot();
        let bytes: Vec<Vec<u8>> = (0..end)
            .map(|token| context.token_to_bytes(token).map(<[u8]>::to_vec).unwrap_or_default())
            .collect();
        // English-only vocabularies have 51,864 tokens; one more and they begin to have languages.
        let languages = context.is_multilingual().then(|| {
            let count = usize::try_from(context.n_vocab()).unwrap_or(0).saturating_sub(51_766);
            (context.token_lang(0), count)
        });
        Self {
            suppressed: bytes.iter().map(|text| is_non_speech(text)).collect(),
            sentence_ends: sentence_ends(&bytes),
            blank: bytes.iter().position(|text| text == b" ").and_then(|at| i32::try_from(at).ok()),
            bytes,
            end,
            start: context.token_sot(),
            previous: context.token_prev(),
            no_timestamps: context.token_not(),
            no_speech: context.token_nosp(),
            transcribe: context.token_transcribe(),
            languages,
        }
    }

    /// Whether the token may be written as the `position`-th one.
    pub(super) fn is_allowed(&self, token: usize, position: usize) -> bool {
        let is_end = token == self.end as usize;
        let text = self.suppressed.get(token).is_some_and(|suppressed| !suppressed);
        let first = position == 0 && (is_end || self.blank == i32::try_from(token).ok());
        (is_end || text) && !first
    }

    /// What the text token writes; may be a part of a character.
    pub(super) fn bytes(&self, token: i32) -> &[u8] {
        usize::try_from(token).ok().and_then(|at| self.bytes.get(at)).map_or(&[], Vec::as_slice)
    }

    /// What the text tokens write together.
    pub(super) fn text(&self, tokens: &[i32]) -> String {
        let bytes: Vec<u8> = tokens.iter().flat_map(|token| self.bytes(*token)).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn is_non_speech(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    // A hyphen or an apostrophe may stand within a word, not begin one.
    if matches!(text, " -" | " '") {
        return true;
    }
    let text = text.strip_prefix(' ').unwrap_or(text);
    NON_SPEECH.split_whitespace().any(|mark| mark == text)
}

fn sentence_ends(bytes: &[Vec<u8>]) -> Vec<i32> {
    let is_end =
        |text: &[u8]| [".", "?", "!", "。", "？", "！"].iter().any(|m| m.as_bytes() == text);
    let marks = bytes.iter().enumerate().filter(|(_, text)| is_end(text));
    marks.filter_map(|(token, _)| i32::try_from(token).ok()).collect()
}

#[cfg(test)]
mod testing;
