//! `parlo doctor` on machines with and without what parlo needs, as text and as JSON.

use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use parlo_sounds::pink_noise;
use serde_json::Value;

use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::Home;
use crate::support::pulse::{Playback, Room};
use crate::support::tmux::Size;
use crate::support::{machine, text, wait};

/// Puts a program first in the home's PATH.
fn with_program(home: Home, name: &str, script: &str) -> Home {
    let folder = home.path().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let search = format!("{}:/usr/bin:/bin", text(&folder));
    home.with_environment(vec![("PATH".into(), search)])
}

/// A home with an agent that works.
fn with_codex(home: Home) -> Home {
    with_program(home, "codex", "echo 'WARNING: no PATH' >&2; echo codex-cli 9.9.9")
}

/// A home without a model, where nothing takes long.
fn without_model() -> Home {
    let home = with_codex(Home::new());
    let empty = home.path().join("models");
    home.with_environment(vec![("PARLO_MODEL_DIR".into(), text(&empty))])
}

/// Plays the noise of a quiet room for longer than any test listens.
fn with_noise(room: &Room, home: &Home) -> Playback {
    let path = home.path().join("noise.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(&path, spec).unwrap();
    for sample in pink_noise(60_000, -50.0) {
        wav.write_sample((sample * 32_767.0) as i16).unwrap();
    }
    wav.finalize().unwrap();
    room.play(&path)
}

/// The JSON answer, whose verdict must match the exit code.
#[track_caller]
fn json(output: &Output) -> Value {
    let answer: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let fails = answer["verdict"] == "fail";
    assert_eq!(output.status.code(), Some(i32::from(fails)), "{answer:#}");
    answer
}

#[track_caller]
fn check<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let checks = answer["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{answer:#}"))
}

/// Checks the verdict, and that the finding or its remedy contains the words.
#[track_caller]
fn says(answer: &Value, name: &str, verdict: &str, words: &[&str]) {
    let check = check(answer, name);
    assert_eq!(check["verdict"], verdict, "{check:#}");
    for word in words {
        assert!(check.to_string().contains(word), "no {word:?} in {check:#}");
    }
    assert_eq!(check["remedy"].is_null(), verdict == "ok", "{check:#}");
}

#[test]
fn a_complete_machine_passes_and_nothing_heard_is_printed() {
    let _machine = machine::shared();
    let room = Room::open();
    let home = with_codex(Home::in_room(&room));
    let noise = with_noise(&room, &home);
    let output = home.run(&["doctor", "--json"]);
    drop(noise);
    assert!(output.stderr.is_empty(), "{output:?}");
    let answer = json(&output);
    says(&answer, "configuration", "ok", &["all defaults"]);
    says(&answer, "agent", "ok", &["codex-cli 9.9.9"]);
    let heard = check(&answer, "microphone");
    assert_ne!(heard["verdict"], "fail", "{heard:#}");
    let facts = &heard["facts"];
    assert_eq!(facts["digital_silence"], false, "{heard:#}");
    let room_dbfs = facts["room_dbfs"].as_f64().unwrap();
    assert!((-60.0..-40.0).contains(&room_dbfs), "{heard:#}");
    assert!(facts["heard_ms"].as_u64().unwrap() >= 1_000, "{heard:#}");
    says(&answer, "sound server", "ok", &["PulseAudio"]);
    says(&answer, "model", "ok", &["tiny.en", "byte for byte"]);
    let decode = &check(&answer, "decode")["facts"];
    let factor = decode["real_time_factor"].as_f64().unwrap();
    assert!(decode["decode_ms"].as_f64().unwrap() > 1.0 && factor > 0.0, "{decode:#}");
    says(&answer, "terminal", "warn", &["none here", "run `parlo doctor`"]);
    says(&answer, "files", "ok", &["free"]);
}

#[test]
fn a_mute_microphone_is_a_warning_and_a_missing_server_a_failure() {
    let _machine = machine::shared();
    let mut room = Room::open();
    let home = without_model().with_environment(room.environment());
    // Nothing is played: every sample is zero.
    let answer = json(&home.run(&["doctor", "--json"]));
    says(&answer, "microphone", "warn", &["digital silence", "unmute"]);
    room.close();
    let answer = json(&home.run(&["doctor", "--json"]));
    says(&answer, "microphone", "fail", &[]);
    says(&answer, "sound server", "fail", &["does not answer", "start it"]);
}

