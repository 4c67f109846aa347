//! What was found about one thing.

use parlo_core::untrusted::printable;
use serde_json::{Map, Value, json};

/// How it is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// parlo works, with something less.
    Warn,
    /// Something the user wants will not work.
    Fail,
}

impl Verdict {
    /// The name in JSON, and in ASCII.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One line of the answer. Its texts quote what the system says and are made printable here.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    pub name: &'static str,
    pub verdict: Verdict,
    pub finding: String,
    pub notes: Vec<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    facts: Map<String, Value>,
}

impl Check {
    /// It is as it should be.
    pub fn ok(name: &'static str, finding: impl AsRef<str>) -> Self {
        Self {
            name,
            verdict: Verdict::Ok,
            finding: printable(finding.as_ref()),
            notes: Vec::new(),
            remedy: None,
            facts: Map::new(),
        }
    }

    /// It could be better, and how.
    pub fn warn(name: &'static str, finding: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        let remedy = Some(printable(remedy.as_ref()));
        Self { verdict: Verdict::Warn, remedy, ..Self::ok(name, finding) }
    }

    /// It does not work, and what would help.
    pub fn fail(name: &'static str, finding: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self { verdict: Verdict::Fail, ..Self::warn(name, finding, remedy) }
    }

    /// It does not work, as an error says: what failed, and behind the first semicolon what to try.
    /// Further lines of it become notes.
    pub fn failed(name: &'static str, error: &str, otherwise: &str) -> Self {
        let mut lines = error.lines();
        let first = lines.next().unwrap_or_default();
        let (finding, remedy) = first.split_once("; ").unwrap_or((first, otherwise));
        let notes = lines.map(parlo_core::untrusted::visible_line).collect();
        Self { notes, ..Self::fail(name, finding, remedy) }
    }

    /// Adds a line.
    pub fn note(mut self, text: impl AsRef<str>) -> Self {
        self.notes.push(printable(text.as_ref()));
        self
    }

    /// Adds a number or a name for programs.
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    pub fn to_json(&self) -> Value {
        json!({ "name": self.name, "verdict": self.verdict.name(), "finding": self.finding,
                "notes": self.notes, "remedy": self.remedy, "facts": self.facts })
    }
}
