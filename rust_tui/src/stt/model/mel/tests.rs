//! The filter bank, against OpenAI's published one.

use sha2::{Digest, Sha256};

use super::{FREQUENCY_BINS, filter_bank};

/// SHA-256 of the two arrays in OpenAI's `mel_filters.npz`, as little-endian f32.
const PUBLISHED: [(usize, &str); 2] = [
    (80, "4f2701b1d287d74a0dc9871026e9519d98cb76426615f2539b0d151a0ae4ec2e"),
    (128, "2a5f9822897750e047c85dea37cc268d3be0ecfd23c28a5f10da129d99d05afe"),
];

#[test]
fn the_bank_is_bit_for_bit_the_published_one() {
    for (bands, expected) in PUBLISHED {
        let bank = filter_bank(bands);
        assert_eq!(bank.len(), bands * FREQUENCY_BINS);
        let bytes: Vec<u8> = bank.iter().flat_map(|weight| weight.to_le_bytes()).collect();
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, expected, "{bands} bands");
    }
}
