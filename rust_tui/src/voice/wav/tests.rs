//! WAV files of every kind, good and bad, and the player against the clock.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::PathBuf;

use hound::{SampleFormat, WavSpec};
use tempfile::TempDir;

use super::*;

mod fuzzing;
mod player;

/// A folder for the files of one test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes frames of `channels` equal samples, full scale being 1.
    fn integers(&self, rate_hz: u32, channels: u16, bits: u16, frames: &[f32]) -> PathBuf {
        let path = self.path(&format!("{rate_hz}-{channels}-{bits}.wav"));
        let spec = WavSpec {
            channels,
            sample_rate: rate_hz,
            bits_per_sample: bits,
            sample_format: SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&path, spec).unwrap();
        let full_scale = (1_i64 << (bits - 1)) as f64;
        for frame in frames {
            for _ in 0..channels {
                let value = (f64::from(*frame) * full_scale).round();
                writer.write_sample(value.clamp(-full_scale, full_scale - 1.0) as i32).unwrap();
            }
        }
        writer.finalize().unwrap();
        path
    }

    fn floats(&self, frames: &[f32]) -> PathBuf {
        let path = self.path("float.wav");
        let spec = WavSpec {
            channels: 1,
            sample_rate: 48_000,
            bits_per_sample: 32,
            sample_format: SampleFormat::Float,
        };
        let mut writer = hound::WavWriter::create(&path, spec).unwrap();
        frames.iter().for_each(|frame| writer.write_sample(*frame).unwrap());
        writer.finalize().unwrap();
        path
    }

    fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }
}

/// The header of a 16-bit mono file that claims so many bytes of audio.
fn header(rate_hz: u32, channels: u16, data_bytes: u32) -> Vec<u8> {
    let block = channels * 2;
    let mut bytes = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0".to_vec();
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate_hz.to_le_bytes());
    bytes.extend((rate_hz * u32::from(block)).to_le_bytes());
    bytes.extend(block.to_le_bytes());
    bytes.extend(16_u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(data_bytes.to_le_bytes());
    bytes
}

const STEPS: [f32; 7] = [0.0, 0.25, -0.25, 0.5, -0.5, 0.75, -1.0];

#[test]
fn integers_of_every_width_are_read_at_their_level() {
    let folder = Folder::new();
    for bits in [8, 16, 24, 32] {
        let file = read_wav(&folder.integers(16_000, 1, bits, &STEPS)).unwrap();
        assert_eq!((file.rate_hz, file.channels), (16_000, 1));
        assert_eq!(file.samples, STEPS, "{bits} bits");
    }
}

#[test]
fn floats_are_read_as_they_are() {
    let file = read_wav(&Folder::new().floats(&[0.0, 0.1, -1.0, 1.5])).unwrap();
    assert_eq!((file.rate_hz, file.samples), (48_000, vec![0.0, 0.1, -1.0, 1.5]));
}

#[test]
fn stereo_at_44_100_hz_becomes_mono_at_16_000() {
    let tone: Vec<f32> = (0..44_100).map(|n| 0.5 * (n as f32 * 0.0627).sin()).collect();
    let file = read_wav(&Folder::new().integers(44_100, 2, 16, &tone)).unwrap();
    assert_eq!((file.channels, file.samples.len()), (2, 88_200));
    let mono = file.to_mono_16k().unwrap();
    assert_eq!(mono.len(), 16_000);
    let level = parlo_core::level::rms_dbfs(&mono[1_000..]);
    assert!((level + 9.03).abs() < 0.3, "{level}");
}

/// What the error says after the name of the file, which it must begin with.
fn problem(path: &Path) -> String {
    let message = read_wav(path).unwrap_err().to_string();
    let named = format!("{}: ", path.display());
    message.strip_prefix(&named).unwrap_or_else(|| panic!("{message}")).to_owned()
}

#[test]
fn a_missing_file_is_missing() {
    assert_eq!(problem(&Folder::new().path("gone.wav")), "there is no such file");
}

#[test]
fn a_folder_is_no_recording() {
    let folder = Folder::new();
    assert!(problem(folder.0.path()).starts_with("cannot be read"));
}

#[test]
fn a_file_that_is_no_wav_says_how_to_make_one() {
    let folder = Folder::new();
    for (name, bytes) in [
        ("empty.wav", b"" as &[u8]),
        ("text.wav", b"These are my notes, which are not a recording at all.\n"),
        ("short.wav", b"RIFF\x10\0\0\0WA"),
        ("song.mp3", b"ID3\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ] {
        let problem = problem(&folder.bytes(name, bytes));
        assert!(problem.contains("is not a WAV file parlo can read"), "{name}: {problem}");
        assert!(problem.contains("ffmpeg"), "{name}: {problem}");
    }
}

#[test]
fn a_file_without_samples_is_refused() {
    let folder = Folder::new();
    assert_eq!(problem(&folder.integers(16_000, 1, 16, &[])), "holds no samples");
}

#[test]
fn of_a_file_that_is_cut_off_there_is_what_there_is() {
    let folder = Folder::new();
    let bytes = std::fs::read(folder.integers(16_000, 2, 16, &[0.25; 1_000])).unwrap();
    assert_eq!(read_wav(&folder.bytes("all.wav", &bytes)).unwrap().ending, Ending::Whole);
    for (cut, frames) in [(1, 999), (3, 999), (4, 999), (2_000, 500)] {
        let file = read_wav(&folder.bytes("cut.wav", &bytes[..bytes.len() - cut])).unwrap();
        assert_eq!((file.samples, file.ending), (vec![0.25; 2 * frames], Ending::CutOff), "{cut}");
    }
    // Within the header there is nothing.
    assert!(problem(&folder.bytes("cut.wav", &bytes[..40])).contains("is not a WAV file"));
}

#[test]
fn a_file_whose_writer_did_not_know_its_length_is_read_to_its_end() {
    let folder = Folder::new();
    for claimed in [0, 0x7FFF_F000, 0x7FFF_EFFC, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFE] {
        for channels in [1, 2, 3] {
            let mut bytes = header(16_000, channels, claimed);
            // What ffmpeg says of itself stands between format and samples.
            bytes.splice(36..36, *b"LIST\x04\0\0\0INFO");
            bytes.extend([0, 0x40].repeat(600));
            let file = read_wav(&folder.bytes("piped.wav", &bytes)).unwrap();
            assert_eq!((file.samples, file.ending), (vec![0.5; 600], Ending::Whole), "{claimed}");
        }
    }
}

#[test]
fn a_header_that_claims_hours_is_refused_before_memory_is_asked_for() {
    let folder = Folder::new();
    let path = folder.bytes("hours.wav", &header(16_000, 1, 2 * 3 * 3_600 * 48_000 * 2 + 2));
    assert!(problem(&path).contains("longer than three hours"), "{}", problem(&path));
    assert_eq!(problem(&folder.bytes("no.wav", &header(16_000, 1, u32::MAX))), "holds no samples");
}

#[test]
fn a_header_of_nonsense_is_refused() {
    let folder = Folder::new();
    for (rate_hz, channels) in [(0, 1), (1, 1), (4_000_000, 1), (16_000, 0)] {
        let mut bytes = header(rate_hz, channels, 4);
        bytes.extend([0, 1, 0, 1]);
        let path = folder.bytes("nonsense.wav", &bytes);
        assert!(!problem(&path).is_empty());
    }
}
