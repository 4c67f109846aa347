//! How an input is changed: each edit is a value, so that proptest can leave out the needless ones.

use proptest::prelude::{Strategy, any};
use proptest::prop_oneof;
use proptest::sample::Index;

/// Longer than this nothing is repeated or copied at a time.
const LONGEST: usize = 512;
/// Numbers at which readers of lengths and counts go wrong.
const NUMBERS: [u64; 12] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    u64::MAX,
];

/// A change of an input.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A word of the target's language.
    Word { at: Index, word: Index },
    /// Any bytes.
    Bytes { at: Index, bytes: Vec<u8> },
    /// Other bits in a byte.
    Flip { at: Index, bits: u8 },
    /// A number written over so many bytes, little-endian.
    Number { at: Index, number: Index, bytes: usize },
    /// A stretch is left out.
    Remove { at: Index, length: usize },
    /// A stretch stands several times.
    Repeat { at: Index, length: usize, times: usize },
    /// A stretch of another seed.
    Splice { at: Index, seed: Index, from: Index, length: usize },
    /// The end is missing.
    Cut { at: Index },
}

/// Any edit.
pub(crate) fn edits() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    let length = || 1..LONGEST;
    prop_oneof![
        4 => (at(), at()).prop_map(|(at, word)| Edit::Word { at, word }),
        2 => (at(), proptest::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Edit::Bytes { at, bytes }),
        3 => (at(), 1..=u8::MAX).prop_map(|(at, bits)| Edit::Flip { at, bits }),
        2 => (at(), at(), proptest::sample::select(vec![1_usize, 2, 4, 8]))
            .prop_map(|(at, number, bytes)| Edit::Number { at, number, bytes }),
        2 => (at(), length()).prop_map(|(at, length)| Edit::Remove { at, length }),
        1 => (at(), length(), 1_usize..6)
            .prop_map(|(at, length, times)| Edit::Repeat { at, length, times }),
        2 => (at(), at(), at(), length())
            .prop_map(|(at, seed, from, length)| Edit::Splice { at, seed, from, length }),
        1 => at().prop_map(|at| Edit::Cut { at }),
    ]
}

/// The input with one change.
pub(crate) fn mutated(
    mut input: Vec<u8>,
    edit: &Edit,
    seeds: &[Vec<u8>],
    words: &[Vec<u8>],
) -> Vec<u8> {
    // An insertion may also stand at the end.
    let gap = |at: &Index| at.index(input.len() + 1);
    let stretch = |at: &Index, length: usize| {
        let start = at.index(input.len() + 1);
        start..(start + length).min(input.len())
    };
    match edit {
        Edit::Word { at, word } if !words.is_empty() => {
            let place = gap(at);
            input.splice(place..place, word.get(words).iter().copied());
        }
        Edit::Word { .. } => {}
        Edit::Bytes { at, bytes } => {
            let place = gap(at);
            input.splice(place..place, bytes.iter().copied());
        }
        Edit::Flip { at, bits } => {
            let place = at.index(input.len().max(1));
            if let Some(byte) = input.get_mut(place) {
                *byte ^= bits;
            }
        }
        Edit::Number { at, number, bytes } => {
            let place = stretch(at, *bytes);
            let number = number.get(&NUMBERS).to_le_bytes();
            let length = place.len();
            input[place].copy_from_slice(&number[..length]);
        }
        Edit::Remove { at, length } => {
            input.drain(stretch(at, *length));
        }
        Edit::Repeat { at, length, times } => {
            let place = stretch(at, *length);
            let copies = input[place.clone()].repeat(*times);
            input.splice(place.end..place.end, copies);
        }
        Edit::Splice { at, seed, from, length } => {
            let (place, other) = (gap(at), seed.get(seeds));
            let start = from.index(other.len() + 1);
            let end = (start + length).min(other.len());
            input.splice(place..place, other[start..end].iter().copied());
        }
        Edit::Cut { at } => input.truncate(gap(at)),
    }
    input
}
