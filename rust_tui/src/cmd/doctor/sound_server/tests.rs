//! Real sockets in a system of the test's own.

use std::ffi::OsString;
use std::os::unix::net::UnixListener;

use super::super::check::Verdict;
use super::*;

struct System {
    root: tempfile::TempDir,
    variables: Vec<(&'static str, OsString)>,
}

impl System {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn listen(&self, path: &str) -> UnixListener {
        let path = self.root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        UnixListener::bind(path).unwrap()
    }

    fn look(&self, microphone_works: bool) -> Check {
        let variable = |name: &str| {
            let found = self.variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        };
        look(&Places { variable: &variable, root: self.root.path() }, microphone_works)
    }
}

fn at_home() -> System {
    let system = System::new();
    let runtime = system.root.path().join("run/user/7");
    system.with("XDG_RUNTIME_DIR", runtime)
}

#[test]
fn the_server_is_known_by_the_process_behind_its_socket() {
    for (comm, kind) in [("pipewire-pulse\n", "PipeWire"), ("pulseaudio\n", "PulseAudio")] {
        let system = at_home();
        let _server = system.listen("run/user/7/pulse/native");
        system.write("run/user/7/pulse/pid", "4711\n");
        system.write("proc/4711/comm", comm);
        let check = system.look(true);
        assert_eq!((check.verdict, check.finding), (Verdict::Ok, format!("{kind} answers")));
    }
}

#[test]
fn a_server_without_a_bridge_to_it_is_a_warning() {
    let system = at_home();
    let _server = system.listen("run/user/7/pulse/native");
    let check = system.look(false);
    assert_eq!(check.verdict, Verdict::Warn);
    assert!(check.remedy.unwrap().contains("libasound2-plugins"));
    system.write("usr/lib/x86_64-linux-gnu/alsa-lib/libasound_module_pcm_pulse.so", "");
    assert_eq!(system.look(false).verdict, Verdict::Ok);
}

#[test]
fn a_socket_without_a_listener_is_a_server_that_is_down() {
    let system = at_home();
    drop(system.listen("run/user/7/pulse/native"));
    let check = system.look(false);
    assert_eq!(check.verdict, Verdict::Fail);
    assert!(check.finding.contains("does not answer"), "{check:?}");
    assert!(check.remedy.unwrap().contains("systemctl --user start"));
    assert_eq!(system.look(true).verdict, Verdict::Warn);
}

#[test]
fn without_a_server_a_sound_card_will_do() {
    let system = at_home();
    let check = system.look(false);
    assert_eq!(check.verdict, Verdict::Fail);
    system.write("proc/version", "Linux version 5.15 (Microsoft WSL2)");
    assert!(system.look(false).remedy.unwrap().contains("wsl --update"));
    system
        .write("proc/asound/cards", " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n      HDA\n");
    assert_eq!(system.look(false).verdict, Verdict::Ok);
    let empty = at_home();
    empty.write("proc/asound/cards", "--- no soundcards ---\n");
    assert_eq!(empty.look(false).verdict, Verdict::Fail);
    assert_eq!(empty.look(true).verdict, Verdict::Ok);
}

#[test]
fn a_server_over_the_network_is_named() {
    let remote = System::new().with("PULSE_SERVER", "tcp:desk");
    assert!(remote.look(true).finding.contains("tcp:desk"));
}