#[test]
fn on_an_empty_machine_everything_missing_is_reported_at_once() {
    let _machine = machine::shared();
    let home = Home::new().with_environment(vec![
        ("PATH".into(), "/nonexistent".into()),
        ("PARLO_MODEL_DIR".into(), "/nonexistent/models".into()),
    ]);
    let answer = json(&home.run(&["doctor", "--json"]));
    says(&answer, "agent", "fail", &["none of codex, claude", "install one"]);
    says(&answer, "microphone", "fail", &[]);
    says(&answer, "model", "fail", &["parlo models install tiny.en"]);
    let output = home.run(&["doctor"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(!shown.contains('\u{1b}'), "no colours without a terminal: {shown}");
    assert!(shown.contains("✗ model") && shown.contains("failures"), "{shown}");
    let ascii = home.run(&["doctor", "--ascii"]);
    assert!(ascii.stdout.is_ascii(), "{}", String::from_utf8_lossy(&ascii.stdout));
    assert!(String::from_utf8_lossy(&ascii.stdout).contains("fail model"));
}

#[test]
fn a_failed_check_does_not_hide_the_others() {
    let _machine = machine::shared();
    let home = without_model().with_configuration("[voice]\nvadd = \"earshot\"\n");
    let home = with_program(home, "codex", "echo needs a newer Node >&2; exit 3");
    // A file where the folder of the log should be.
    std::fs::write(home.path().join("file"), "").unwrap();
    let file = text(&home.path().join("file"));
    let home = home.with_environment(vec![("XDG_CACHE_HOME".into(), file)]);
    let answer = json(&home.run(&["--log-file", "file/parlo.log", "doctor", "--json"]));
    says(&answer, "configuration", "fail", &["config.toml:2:1", "vadd", "correct it"]);
    says(&answer, "agent", "fail", &["needs a newer Node", "exit status: 3"]);
    says(&answer, "files", "warn", &["file/parlo.log", "measured speeds", "check the path"]);

    // A truncated model, and a command that is no known agent.
    let model = home.path().join("models/ggml-tiny.en.bin");
    std::fs::create_dir_all(model.parent().unwrap()).unwrap();
    std::fs::write(&model, b"lmgg").unwrap();
    let home = home.with_configuration("");
    let answer = json(&home.run(&["doctor", "--json", "./bin/codex-wrapper"]));
    says(&answer, "agent", "fail", &["codex-wrapper", "no"]);
    says(&answer, "model", "fail", &["ggml-tiny.en.bin"]);
    let answer = json(&home.run(&["doctor", "--json", "sh"]));
    says(&answer, "agent", "ok", &["a command of your own"]);

    // The environment is part of the configuration.
    let home = home.with_environment(vec![("PARLO_FOO".into(), "1".into())]);
    let answer = json(&home.run(&["doctor", "--json", "sh"]));
    says(&answer, "configuration", "fail", &["PARLO_FOO", "no such variable"]);
    says(&answer, "agent", "ok", &["a command of your own"]);
}

const NARROW: Size = Size { columns: 40, rows: 50 };
const WIDE: Size = Size { columns: 90, rows: 50 };

/// Runs the doctor in a terminal; returns the screen when it has ended, and the terminal.
fn in_terminal(size: Size, abilities: Abilities, home: &Home) -> (String, HostTerminal) {
    let command = [env!("CARGO_BIN_EXE_parlo"), "doctor"].map(str::to_owned).to_vec();
    let mut host = HostTerminal::start(size, &home.launch(command), abilities);
    assert_eq!(host.wait_for_exit(wait::START), 1, "{}", host.scene());
    (host.screen(), host)
}

#[test]
fn the_abilities_of_a_terminal_are_reported_and_it_is_restored() {
    let _machine = machine::shared();
    let home = without_model();
    let (screen, host) = in_terminal(WIDE, Abilities::Kitty, &home);
    for line in [
        "parlo doctor",
        "✓ agent          codex-cli 9.9.9 · ~/bin/codex",
        "✗ model          the model tiny.en is not installed",
        "→ run `parlo models install tiny.en`",
        "✓ terminal       kitty(0.35.2) · 90 × 50",
        "✓ keyboard       it reports when a key is let go: holding the key to talk works",
        "✓ drawing        synchronised updates",
        "✓ paste          bracketed",
        "✓ clipboard      what is copied inside reaches the clipboard",
        "✓ colours        16 million",
    ] {
        assert!(screen.contains(line), "no {line:?} in\n{screen}");
    }
    assert!(host.received_text().contains("\u{1b}[32m✓"), "{}", host.received_text());
    host.inspect(|state| {
        assert!(!state.has(1049) && state.has(25), "{:?}", state.modes);
        assert_eq!((state.keyboard_flags(), &state.oddities), (0, &Vec::new()));
    });
}

#[test]
fn forty_columns_are_enough_and_a_mute_terminal_is_no_problem() {
    let _machine = machine::shared();
    let home = without_model().with_environment(vec![("NO_COLOR".into(), "1".into())]);
    let (screen, host) = in_terminal(NARROW, Abilities::Mute, &home);
    for line in ["✓ agent\n  codex-cli 9.9.9 · ~/bin/codex\n", "✗ model\n", "! terminal\n"] {
        assert!(screen.contains(line), "no {line:?} in\n{screen}");
    }
    assert!(screen.contains("none, as NO_COLOR asks"), "{screen}");
    assert!(!host.received_text().contains("\u{1b}[32m"), "{}", host.received_text());
}
