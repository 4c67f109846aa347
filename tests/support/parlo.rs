//! parlo itself: the built program with a home of its own, on the command line or in a terminal.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::pulse::Room;
use super::tmux::{Launch, Size, Terminal, USUAL};
use super::{text, wait};

/// The model the tests decode with; `scripts/test` installs it.
pub const MODEL: &str = "tiny.en";

/// A user's home with parlo in it: configuration, logs and metrics are private to the test.
pub struct Home {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

impl Home {
    /// A home without configuration, with the model.
    pub fn new() -> Self {
        let folder = TempDir::with_prefix("parlo-home-").expect("a home folder");
        let mut environment = super::environment(folder.path());
        environment.push(("PARLO_MODEL_DIR".into(), text(&model_folder())));
        Self { folder, environment }
    }

    /// The same with a room's microphone as the default device.
    pub fn in_room(room: &Room) -> Self {
        let mut home = Self::new();
        home.environment.extend(room.environment());
        home
    }

    /// Adds to the environment; a later value of the same name wins.
    pub fn with_environment(mut self, variables: Vec<(String, String)>) -> Self {
        self.environment.extend(variables);
        self
    }

    /// Writes the configuration file.
    pub fn with_configuration(self, toml: &str) -> Self {
        configure(self.path(), toml);
        self
    }

    /// The home folder, which is also the working folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs parlo without a terminal until it ends.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_into(arguments, Stdio::piped())
    }

    /// The same with another standard output.
    pub fn run_into(&self, arguments: &[&str], stdout: impl Into<Stdio>) -> Output {
        let mut parlo = self.command(arguments);
        parlo.stdin(Stdio::null()).stdout(stdout).output().expect("parlo can be started")
    }

    /// The same with this on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(input).and_then(|()| file.rewind()).unwrap();
        self.command(arguments).stdin(file).output().expect("parlo can be started")
    }

    /// parlo with these arguments in this home.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut parlo = Command::new(env!("CARGO_BIN_EXE_parlo"));
        parlo
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.path());
        parlo
    }

    /// Starts parlo in a terminal.
    pub fn start(&self, arguments: &[String]) -> Terminal {
        self.start_sized(USUAL, arguments)
    }

    /// The same in a terminal of another size.
    pub fn start_sized(&self, size: Size, arguments: &[String]) -> Terminal {
        let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
        command.extend_from_slice(arguments);
        Terminal::start(size, &self.launch(command))
    }

    /// Any command line in this home.
    pub fn launch(&self, command: Vec<String>) -> Launch {
        Launch { command, environment: self.environment.clone(), folder: self.path().to_path_buf() }
    }

    /// The arguments that wrap an agent and write metrics.
    pub fn wrapping(&self, options: &[&str], agent: Vec<String>) -> Vec<String> {
        let mut arguments = vec!["--metrics-file".to_owned(), text(&self.metrics_file())];
        arguments.extend(options.iter().map(|option| (*option).to_owned()));
        arguments.push("--".into());
        arguments.extend(agent);
        arguments
    }

    /// The metrics file of [`Home::wrapping`].
    pub fn metrics_file(&self) -> PathBuf {
        self.path().join("metrics.jsonl")
    }

    /// The metrics so far, one object per utterance.
    pub fn metrics(&self) -> Vec<Value> {
        read_metrics(&self.metrics_file())
    }

    /// Waits for the metrics of the utterance with this number, counted from 1.
    pub fn wait_for_metrics(
        &self,
        number: usize,
        limit: Duration,
        scene: impl FnOnce() -> String,
    ) -> Value {
        wait::until(
            &format!("measurement {number}"),
            limit,
            || self.metrics().get(number - 1).cloned(),
            scene,
        )
    }
}

/// With this parlo does not use the mouse unless the agent does.
pub const MOUSE_LEFT_ALONE: &str = "[ui]\nmouse = false\n";

/// Writes parlo's configuration file into a home folder.
pub fn configure(home: &Path, toml: &str) {
    let folder = home.join(".config/parlo");
    std::fs::create_dir_all(&folder).expect("the configuration folder");
    std::fs::write(folder.join("config.toml"), toml).expect("the configuration");
}

/// The metrics in a file, without a last line that is still being written.
fn read_metrics(file: &Path) -> Vec<Value> {
    let lines = std::fs::read_to_string(file).unwrap_or_default();
    lines
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).expect("metrics are JSON, one object a line"))
        .collect()
}

/// The model folder of the user who runs the tests: the only thing tests share with it.
pub fn model_folder() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let folder = variable("PARLO_MODEL_DIR").unwrap_or_else(|| {
        let data = variable("XDG_DATA_HOME")
            .or_else(|| Some(variable("HOME")?.join(".local/share")))
            .expect("HOME is set");
        data.join("parlo/models")
    });
    let is_there = std::fs::read_dir(&folder).is_ok_and(|files| {
        let mut names = files.flatten().map(|file| file.file_name());
        names.any(|name| name.to_string_lossy().contains(MODEL))
    });
    assert!(is_there, "no model {MODEL} in {}; {}", folder.display(), super::REMEDY);
    folder
}
