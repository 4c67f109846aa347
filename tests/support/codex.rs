//! The agent: the real Codex CLI, pinned, with a home of its own and the model server on loopback.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::agent::installed;
use super::model_server::{MODEL, ModelServer};
use super::tmux::{Launch, Terminal};
use super::wait;

/// The version the tests are written for; `scripts/test` installs it from the lock file next to it.
pub const PACKAGE: &str = include_str!("codex/package.json");

/// The text of codex's empty composer.
pub const COMPOSER: &str = "Ask Codex to do anything";

/// The time a user takes to read the text before Enter. Codex turns an Enter that follows a text
/// too soon into a new line, as if it were part of a paste.
const READING: Duration = Duration::from_millis(350);

/// Presses Enter as a user would, once the text is shown.
pub fn press_enter(terminal: &Terminal) {
    wait::let_pass(READING);
    terminal.keys(&["Enter"]);
}

/// An installed codex with configuration and work folder of its own.
pub struct Codex {
    program: PathBuf,
    folder: TempDir,
}

impl Codex {
    /// Prepares the pinned codex to use this server only.
    pub fn prepare(server: &ModelServer) -> Self {
        let folder = TempDir::with_prefix("parlo-codex-").expect("a folder for codex");
        let codex = Self { program: installed("codex", PACKAGE), folder };
        for part in [codex.home(), codex.settings(), codex.work()] {
            std::fs::create_dir_all(part).expect("codex's folders");
        }
        let configuration = configuration(&server.url(), &codex.work());
        std::fs::write(codex.settings().join("config.toml"), configuration)
            .expect("codex's configuration");
        codex
    }

    /// The command line, which keeps codex from starting a daemon.
    pub fn command(&self) -> Vec<String> {
        vec![super::text(&self.program), "--no-daemon".into()]
    }

    /// The environment of codex.
    pub fn environment(&self) -> Vec<(String, String)> {
        vec![("CODEX_HOME".into(), super::text(&self.settings()))]
    }

    /// The folder codex works in and trusts.
    pub fn work(&self) -> PathBuf {
        self.root().join("work")
    }

    /// Codex alone, for a terminal to start.
    pub fn launch(&self) -> Launch {
        let mut environment = super::environment(&self.home());
        environment.extend(self.environment());
        Launch { command: self.command(), environment, folder: self.work() }
    }

    fn home(&self) -> PathBuf {
        self.root().join("home")
    }

    fn settings(&self) -> PathBuf {
        self.root().join("codex")
    }

    /// The real path, as codex compares the work folder with its list of trusted ones.
    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("codex's folder exists")
    }
}

impl Drop for Codex {
    fn drop(&mut self) {
        // Codex may write for a moment after its terminal is gone, and so create files again.
        wait::poll(wait::SOON, || std::fs::remove_dir_all(self.folder.path()).ok());
    }
}

/// The settings with which codex uses the server only and asks nothing at its first start.
pub fn configuration(url: &str, work: &Path) -> String {
    format!(
        r#"model = "{MODEL}"
model_provider = "mock"
model_context_window = 100000
approval_policy = "on-request"
sandbox_mode = "read-only"
check_for_update_on_startup = false

[model_providers.mock]
name = "mock"
base_url = "{url}"
wire_api = "responses"
requires_openai_auth = false
supports_websockets = false
request_max_retries = 0
stream_max_retries = 0

[projects."{work}"]
trust_level = "trusted"

[analytics]
enabled = false

[feedback]
enabled = false

[features]
apps = false
plugins = false

[tui]
show_tooltips = false
"#,
        work = work.display()
    )
}
