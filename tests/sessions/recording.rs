//! A recorded session: the bytes an agent wrote, and its state at some points.

use std::path::PathBuf;

use crate::support::agent::Agent;
use crate::support::repository;

/// The bytes of a session with marks, in ascending order.
pub struct Recording {
    /// What the agent wrote.
    pub bytes: Vec<u8>,
    /// Points in the bytes.
    pub marks: Vec<Mark>,
}

/// The agent's state after a number of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The number of bytes.
    pub offset: usize,
    /// `idle`, `working` or `blocked`.
    pub state: String,
    /// The name of the mark.
    pub name: String,
}

/// The folder of the recordings.
fn folder() -> PathBuf {
    repository().join("samples/sessions")
}

impl Recording {
    /// The recording of an agent in the repository.
    pub fn load(agent: Agent) -> Self {
        let stem = folder().join(agent.name());
        let bytes = std::fs::read(stem.with_extension("bytes")).expect("a recorded session");
        let table = std::fs::read_to_string(stem.with_extension("tsv")).expect("its marks");
        let marks = table.lines().skip(1).map(|line| {
            let mut words = line.split('\t').map(str::to_owned);
            let mut next = || words.next().expect("three columns");
            let offset = next().parse().expect("an offset in bytes");
            Mark { offset, state: next(), name: next() }
        });
        Self { marks: marks.collect(), bytes }
    }

    /// Replaces the one in the repository.
    pub fn store(&self, agent: Agent) {
        std::fs::create_dir_all(folder()).expect("the folder of the recordings");
        let stem = folder().join(agent.name());
        std::fs::write(stem.with_extension("bytes"), &self.bytes).expect("writing a recording");
        let mut table = "offset\tstate\tname\n".to_owned();
        for Mark { offset, state, name } in &self.marks {
            table.push_str(&format!("{offset}\t{state}\t{name}\n"));
        }
        std::fs::write(stem.with_extension("tsv"), table).expect("writing the marks");
    }

    /// The names of the marks.
    pub fn mark_names(&self) -> Vec<&str> {
        self.marks.iter().map(|mark| mark.name.as_str()).collect()
    }
}
