//! A target that fails is found out, with no more of an input than it takes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

fn target(seeds: Vec<Vec<u8>>, words: Vec<Vec<u8>>) -> Target {
    Target::new("of-the-harness", seeds, words, 4_096)
}

#[test]
fn inputs_are_seeds_and_what_becomes_of_them() {
    let seen = Cell::new((0, 0, 0));
    target(vec![b"a seed".to_vec()], words(["WORD"])).run(|input| {
        let (mut same, mut with_word, mut others) = seen.get();
        same += u32::from(input == b"a seed");
        with_word += u32::from(input.windows(4).any(|it| it == b"WORD"));
        others += u32::from(!input.starts_with(b"a"));
        seen.set((same, with_word, others));
    });
    let (same, with_word, others) = seen.get();
    assert!(same > 10 && with_word > 50 && others > 50, "{seen:?}");
}

#[test]
fn a_failure_is_reduced_and_kept_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut fuzzed = target(vec![vec![b'.'; 300]], words(["WORD"]));
    fuzzed.folder = folder.path().join("made");
    let fails = |input: &[u8]| assert!(!input.windows(4).any(|it| it == b"WORD"));
    let run = || catch_unwind(AssertUnwindSafe(|| fuzzed.clone().run(fails)));
    assert!(run().is_err());
    let kept = fuzzed.kept();
    let found = kept.iter().map(|(_, bytes)| bytes.len()).collect::<Vec<_>>();
    let runs = Cell::new(0);
    let again = catch_unwind(AssertUnwindSafe(|| {
        fuzzed.clone().run(|input| {
            runs.set(runs.get() + 1);
            fails(input);
        });
    }));
    // One word, at the most in the seed that it was put into.
    assert!(found.len() == 1 && found[0] <= 304, "{found:?}");
    assert!(again.is_err());
    assert_eq!(runs.get(), 1, "it is the first that is tried");
}
