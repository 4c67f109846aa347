//! The host terminal: a private tmux server with one pane; keys in, screen out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::process::has_ended;
use super::wait;

/// A program to start in the terminal.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Its whole environment; tmux adds its own variables and `TERM`.
    pub environment: Vec<(String, String)>,
    /// Its working folder.
    pub folder: PathBuf,
}

/// Width and height in cells.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Cells in a row.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// Wide enough that a dictated sentence stays on one row of an agent's composer.
pub const USUAL: Size = Size { columns: 140, rows: 36 };

/// The foreground and background colours the terminal reports, as tmux writes them.
pub const COLORS: [&str; 2] = ["#c8d0e0", "#102030"];

/// A terminal with one program in it; both end when it is dropped.
pub struct Terminal {
    socket: PathBuf,
    folder: TempDir,
}

impl Terminal {
    /// Starts the program in a new terminal, which stays when the program has ended.
    pub fn start(size: Size, launch: &Launch) -> Self {
        let folder = TempDir::with_prefix("parlo-tmux-").expect("a folder for tmux");
        let terminal = Self { socket: folder.path().join("socket"), folder };
        let (columns, rows) = (size.columns.to_string(), size.rows.to_string());
        let style = format!("fg={},bg={}", COLORS[0], COLORS[1]);
        let mut tmux = terminal.command();
        tmux.env_clear()
            .envs(launch.environment.iter().cloned())
            .args(["set-option", "-g", "default-terminal", "tmux-256color", ";"])
            .args(["set-option", "-g", "remain-on-exit", "on", ";"])
            .args(["set-option", "-g", "history-limit", "5000", ";"])
            .args(["set-option", "-g", "set-titles", "on", ";"])
            .args(["set-option", "-g", "window-style", &style, ";"])
            .args(["new-session", "-d", "-x", &columns, "-y", &rows, "-c"])
            .arg(&launch.folder)
            .arg("--")
            .args(&launch.command);
        finish(tmux);
        terminal
    }

    /// The visible screen as text, one line per row.
    pub fn screen(&self) -> String {
        self.ask(&["capture-pane", "-p"])
    }

    /// The screen with its scrollback; wrapped lines are joined.
    pub fn history(&self) -> String {
        self.ask(&["capture-pane", "-p", "-J", "-S", "-"])
    }

    /// The visible screen with the sequences of colours and attributes.
    pub fn styled_screen(&self) -> String {
        self.ask(&["capture-pane", "-p", "-e"])
    }

    /// The value of a tmux format, and on the following lines the visible screen with the sequences
    /// of colours and attributes and with trailing blanks; both of the same moment.
    pub fn capture(&self, format: &str) -> String {
        self.ask(&["display-message", "-p", format, ";", "capture-pane", "-p", "-e", "-N"])
    }

    /// The program's value of a tmux format, such as `#{pane_title}`.
    pub fn property(&self, format: &str) -> String {
        self.ask(&["display-message", "-p", format]).trim_end().to_owned()
    }

    /// Presses keys by tmux's names, such as `Enter`, `C-r`, `Escape`, in one command.
    pub fn keys(&self, names: &[&str]) {
        let mut arguments = vec!["send-keys"];
        arguments.extend(names);
        self.ask(&arguments);
    }

    /// Types text character by character.
    pub fn type_text(&self, text: &str) {
        self.ask(&["send-keys", "-l", "--", text]);
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&self, bytes: &[u8]) {
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut arguments = vec!["send-keys", "-H"];
        arguments.extend(hex.iter().map(String::as_str));
        self.ask(&arguments);
    }

    /// Pastes text, bracketed if the program asked for it.
    pub fn paste(&self, text: &str) {
        let file = self.folder.path().join("paste");
        std::fs::write(&file, text).expect("writing what is pasted");
        let mut tmux = self.command();
        tmux.args(["load-buffer", "-b", "clip"]).arg(&file);
        tmux.args([";", "paste-buffer", "-d", "-p", "-r", "-b", "clip"]);
        finish(tmux);
    }

