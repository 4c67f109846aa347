//! A request, independent of its dialect, and its answer.
//!
//! The first word of a prompt controls its answer: `RUN command` calls the agent's shell tool,
//! which opens an approval dialog; `LONG count` is answered with this many lines of Markdown;
//! `HOLD` is answered when the test releases it. Every other prompt gets a hash of itself.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A request to the model.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    /// The last message of the user's, exactly as the agent sent it.
    pub prompt: String,
    /// The results of tools since then.
    pub results: Vec<String>,
    /// The tools the agent offers.
    pub tools: Vec<String>,
    /// Who makes the request.
    pub origin: Origin,
}

/// Who makes a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// The user.
    #[default]
    User,
    /// The agent itself, for example for a title of the conversation.
    Agent,
}

/// The answer of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Text.
    Text(String),
    /// Call a tool with these arguments, which are a JSON object.
    Call {
        /// The tool's name.
        tool: String,
        /// Its arguments.
        arguments: Value,
    },
}

/// The names of the agents' shell tools.
const SHELLS: [&str; 4] = ["exec_command", "Bash", "bash", "run_shell_command"];

impl Turn {
    /// Whether the answer is held until the test releases it.
    pub fn is_held(&self) -> bool {
        self.origin == Origin::User && self.prompt.starts_with("HOLD")
    }

    /// The answer.
    pub fn answer(&self) -> Answer {
        if self.origin == Origin::Agent {
            return Answer::Text(r#"{"title": "A title"}"#.to_owned());
        }
        if !self.results.is_empty() {
            // Not the output of the tool: agents add process ids and times to it.
            return Answer::Text("RAN-IT".to_owned());
        }
        match self.prompt.split_once(' ') {
            Some(("RUN", command)) => self.call(command.trim()),
            Some(("LONG", count)) => Answer::Text(long_text(count.trim().parse().unwrap_or(50))),
            _ => Answer::Text(reply_to(&self.prompt)),
        }
    }

    fn call(&self, command: &str) -> Answer {
        let shell = SHELLS.iter().find(|shell| self.tools.iter().any(|tool| tool == *shell));
        let Some(shell) = shell else {
            return Answer::Text(format!("NO SHELL AMONG {}", self.tools.join(" ")));
        };
        let arguments = match *shell {
            // Outside its sandbox, so that codex always asks.
            "exec_command" => json!({ "cmd": command, "sandbox_permissions": "require_escalated",
                                      "justification": "a test wants it" }),
            _ => json!({ "command": command, "description": "A command of a test" }),
        };
        Answer::Call { tool: (*shell).to_owned(), arguments }
    }
}

/// Markdown of this many lines, no two alike, since agents detect models that repeat themselves.
fn long_text(count: usize) -> String {
    let counted = |number: usize| {
        let words = (0..14).map(|at| format!("{:x}", (number * 7_919 + at * 104_729) % 65_521));
        words.collect::<Vec<_>>().join(" ")
    };
    let line = |number: usize| match number % 5 {
        0 => format!("- item {number} with `code` and **bold** words"),
        1 => format!("Line {number} says ünïcödé 日本語 and *emphasis*."),
        2 => String::new(),
        3 => format!("Paragraph {number}: {}", counted(number)),
        _ => format!("{number}. numbered"),
    };
    let mut lines: Vec<String> = (1..count).map(line).collect();
    lines.push("\nTHE-END-OF-IT".to_owned());
    lines.join("\n")
}

/// The answer to a prompt without a directive.
pub fn reply_to(prompt: &str) -> String {
    let hash = Sha256::digest(prompt.as_bytes());
    let digest: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("HEARD-{digest}")
}

/// The text of a message's content in any of the dialects.
pub fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

/// The elements of a JSON array; none if it is something else.
pub fn elements(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Server-sent events, each with its name if the dialect has names.
pub fn event_stream(events: impl IntoIterator<Item = (Option<&'static str>, Value)>) -> String {
    let mut stream = String::new();
    for (name, event) in events {
        if let Some(name) = name {
            stream.push_str(&format!("event: {name}\n"));
        }
        stream.push_str(&format!("data: {event}\n\n"));
    }
    stream
}
