//! Reads WAV files whole, those too whose header does not know how long they are: what a program
//! writes into a pipe, or leaves behind when it is killed.

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Ending, WavFile};
use crate::voice::resample::ToMono16k;

/// Longest recording read: three hours of 48 kHz stereo. A header that claims more is a mistake.
const MAX_SAMPLES: usize = 3 * 3_600 * 48_000 * 2;
/// From this length on a header means that its writer did not know it: `sox` writes 0x7FFF_F000 into
/// a pipe (or the whole frames in that), `arecord` 0x8000_0000, `ffmpeg` 0xFFFF_FFFF.
const UNKNOWN_BYTES: u32 = 0x7FFF_0000;
/// Longest chunk kept from before the samples.
const MAX_CHUNK_BYTES: u32 = 1 << 20;

/// Why a file cannot be used as audio.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct WavError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

/// Reads a WAV file of 8 to 32 bits per sample, integer or float; of one that is cut off, what there
/// is of it.
///
/// # Errors
/// It is missing, not a WAV file, empty or absurdly long.
pub fn read_wav(path: &Path) -> Result<WavFile, WavError> {
    let fail = |problem: String| WavError { path: path.to_owned(), problem };
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => fail("there is no such file".to_owned()),
        _ => fail(format!("cannot be read: {error}")),
    })?;
    read_wav_from(BufReader::new(file), path)
}

/// The same from a stream; `path` is what errors call it.
///
/// # Errors
/// As [`read_wav`].
pub fn read_wav_from(mut stream: impl Read, path: &Path) -> Result<WavFile, WavError> {
    let fail = |problem: String| WavError { path: path.to_owned(), problem };
    let unreadable = |error: std::io::Error| fail(format!("cannot be read: {error}"));
    let header = repaired_header(&mut stream).map_err(unreadable)?;
    let reader =
        hound::WavReader::new(Cursor::new(header).chain(stream)).map_err(|error| match error {
            // "Other" is hound's own: the file ends within its header.
            hound::Error::IoError(error) if error.kind() != ErrorKind::Other => unreadable(error),
            error => fail(format!(
                "is not a WAV file parlo can read ({error}); convert it, for example with \
                 `ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.wav`"
            )),
        })?;
    let spec = reader.spec();
    // A rate of 0 and the like, before anything is played at it.
    ToMono16k::new(spec.sample_rate, spec.channels).map_err(fail)?;
    let claimed = reader.len();
    let is_known = claimed < UNKNOWN_BYTES / u32::from(spec.bits_per_sample.div_ceil(8).max(1));
    if is_known && claimed as usize > MAX_SAMPLES {
        return Err(fail("claims to be longer than three hours; split it".to_owned()));
    }
    let read = match spec.sample_format {
        hound::SampleFormat::Float => all(reader.into_samples::<f32>()),
        hound::SampleFormat::Int => {
            let full_scale = (1_i64 << (spec.bits_per_sample.max(1) - 1)) as f32;
            let samples = reader.into_samples::<i32>();
            all(samples.map(|sample| sample.map(|sample| sample as f32 / full_scale)))
        }
    };
    let mut samples = read.map_err(|error| fail(format!("is damaged: {error}")))?;
    if samples.len() > MAX_SAMPLES {
        return Err(fail("is longer than three hours; split it".to_owned()));
    }
    // The last frame may be there in part.
    samples.truncate(samples.len() / usize::from(spec.channels) * usize::from(spec.channels));
    if samples.is_empty() {
        return Err(fail("holds no samples".to_owned()));
    }
    let is_cut_off = is_known && samples.len() < claimed as usize;
    let ending = if is_cut_off { Ending::CutOff } else { Ending::Whole };
    Ok(WavFile { rate_hz: spec.sample_rate, channels: spec.channels, samples, ending })
}

/// The samples up to the end of the file, or one more than may be. A header can claim any number, so
/// room is made for those that come.
fn all(samples: impl Iterator<Item = hound::Result<f32>>) -> hound::Result<Vec<f32>> {
    samples
        // The file ends before the header says so.
        .take_while(|sample| {
            !matches!(sample, Err(hound::Error::IoError(error)) if error.kind() == ErrorKind::Other)
        })
        .take(MAX_SAMPLES + 1)
        .collect()
}

/// Reads the header up to the first sample. Where it does not know how many there are it comes to
/// claim the most there can be.
fn repaired_header(stream: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut header = Vec::new();
    stream.by_ref().take(12).read_to_end(&mut header)?;
    let mut bytes_per_frame = 1;
    loop {
        let start = header.len();
        stream.by_ref().take(8).read_to_end(&mut header)?;
        let Some(&[a, b, c, d, ref length @ ..]) = header[start..].first_chunk::<8>() else {
            return Ok(header);
        };
        let length = u32::from_le_bytes(*length);
        match [a, b, c, d] {
            id if &id == b"data" => {
                if length == 0 || length >= UNKNOWN_BYTES {
                    let most = u32::MAX / bytes_per_frame * bytes_per_frame;
                    header.truncate(start + 4);
                    header.extend(most.to_le_bytes());
                }
                return Ok(header);
            }
            // hound passes over it, or refuses it.
            _ if length > MAX_CHUNK_BYTES => return Ok(header),
            id => {
                stream.by_ref().take(length.into()).read_to_end(&mut header)?;
                if let (b"fmt ", Some(&[low, high])) = (&id, header.get(start + 20..start + 22)) {
                    bytes_per_frame = u32::from(u16::from_le_bytes([low, high])).max(1);
                }
            }
        }
    }
}
