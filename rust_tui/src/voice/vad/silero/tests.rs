//! The network computes what whisper.cpp computes from the same file, and follows a stream.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use whisper_rs::{WhisperVadContext, WhisperVadContextParams};

use super::network::INPUT;
use super::*;
use crate::voice::testing::{pink_noise, sample, silence};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/ggml-silero-v6.2.0.bin");

/// What whisper.cpp says of each 32 ms.
fn by_whisper_cpp(samples: &[f32]) -> Vec<f32> {
    whisper_rs::install_logging_hooks();
    let mut parameters = WhisperVadContextParams::default();
    // More would wait for each other on a busy machine.
    parameters.set_n_threads(1);
    let mut context = WhisperVadContext::new(FILE, parameters).unwrap();
    context.detect_speech(samples).unwrap();
    context.probabilities().to_vec()
}

/// The same with our network, mirrored on both sides as whisper.cpp does it.
fn mirrored_on_both_sides(samples: &[f32]) -> Vec<f32> {
    let mut memory = Memory::new();
    let around = (INPUT - CHUNK) / 2;
    let judge = |chunk: &[f32]| {
        let before = chunk[1..=around].iter().rev();
        let after = chunk.iter().rev().skip(1).take(around);
        let input: Vec<f32> = before.chain(chunk).chain(after).copied().collect();
        NETWORK.run(&mut memory, &input.try_into().unwrap())
    };
    samples.chunks_exact(CHUNK).map(judge).collect()
}

#[test]
fn the_network_agrees_with_whisper_cpp() {
    let mut samples = [silence(480), sample("g11"), sample("g10"), pink_noise(960, -20.0)].concat();
    samples.truncate(samples.len() / CHUNK * CHUNK);
    let (theirs, ours) = (by_whisper_cpp(&samples), mirrored_on_both_sides(&samples));
    assert_eq!(theirs.len(), ours.len());
    assert!(ours.iter().any(|p| *p > 0.95) && ours.iter().any(|p| *p < 0.05), "{ours:?}");
    for (number, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        // ggml multiplies in half precision.
        assert!((ours - theirs).abs() < 0.03, "chunk {number}: {ours}, whisper.cpp {theirs}");
    }
}

#[test]
fn a_verdict_holds_until_the_next_chunk_is_whole() {
    let mut detector = Silero::new();
    let clip = sample("g11");
    let verdicts: Vec<bool> = clip.chunks_exact(256).map(|f| detector.is_voiced(f)).collect();
    assert!(verdicts.contains(&true) && verdicts.contains(&false));
    assert!(verdicts[1..].chunks_exact(2).all(|pair| pair[0] == pair[1]), "{verdicts:?}");
}

#[test]
fn a_sample_that_is_no_number_is_forgotten() {
    let mut detector = Silero::new();
    for broken in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        assert!(!detector.is_voiced(&[broken; 256]));
    }
    let clip = sample("g11");
    assert!(clip.chunks_exact(256).any(|frame| detector.is_voiced(frame)));
}

#[test]
fn a_file_that_is_cut_short_or_another_is_refused() {
    let file = std::fs::read(FILE).unwrap();
    assert!(Network::read(&file).is_some());
    for length in [0, 3, 4, 20, 100, file.len() / 2, file.len() - 1] {
        assert!(Network::read(&file[..length]).is_none(), "{length} bytes");
    }
    let mut other = file;
    other[0] ^= 1;
    assert!(Network::read(&other).is_none());
}
