//! A program in place of an agent that logs every byte that reaches it, and when.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rustix::process::Pid;
use serde_json::Value;
use tempfile::TempDir;

use super::{tmux::Launch, wait};

/// How a bracketed paste begins and ends.
pub const PASTE_BEGIN: &str = "\u{1b}[200~";
/// See [`PASTE_BEGIN`].
pub const PASTE_END: &str = "\u{1b}[201~";

/// One read of the recorder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Monotonic time since an arbitrary start.
    pub monotonic: Duration,
    /// The time of day, to compare with other programs.
    pub wall: SystemTime,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The recorder's files; the program itself is started by [`Recorder::command`].
pub struct Recorder {
    folder: TempDir,
}

impl Recorder {
    /// Creates the files of a recorder that is not running yet.
    pub fn new() -> Self {
        Self { folder: TempDir::with_prefix("parlo-recorder-").expect("a folder for the recorder") }
    }

    /// The command line that runs it, for a terminal or parlo.
    pub fn command(&self) -> Vec<String> {
        let script = super::repository().join("tests/support/recorder.py");
        vec![
            "python3".into(),
            super::text(&script),
            super::text(&self.log()),
            super::text(&self.control()),
        ]
    }

    /// The recorder alone, for a terminal to start.
    pub fn launch(&self) -> Launch {
        Launch {
            command: self.command(),
            environment: super::environment(self.folder.path()),
            folder: self.folder.path().to_path_buf(),
        }
    }

    /// Makes it ask for bracketed paste, as agents do once their composer is ready.
    pub fn enable_paste(&self) {
        self.send("paste on");
    }

    /// Makes it write a line to the terminal.
    pub fn say(&self, line: &str) {
        self.send(&format!("say {line}"));
    }

    /// Makes it write bytes to the terminal, such as a query.
    pub fn emit(&self, bytes: impl AsRef<[u8]>) {
        let hex: String = bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        self.send(&format!("emit {hex}"));
    }

    /// Makes it write `SIZE COLUMNSxROWS` of its terminal.
    pub fn say_size(&self) {
        self.send("size");
    }

    /// Makes a child of it write without end.
    pub fn flood(&self) {
        self.send("flood");
    }

    /// The last columns and rows of its terminal.
    pub fn size(&self) -> (u16, u16) {
        let rows = self.rows();
        let size = rows.iter().rev().find_map(|row| row["size"].as_array());
        let number =
            |at: usize| size.and_then(|it| it[at].as_u64()).and_then(|it| it.try_into().ok());
        (number(0).expect("columns"), number(1).expect("rows"))
    }

    /// Makes it end with this exit code.
    pub fn exit(&self, code: u8) {
        self.send(&format!("exit {code}"));
    }

    /// Everything that arrived so far.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.rows().iter().filter(|row| row.get("hex").is_some()).map(arrival).collect()
    }

    /// The recorder's process, once it is ready.
    pub fn process(&self) -> Pid {
        self.process_noted("pid")
    }

    /// The process that started it.
    pub fn parent(&self) -> Pid {
        self.process_noted("parent")
    }

    fn process_noted(&self, key: &str) -> Pid {
        let rows = self.rows();
        let id = rows.first().and_then(|row| row[key].as_i64());
        let id = i32::try_from(id.expect("the recorder is ready")).expect("a process id");
        Pid::from_raw(id).expect("a process id")
    }

    /// All bytes that arrived so far, as text; an incomplete character becomes the replacement
    /// character.
    pub fn received(&self) -> String {
        let bytes: Vec<u8> = self.arrivals().into_iter().flat_map(|it| it.bytes).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Waits until the received text is as wanted and returns it.
    pub fn wait_for(
        &self,
        what: &str,
        limit: Duration,
        wanted: impl Fn(&str) -> bool,
        scene: impl FnOnce() -> String,
    ) -> String {
        wait::until(
            what,
            limit,
            || Some(self.received()).filter(|received| wanted(received)),
            || format!("received {:?}\n{}", self.received(), scene()),
        )
    }

    /// The complete lines of the log.
    fn rows(&self) -> Vec<Value> {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        log.split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .map(|line| serde_json::from_str(line).expect("the recorder writes JSON"))
            .collect()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log.jsonl")
    }

    fn control(&self) -> PathBuf {
        self.folder.path().join("control")
    }

    fn send(&self, command: &str) {
        let pipe = std::fs::OpenOptions::new().write(true).open(self.control());
        writeln!(pipe.expect("the recorder is running"), "{command}")
            .expect("sending to the recorder");
    }
}

fn arrival(row: &Value) -> Arrival {
    let nanos = |key: &str| Duration::from_nanos(row[key].as_u64().expect("a time"));
    let hex = row["hex"].as_str().expect("bytes in hexadecimal");
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits");
    Arrival {
        monotonic: nanos("monotonic_ns"),
        wall: SystemTime::UNIX_EPOCH + nanos("wall_ns"),
        bytes: (0..hex.len()).step_by(2).map(byte).collect(),
    }
}
