//! Files that are almost WAV files: refused, or read as sound that is sound.

use parlo_fuzz::{Target, words};

use super::{Folder, read_wav};

#[test]
fn fuzz_wav() {
    let folder = Folder::new();
    let mut seeds = Vec::new();
    for (rate_hz, channels, bits) in
        [(16_000, 1, 16), (48_000, 2, 24), (44_100, 1, 8), (8_000, 8, 32), (192_000, 2, 16)]
    {
        let path = folder.integers(rate_hz, channels, bits, &[0.0, 0.5, -1.0, 0.25, 0.1]);
        seeds.push(std::fs::read(path).unwrap());
    }
    let clip = concat!(env!("CARGO_MANIFEST_DIR"), "/../samples/g11.wav");
    let mut real = std::fs::read(clip).unwrap();
    real.truncate(2_000);
    seeds.push(real);
    let vocabulary =
        words(["RIFF", "WAVE", "fmt ", "data", "LIST", "fact", "RF64", "\u{1}\0", "\u{3}\0"]);
    let path = folder.path("fuzzed.wav");
    Target::new("wav", seeds, vocabulary, 8_000).run(|bytes| {
        std::fs::write(&path, bytes).unwrap();
        if let Ok(file) = read_wav(&path) {
            assert!(!file.samples.is_empty() && file.samples.len() <= bytes.len());
            if let Ok(samples) = file.to_mono_16k() {
                let seconds = file.duration().as_secs_f64();
                // The filter of the resampler may add its own length.
                assert!(samples.len() as f64 <= seconds * 16_000.0 + 16_000.0, "{}", samples.len());
            }
        }
    });
}