    /// Resizes the terminal.
    pub fn resize(&self, size: Size) {
        let (columns, rows) = (size.columns.to_string(), size.rows.to_string());
        self.ask(&["resize-window", "-x", &columns, "-y", &rows]);
    }

    /// Closes the terminal's window.
    pub fn close(&self) {
        self.ask(&["kill-server"]);
    }

    /// Waits until the screen is as wanted and returns it.
    pub fn wait_for(&self, what: &str, limit: Duration, wanted: impl Fn(&str) -> bool) -> String {
        wait::until(
            what,
            limit,
            || Some(self.screen()).filter(|screen| wanted(screen)),
            || self.scene(),
        )
    }

    /// Waits until the text is in a row of the screen.
    pub fn wait_for_text(&self, text: &str, limit: Duration) -> String {
        self.wait_for(&format!("{text:?} on the screen"), limit, |screen| screen.contains(text))
    }

    /// Waits until the program has ended and returns its exit code.
    pub fn wait_for_exit(&self, limit: Duration) -> i32 {
        let code = || {
            self.reap();
            self.property("#{pane_dead_status}").parse().ok()
        };
        wait::until("an exit code", limit, code, || self.scene())
    }

    /// Makes tmux reap its children: 3.3a sometimes misses the end of one.
    fn reap(&self) {
        let server = self.property("#{pid}").parse().ok().and_then(Pid::from_raw);
        kill_process(server.expect("tmux's process id"), Signal::CHILD).expect("a running tmux");
    }

    /// The screen with a frame around it, for messages.
    pub fn scene(&self) -> String {
        let screen = self.screen();
        format!("---- screen ----\n{}\n----------------", screen.trim_end())
    }

    fn ask(&self, arguments: &[&str]) -> String {
        let mut tmux = self.command();
        tmux.args(arguments);
        String::from_utf8_lossy(&finish(tmux).stdout).into_owned()
    }

    fn command(&self) -> Command {
        command(&self.socket)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let ask = |arguments: &[&str]| command(&self.socket).args(arguments).output().ok();
        let program = ask(&["display-message", "-p", "#{pane_pid}"])
            .and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok())
            .and_then(Pid::from_raw);
        // Fails if the server is gone already, which is fine.
        ask(&["kill-server"]);
        // Its last output goes into files of the test, which are removed next.
        if let Some(program) = program {
            wait::poll(wait::SOON, || has_ended(program).then_some(()));
        }
    }
}

/// The beginning of a command line that runs the rest of it in a tmux inside the terminal's.
pub fn client(folder: &Path) -> Vec<String> {
    let settings = folder.join("tmux.conf");
    let lines = "set -g status off\nset -g default-terminal tmux-256color\nset -g set-titles on\n\
        set -g set-titles-string '#T'\nset -g destroy-unattached on\nset -g escape-time 0\n\
        set -as terminal-features ',*:RGB:usstyle:overline:strikethrough'\n";
    std::fs::write(&settings, lines).expect("the settings of a tmux");
    let (settings, socket) = (super::text(&settings), super::text(&folder.join("inner")));
    let words = ["env", "-u", "TMUX", "tmux", "-u", "-f", &settings, "-S", &socket];
    let mut command: Vec<String> = words.map(str::to_owned).into();
    command.extend(["new-session".to_owned(), "--".to_owned()]);
    command
}

/// A tmux client without configuration, in UTF-8, for our server only.
fn command(socket: &Path) -> Command {
    let mut tmux = Command::new("tmux");
    tmux.env_remove("TMUX").env_remove("TMUX_PANE");
    tmux.args(["-u", "-f", "/dev/null", "-S"]).arg(socket);
    tmux
}

fn finish(mut tmux: Command) -> Output {
    let output = tmux
        .output()
        .unwrap_or_else(|error| panic!("tmux cannot be started ({error}); {}", super::REMEDY));
    assert!(output.status.success(), "{tmux:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}
