//! Reads the head of a ggml file and checks, without hashing, that whisper.cpp can load it.
//!
//! [`inspect`] is what every command runs on a model before it is used: magic number, plausible
//! dimensions, mel filters, vocabulary, then the walk over all tensors in [`super::tensors`]. It
//! reads a few hundred kilobytes and allocates no more than one token's or name's bytes at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use super::ModelError;
use super::dimensions::Dimensions;
use super::foreign;
use super::mel::FREQUENCY_BINS;
use super::reader::{FormatError, Reader, damaged, refuse};
use super::tensors::{WeightType, walk};

/// `ggml` as the little-endian number every file begins with.
pub(super) const MAGIC: u32 = 0x6767_6d6c;

/// A token is at most a few dozen bytes; anything longer is damage.
const LONGEST_TOKEN_BYTES: usize = 1024;

/// What a whole model says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelInfo {
    /// Layers, widths, vocabulary size, mel bands.
    pub dimensions: Dimensions,
    /// How the big matrices are stored.
    pub weights: WeightType,
    /// Size of the file.
    pub bytes: u64,
    /// Number of tensors; all that its dimensions demand.
    pub tensors: usize,
}

impl ModelInfo {
    /// Whether it knows English only.
    pub const fn is_english_only(&self) -> bool {
        self.dimensions.is_english_only()
    }
}

/// Checks that the file at `path` is a whole ggml Whisper model, in milliseconds.
///
/// # Errors
///
/// [`ModelError::Io`] when it cannot be read, [`ModelError::NotAModel`] with the reason when
/// whisper.cpp could not load it. Changed weights go unnoticed here; [`super::verify()`] finds them.
pub fn inspect(path: &Path) -> Result<ModelInfo, ModelError> {
    let metadata = std::fs::metadata(path).map_err(ModelError::io("read", path))?;
    // Opening a pipe would wait for a writer for ever.
    if !metadata.is_file() {
        return Err(ModelError::not_a_model(path, "it is not a regular file"));
    }
    let file = File::open(path).map_err(ModelError::io("open", path))?;
    let length = metadata.len();
    inspect_reader(BufReader::with_capacity(64 * 1024, file), length).map_err(|error| match error {
        FormatError::Reason(reason) => ModelError::not_a_model(path, reason),
        FormatError::Io(source) => ModelError::io("read", path)(source),
    })
}

/// As [`inspect`], for any `input` of `length` bytes.
pub(super) fn inspect_reader<R: BufRead + Seek>(
    mut input: R,
    length: u64,
) -> Result<ModelInfo, FormatError> {
    let mut prefix =
        vec![0; foreign::PREFIX_BYTES.min(usize::try_from(length).unwrap_or(usize::MAX))];
    input.read_exact(&mut prefix)?;
    input.seek(SeekFrom::Start(0))?;
    if !prefix.starts_with(&MAGIC.to_le_bytes()) {
        return refuse(foreign::describe(&prefix));
    }
    if foreign::looks_like_silero(&prefix) {
        return refuse(
            "it is the Silero voice detector, which writes no words; see `parlo models list`",
        );
    }
    let mut reader = Reader::new(input, length);
    reader.u32("the magic number")?;
    let (dimensions, weights) = read_dimensions(&mut reader)?;
    let bands = reader.u32("the mel filters")? as usize;
    let bins = reader.u32("the mel filters")? as usize;
    let Dimensions { mel_bands, vocabulary, .. } = dimensions;
    if bands != mel_bands || bins != FREQUENCY_BINS {
        let expected = format!("{mel_bands} × {FREQUENCY_BINS}");
        return damaged(format!("its mel filters are {bands} × {bins} instead of {expected}"));
    }
    reader.skip((bands * bins * size_of::<f32>()) as u64, "the mel filters")?;
    let tokens = reader.u32("the vocabulary")? as usize;
    if tokens == 0 || tokens > vocabulary {
        return damaged(format!("its vocabulary claims {tokens} tokens of {vocabulary}"));
    }
    let mut has_blank = false;
    for _ in 0..tokens {
        let bytes = reader.u32("the vocabulary")? as usize;
        if bytes > LONGEST_TOKEN_BYTES {
            return damaged(format!("its vocabulary claims a token of {bytes} bytes"));
        }
        if bytes == 1 {
            has_blank |= reader.u8("the vocabulary")? == b' ';
        } else {
            reader.skip(bytes as u64, "the vocabulary")?;
        }
    }
    // whisper.cpp looks this token up without asking whether it is there.
    if !has_blank {
        return damaged("its vocabulary has no blank");
    }
    let tensors = walk(&mut reader, &dimensions, weights)?;
    Ok(ModelInfo { dimensions, weights, bytes: length, tensors })
}

fn read_dimensions<R: BufRead + Seek>(
    reader: &mut Reader<R>,
) -> Result<(Dimensions, WeightType), FormatError> {
    let mut next = || reader.u32("the header").map(|value| value as usize);
    let (vocabulary, audio_context, state, heads) = (next()?, next()?, next()?, next()?);
    let (audio_layers, text_context, text_state, text_heads) = (next()?, next()?, next()?, next()?);
    let (text_layers, mel_bands, file_type) = (next()?, next()?, next()?);
    let dimensions = Dimensions {
        vocabulary,
        audio_context,
        state,
        heads,
        audio_layers,
        text_context,
        text_layers,
        mel_bands,
    };
    dimensions.check().map_err(FormatError::new)?;
    if (text_state, text_heads) != (state, heads) {
        return damaged("its encoder and decoder differ in width");
    }
    let weights = u32::try_from(file_type)
        .ok()
        // To whisper.cpp the number has a sign.
        .filter(|file_type| i32::try_from(*file_type).is_ok())
        .and_then(WeightType::of_file_type)
        .ok_or_else(|| {
            FormatError::new(format!(
                "its weights have the unknown type {file_type}; parlo reads f32, f16, q4_0 to q8_0 and q2_K to q6_K, see `parlo models list`"
            ))
        })?;
    Ok((dimensions, weights))
}

#[cfg(test)]
mod tests;
