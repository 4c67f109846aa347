//! A stalled thread of a running program: held with ptrace, so that the program itself needs no
//! switch for it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use rustix::process::Pid;

use super::wait;

/// Seizes and interrupts the thread, reports it, and releases it when its input ends.
const HOLD: &str = "
import ctypes, os, select, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long] * 4
thread = int(sys.argv[1])
PTRACE_SEIZE, PTRACE_INTERRUPT, ALL_THREADS = 0x4206, 0x4207, 0x40000000
for request in PTRACE_SEIZE, PTRACE_INTERRUPT:
    if libc.ptrace(request, thread, 0, 0) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))
os.waitpid(thread, ALL_THREADS)
print('held', flush=True)
# A thread that ends meanwhile is not gone for its program before it is waited for.
while not select.select([sys.stdin], [], [], 0.1)[0]:
    try:
        os.waitpid(thread, ALL_THREADS | os.WNOHANG)
    except ChildProcessError:
        break
";

/// A thread held until this is dropped or its program ends.
pub struct Stalled {
    holder: Child,
    hold: Option<ChildStdin>,
    /// The thread's folder in `/proc`.
    thread: PathBuf,
}

impl Stalled {
    /// Holds the oldest thread of that name: threads it starts inherit its name.
    pub fn hold(process: Pid, name: &str) -> Self {
        let oldest = || threads_named(process, name).into_iter().min_by_key(|(number, _)| *number);
        let what = format!("the thread {name}");
        let (_, thread) = wait::until(&what, wait::START, oldest, String::new);
        // If this user may not trace the process, try with sudo.
        let with_sudo = ["sudo", "-n", "python3"];
        Self::held_by(&with_sudo[2..], &thread)
            .or_else(|| Self::held_by(&with_sudo, &thread))
            .expect("threads can be held: as root, with sudo, or with kernel.yama.ptrace_scope=0")
    }

    /// Releases the thread and waits for its end.
    pub fn end(self, diagnosis: impl Fn() -> String) {
        let thread = self.thread.clone();
        drop(self);
        let ended = || (!thread.exists()).then_some(());
        wait::until("the end of the held thread", wait::START, ended, diagnosis);
    }

    fn held_by(python: &[&str], thread: &Path) -> Option<Self> {
        let mut holder = Command::new(python[0]);
        holder.args(&python[1..]).args(["-c", HOLD]).arg(thread.file_name()?);
        holder.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut holder = holder.spawn().ok()?;
        let mut said = String::new();
        let _ = BufReader::new(holder.stdout.take()?).read_line(&mut said);
        let hold = holder.stdin.take();
        let stalled = Self { holder, hold, thread: thread.to_owned() };
        (said == "held\n").then_some(stalled)
    }
}

impl Drop for Stalled {
    fn drop(&mut self) {
        self.hold = None;
        let _ = self.holder.wait();
    }
}

/// The ids of the threads of that name, with their folders in `/proc`.
fn threads_named(process: Pid, name: &str) -> Vec<(u32, PathBuf)> {
    let folder = format!("/proc/{}/task", process.as_raw_nonzero());
    let threads = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let is_named = |folder: &Path| {
        std::fs::read_to_string(folder.join("comm")).is_ok_and(|text| text.trim() == name)
    };
    threads
        .filter(|entry| is_named(&entry.path()))
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .collect()
}
