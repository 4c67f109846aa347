//! The test harness: a terminal, a microphone, a model server, agents, and parlo itself.
//!
//! Each piece is private to its test (own folder, socket, process) and ends when it is dropped. A
//! missing piece fails the test and names the remedy; no test is skipped. `self_test` tests the
//! pieces without parlo, to distinguish a failure of parlo from one of the harness.

pub mod agent;
pub mod alsa;
pub mod codex;
pub mod host;
pub mod hud;
pub mod machine;
pub mod model_server;
pub mod parlo;
pub mod process;
pub mod pulse;
pub mod recorder;
pub mod samples;
pub mod stalled;
pub mod tmux;
pub mod wait;
pub mod wrapped;

use std::path::{Path, PathBuf};

/// What to do when a part of the test set-up is missing.
pub const REMEDY: &str = "run ./scripts/test, which sets it up";

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in a folder of the repository")
        .to_path_buf()
}

/// Variables a program under test inherits; nothing else of the caller's environment (keys,
/// proxies, configuration folders, a surrounding tmux). The last one is for coverage builds.
const INHERITED: [&str; 5] = ["PATH", "LD_LIBRARY_PATH", "TZ", "USER", "LLVM_PROFILE_FILE"];

/// The environment of every program under test: the inherited few, and `home` as its home.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    let mut environment: Vec<(String, String)> = INHERITED
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
        .collect();
    let mut set = |name: &str, value: String| environment.push((name.to_owned(), value));
    set("HOME", text(home));
    set("XDG_CONFIG_HOME", text(&home.join(".config")));
    set("XDG_CACHE_HOME", text(&home.join(".cache")));
    set("XDG_DATA_HOME", text(&home.join(".local/share")));
    set("XDG_STATE_HOME", text(&home.join(".local/state")));
    set("LANG", "C.UTF-8".into());
    // Connections to other machines are refused locally, without a name look-up.
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        set(name, "http://127.0.0.1:9".into());
    }
    set("NO_PROXY", "127.0.0.1,localhost".into());
    environment
}

/// A path as text; test folders have plain names.
pub fn text(path: &Path) -> String {
    path.to_str().expect("paths in tests are UTF-8").to_owned()
}
