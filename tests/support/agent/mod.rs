//! The real agents: pinned, with a home of their own, and the model server in place of their own.
//!
//! An agent is laid out in a folder of the caller's, afresh each time, so that two runs of it see
//! the same paths. What an agent asks at its first start is answered in its settings.

mod settings;

use std::path::{Path, PathBuf};
use std::process::Command;

use super::model_server::ModelServer;
use super::tmux::Launch;
use super::{REMEDY, text};

/// An agent of which the tests know the ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agent {
    /// Codex, of OpenAI.
    Codex,
    /// Claude Code, of Anthropic.
    Claude,
    /// The Gemini CLI, of Google.
    Gemini,
    /// opencode.
    Opencode,
}

impl Agent {
    /// Its name, which is its program's as well.
    pub fn name(self) -> &'static str {
        match self {
            Agent::Codex => "codex",
            Agent::Claude => "claude",
            Agent::Gemini => "gemini",
            Agent::Opencode => "opencode",
        }
    }

    /// What its empty composer shows.
    pub fn composer(self) -> &'static str {
        match self {
            Agent::Codex => super::codex::COMPOSER,
            Agent::Claude => "? for shortcuts",
            Agent::Gemini => "Type your message",
            Agent::Opencode => "Ask anything",
        }
    }

    /// What it shows while it works.
    pub fn working(self) -> &'static str {
        match self {
            Agent::Codex | Agent::Claude => "esc to interrupt",
            Agent::Gemini => "esc to cancel",
            Agent::Opencode => "esc interrupt",
        }
    }

    /// What its approval dialog asks.
    pub fn approval(self) -> &'static str {
        match self {
            Agent::Codex => "Would you like to run the following command?",
            Agent::Claude => "Do you want to proceed?",
            Agent::Gemini => "Allow execution of",
            Agent::Opencode => "Permission required",
        }
    }

    /// The key that approves what its dialog asks.
    pub fn approving_key(self) -> &'static str {
        match self {
            Agent::Codex => "y",
            Agent::Claude | Agent::Gemini | Agent::Opencode => "\r",
        }
    }

    /// Whether `scripts/test` installs it without being told to; the others are large.
    pub fn is_installed_for_every_run(self) -> bool {
        match self {
            Agent::Codex => true,
            Agent::Gemini => has_node_20(),
            Agent::Claude | Agent::Opencode => false,
        }
    }

    /// The file that pins its version.
    fn package(self) -> &'static str {
        match self {
            Agent::Codex => super::codex::PACKAGE,
            Agent::Claude => include_str!("claude/package.json"),
            Agent::Gemini => include_str!("gemini/package.json"),
            Agent::Opencode => include_str!("opencode/package.json"),
        }
    }

    /// Lays the agent out in a folder, in place of whatever is in it, and says how to start it.
    /// The folder must be given by its real path, since agents compare it with lists of theirs.
    pub fn lay_out(self, root: &Path, server: &ModelServer) -> Launch {
        if root.exists() {
            std::fs::remove_dir_all(root).expect("emptying the agent's folder");
        }
        let (home, folder) = (root.join("home"), root.join("work"));
        for part in [&home, &folder] {
            std::fs::create_dir_all(part).expect("the agent's folders");
        }
        let mut environment = super::environment(&home);
        let mut command = vec![text(&installed(self.name(), self.package()))];
        let place = settings::Place { home: &home, work: &folder };
        let ways = match self {
            Agent::Codex => settings::codex(&place, server),
            Agent::Claude => settings::claude(&place, server),
            Agent::Gemini => settings::gemini(&place, server),
            Agent::Opencode => settings::opencode(&place, server),
        };
        command.extend(ways.arguments);
        environment.extend(ways.environment);
        Launch { command, environment, folder }
    }
}

/// The pinned program of an agent in the cache folder, where `scripts/test` puts it; another one
/// if `PARLO_TEST_AGENT`, with the agent's name in capitals for the last word, names it.
pub fn installed(name: &str, package: &str) -> PathBuf {
    let variable = format!("PARLO_TEST_{}", name.to_uppercase());
    if let Some(program) = std::env::var_os(&variable) {
        let program = PathBuf::from(program);
        assert!(program.is_file(), "{variable}={}: no such file", program.display());
        return program;
    }
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let package: serde_json::Value = serde_json::from_str(package).expect("package.json is JSON");
    let pinned = package["dependencies"].as_object().and_then(|it| it.values().next());
    let version = pinned.and_then(serde_json::Value::as_str).expect("a pinned version");
    let program = cache
        .expect("HOME is set")
        .join(format!("parlo/{name}-{version}/node_modules/.bin/{name}"));
    assert!(program.is_file(), "no {name} {version} at {}; {REMEDY}", program.display());
    program
}

/// Whether this machine's Node runs Gemini CLI; `scripts/test` says so where it does not.
fn has_node_20() -> bool {
    let version = Command::new("node").args(["-p", "process.versions.node"]).output();
    let version = version.map(|it| String::from_utf8_lossy(&it.stdout).into_owned());
    let major = version.ok().and_then(|it| it.split('.').next().and_then(|it| it.parse().ok()));
    major.is_some_and(|major: u32| major >= 20)
}
