//! The real agents: pinned versions, with a home of their own and the test's model server.
//!
//! An agent is set up in a folder of the caller's, from scratch each time, so that two runs of it
//! see the same paths. Questions at its first start are answered in its settings.

mod settings;

use std::path::{Path, PathBuf};
use std::process::Command;

use super::model_server::ModelServer;
use super::tmux::Launch;
use super::{REMEDY, text};

/// An agent the tests can drive.
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
    /// The name of the agent and of its program.
    pub fn name(self) -> &'static str {
        match self {
            Self::Codex => "codex",
            Self::Claude => "claude",
            Self::Gemini => "gemini",
            Self::Opencode => "opencode",
        }
    }

    /// The text of its empty composer.
    pub fn composer(self) -> &'static str {
        match self {
            Self::Codex => super::codex::COMPOSER,
            Self::Claude => "? for shortcuts",
            Self::Gemini => "Type your message",
            Self::Opencode => "Ask anything",
        }
    }

    /// The text it shows while working.
    pub fn working(self) -> &'static str {
        match self {
            Self::Codex | Self::Claude => "esc to interrupt",
            Self::Gemini => "esc to cancel",
            Self::Opencode => "esc interrupt",
        }
    }

    /// The question of its approval dialog.
    pub fn approval(self) -> &'static str {
        match self {
            Self::Codex => "Would you like to run the following command?",
            Self::Claude => "Do you want to proceed?",
            Self::Gemini => "Allow execution of",
            Self::Opencode => "Permission required",
        }
    }

    /// The key that approves in its dialog.
    pub fn approving_key(self) -> &'static str {
        match self {
            Self::Codex => "y",
            Self::Claude | Self::Gemini | Self::Opencode => "\r",
        }
    }

    /// Whether `scripts/test` installs it by default; the others are large.
    pub fn is_installed_for_every_run(self) -> bool {
        match self {
            Self::Codex => true,
            Self::Gemini => has_node_20(),
            Self::Claude | Self::Opencode => false,
        }
    }

    /// The file that pins its version.
    fn package(self) -> &'static str {
        match self {
            Self::Codex => super::codex::PACKAGE,
            Self::Claude => include_str!("claude/package.json"),
            Self::Gemini => include_str!("gemini/package.json"),
            Self::Opencode => include_str!("opencode/package.json"),
        }
    }

    /// Sets the agent up in a folder, replacing its content, and returns how to start it. The
    /// folder must be a real path, since agents compare it with their lists.
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
            Self::Codex => settings::codex(&place, server),
            Self::Claude => settings::claude(&place, server),
            Self::Gemini => settings::gemini(&place, server),
            Self::Opencode => settings::opencode(&place, server),
        };
        command.extend(ways.arguments);
        environment.extend(ways.environment);
        Launch { command, environment, folder }
    }
}

/// The pinned program of an agent in the cache folder, where `scripts/test` installs it, or the one
/// in the variable `PARLO_TEST_AGENT`, with the agent's name in capitals for the last word.
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

/// Whether this machine's Node can run Gemini CLI; `scripts/test` reports if not.
fn has_node_20() -> bool {
    let version = Command::new("node").args(["-p", "process.versions.node"]).output();
    let version = version.map(|it| String::from_utf8_lossy(&it.stdout).into_owned());
    let major = version.ok().and_then(|it| it.split('.').next().and_then(|it| it.parse().ok()));
    major.is_some_and(|major: u32| major >= 20)
}
