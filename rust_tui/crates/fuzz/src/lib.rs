//! Fuzzing on a stable toolchain: seeds of a target, mutated at random, until the time is over.
//!
//! Called by the tests named `fuzzing` beside whatever reads bytes from outside. A [`Target`] knows
//! real inputs (recorded sessions, recordings, small files made by the test) and the words of its
//! language; its inputs are these, cut, joined, repeated and written over. What it lacks beside a
//! fuzzer that is guided by coverage it makes up for with seeds that reach everything; it needs no
//! other toolchain, and proptest leaves only the mutations a failure needs.
//!
//! Every run begins with the files of `samples/fuzz/TARGET`: inputs that once failed. A new one is
//! written there. Without more ado a target runs some hundred fixed cases; the variable
//! `FUZZ_SECONDS` has it run random ones for so long, from `FUZZ_SEED` or a seed that
//! differs from run to run; both are set by `scripts/fuzz`.

mod mutation;

use std::cell::Cell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use proptest::{arbitrary::any, collection::vec};

use mutation::{Edit, edits, mutated};

/// Cases of an ordinary test run: enough to notice a target that is broken, in well under a second.
const ORDINARY_CASES: u32 = 300;
/// Cases between two looks at the clock.
const BATCH: u32 = 50;
/// Tries to reduce a failing input; each one prints what the panic says.
const MOST_REDUCTIONS: u32 = 200;

/// Something that reads bytes from outside.
#[derive(Debug, Clone)]
pub struct Target {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
    most_bytes: usize,
    /// Where inputs that failed are kept.
    folder: PathBuf,
}

impl Target {
    /// A target of this name. `seeds` are inputs to start from; `words` is what inputs are made of:
    /// keywords, sequences, magic numbers. Inputs longer than `most_bytes` are cut.
    #[must_use]
    pub fn new(
        name: &'static str,
        seeds: Vec<Vec<u8>>,
        words: Vec<Vec<u8>>,
        most_bytes: usize,
    ) -> Self {
        let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../samples");
        Self { name, seeds, words, most_bytes, folder: samples.join("fuzz").join(name) }
    }

    /// Has `check` look at inputs; it panics where one is not handled as it should be.
    ///
    /// # Panics
    /// An input failed. Its bytes are in the target's folder, so that every later run tries them.
    pub fn run(mut self, check: impl Fn(&[u8])) {
        for (path, bytes) in self.kept() {
            // Seen in the output of the test if it is this one that fails.
            eprint_line(&format!("{}: again {}", self.name, path.display()));
            check(&bytes);
            self.seeds.push(bytes);
        }
        self.seeds.push(Vec::new());
        let seconds = variable("FUZZ_SECONDS");
        let seed = match (seconds, variable("FUZZ_SEED")) {
            (Some(_), None) => std::process::id().into(),
            (_, seed) => seed.unwrap_or(0),
        };
        let began = Instant::now();
        let budget = seconds.map(Duration::from_secs);
        let cases = Cell::new(0_u64);
        let is_over = || match budget {
            Some(budget) => began.elapsed() >= budget,
            None => cases.get() >= ORDINARY_CASES.into(),
        };
        // A runner is good for its cases and no more.
        for batch in 0.. {
            if is_over() {
                break;
            }
            self.batch(&mut self.runner(seed, batch), seed, &cases, &check);
        }
        let (cases, time) = (cases.get(), began.elapsed().as_secs_f64());
        let rate = cases as f64 / time.max(0.001);
        eprint_line(&format!("fuzz {}: {cases} cases, {rate:.0}/s, seed {seed}", self.name));
    }

    fn runner(&self, seed: u64, batch: u64) -> TestRunner {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&batch.to_le_bytes());
        for (place, letter) in bytes[16..].iter_mut().zip(self.name.bytes()) {
            *place = letter;
        }
        let config = Config {
            cases: BATCH,
            max_shrink_iters: MOST_REDUCTIONS,
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    fn batch(&self, runner: &mut TestRunner, seed: u64, cases: &Cell<u64>, check: &impl Fn(&[u8])) {
        let strategy = (any::<Index>(), vec(edits(), 0..8));
        let result = runner.run(&strategy, |(start, edits): (Index, Vec<Edit>)| {
            cases.set(cases.get() + 1);
            check(&self.input(start, &edits));
            Ok::<(), TestCaseError>(())
        });
        if let Err(TestError::Fail(reason, (start, edits))) = result {
            let input = self.input(start, &edits);
            let place = self.keep(&input);
            panic!("{} (seed {seed}) fails on {place}: {reason}\n{input:02x?}", self.name);
        }
    }

    fn input(&self, start: Index, edits: &[Edit]) -> Vec<u8> {
        let mut input = start.get(&self.seeds).clone();
        for edit in edits {
            input = mutated(input, edit, &self.seeds, &self.words);
        }
        input.truncate(self.most_bytes);
        input
    }

    fn kept(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let read = |path: PathBuf| std::fs::read(&path).ok().map(|bytes| (path, bytes));
        paths.into_iter().filter_map(read).collect()
    }

    /// Writes a failing input into the folder; yields where it is.
    fn keep(&self, input: &[u8]) -> String {
        let hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
        });
        let path = self.folder.join(format!("{hash:016x}"));
        let written =
            std::fs::create_dir_all(&self.folder).and_then(|()| std::fs::write(&path, input));
        match written {
            Ok(()) => path.display().to_string(),
            Err(error) => format!("(not kept: {error})"),
        }
    }
}

/// The words of a list as bytes.
pub fn words<const COUNT: usize>(list: [&str; COUNT]) -> Vec<Vec<u8>> {
    list.iter().map(|word| word.as_bytes().to_vec()).collect()
}

/// A cut place for an input, the same every time: inputs that are read in pieces are cut there.
pub fn place_in(input: &[u8], salt: u64) -> usize {
    let hash = input.iter().fold(salt ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    (hash % (input.len() as u64 + 1)) as usize
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[expect(clippy::print_stderr, reason = "this is said to the one who runs the tests")]
fn eprint_line(text: &str) {
    eprintln!("{text}");
}

#[cfg(test)]
mod tests;
