//! The token texts: CTranslate2's list of printable stand-ins to the raw bytes ggml wants.
//!
//! GPT-2's byte-level tokens are arbitrary bytes. The list writes each byte as one printable
//! character (`Ġ` is a space), after the table of OpenAI's `bytes_to_unicode`. whisper.cpp wants
//! the first 50257 tokens and makes up the special ones itself. Pure; no I/O.

use std::collections::HashMap;

/// Tokens a ggml file spells out. The English vocabulary counts `<|endoftext|>` among them, the
/// multilingual one has an empty token in its place and `<|endoftext|>` just after.
pub(super) const SPELLED_TOKENS: usize = 50_257;

/// How a vocabulary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VocabularyFormat {
    /// One token per line.
    Lines,
    /// A JSON array of strings.
    Json,
}

/// The bytes of the first [`SPELLED_TOKENS`] tokens of a model with `vocabulary_size` tokens.
///
/// # Errors
///
/// Says what is wrong when the list is malformed or is not Whisper's.
pub(super) fn token_bytes(
    format: VocabularyFormat,
    list: &[u8],
    vocabulary_size: usize,
) -> Result<Vec<Vec<u8>>, String> {
    let tokens: Vec<String> = match format {
        VocabularyFormat::Json => serde_json::from_slice(list)
            .map_err(|error| format!("its vocabulary is not a JSON list of strings: {error}"))?,
        VocabularyFormat::Lines => {
            let text = str::from_utf8(list)
                .map_err(|error| format!("its vocabulary is not UTF-8: {error}"))?;
            let text = text.strip_suffix('\n').unwrap_or(text);
            text.split('\n').map(str::to_owned).collect()
        }
    };
    if tokens.len() != vocabulary_size {
        return Err(format!(
            "its vocabulary lists {} tokens, its embedding has {vocabulary_size}",
            tokens.len()
        ));
    }
    let english = vocabulary_size == 51_864;
    let end_of_text = if english { SPELLED_TOKENS - 1 } else { SPELLED_TOKENS };
    if tokens.get(end_of_text).map(String::as_str) != Some("<|endoftext|>") {
        return Err(format!(
            "its vocabulary is not Whisper's: token {end_of_text} is not <|endoftext|>"
        ));
    }
    let byte_of = byte_of_stand_in();
    tokens
        .iter()
        .take(SPELLED_TOKENS)
        .enumerate()
        .map(|(index, token)| {
            token
                .chars()
                .map(|stand_in| byte_of.get(&stand_in).copied())
                .collect::<Option<Vec<u8>>>()
                .ok_or_else(|| {
                    format!("token {index} of its vocabulary is not byte-level: {token:?}")
                })
        })
        .collect()
}

/// Printable Latin-1 stands for itself; every other byte, in order, for a character from U+0100.
fn byte_of_stand_in() -> HashMap<char, u8> {
    let mut next_stand_in = 0x100_u32;
    (0..=u8::MAX)
        .filter_map(|byte| {
            let stand_in = match byte {
                33..=126 | 161..=172 | 174..=255 => Some(char::from(byte)),
                _ => {
                    next_stand_in += 1;
                    char::from_u32(next_stand_in - 1)
                }
            };
            stand_in.map(|stand_in| (stand_in, byte))
        })
        .collect()
}

#[cfg(test)]
mod tests;
