//! The command line: help, exit codes, and messages that name the thing and the remedy.

use std::process::Output;

use crate::support::machine;
use crate::support::parlo::Home;

/// Exit code for an invalid command line or configuration.
const USAGE: i32 = 2;
/// Exit code for work that failed.
const FAILURE: i32 = 1;

/// Checks the exit code, that stdout is empty, and that the message contains these names.
#[track_caller]
fn refuses(output: &Output, code: i32, names: &[&str]) {
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{message}");
    assert!(output.stdout.is_empty(), "on stdout: {:?}", output.stdout);
    for name in names {
        assert!(message.contains(name), "no {name:?} in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

#[test]
fn help_and_version_succeed() {
    let _machine = machine::shared();
    let home = Home::new();
    for (arguments, names) in [
        (
            &["--help"][..],
            &[
                "transcribe",
                "listen",
                "devices",
                "models",
                "stats",
                "doctor",
                "demo",
                "bench",
                "--model",
                "--send",
            ][..],
        ),
        (&["transcribe", "--help"], &["--json", "--model"]),
        (&["bench", "--help"], &["--manifest", "--html", "--end", "--repeat", "--long", "CLIP"]),
        (&["models", "--help"], &["list", "install", "import", "verify", "bench", "path"]),
        (&["doctor", "--help"], &["--listen", "--json", "--ascii", "AGENT", "exit code"]),
        (&["stats", "--help"], &["--html", "--json", "[metrics]"]),
        (&["help", "models", "bench"], &["parlo models bench", "--json"]),
        (&["--version"], &["parlo", env!("CARGO_PKG_VERSION")]),
    ] {
        let output = home.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        for name in names {
            assert!(text.contains(name), "no {name:?} in {arguments:?}: {text}");
        }
    }
}

#[test]
fn an_invalid_command_line_is_a_usage_error() {
    let _machine = machine::shared();
    let home = Home::new();
    refuses(&home.run(&["--no-such-option"]), USAGE, &["--no-such-option"]);
    refuses(&home.run(&["--send", "later"]), USAGE, &["later", "draft", "auto"]);
    refuses(&home.run(&["--vad", "ear"]), USAGE, &["ear", "webrtc", "energy", "earshot", "silero"]);
    refuses(&home.run(&["transcribe"]), USAGE, &["FILE"]);
}

#[test]
fn an_invalid_configuration_is_named_with_its_file_and_key() {
    let _machine = machine::shared();
    for (toml, names) in [
        ("[voice]\nsilense_tail_ms = 500\n", &["config.toml", "silense_tail_ms"][..]),
        ("[voice]\nsilence_tail_ms = 20\n", &["config.toml", "silence_tail_ms", "20", "100"]),
        ("[voice]\nsilence_tail_ms = \"long\"\n", &["config.toml", "silence_tail_ms"]),
        ("[voice]\nsample_rate = 8000\n", &["config.toml", "sample_rate", "16000"]),
        ("[voice]\nvad = \"ear\"\n", &["config.toml", "vad", "webrtc, energy, earshot, silero"]),
        ("[stt]\nthreads = 0\n", &["config.toml", "threads", "1..=64"]),
        ("[agent]\ncommand = \"\"\n", &["config.toml", "command"]),
        ("[keys]\ndictate = \"hyper+q\"\n", &["config.toml", "dictate", "hyper+q"]),
        ("[keys]\ndictate = \"esc\"\n", &["config.toml", "dictate", "cancel", "Esc"]),
        ("[voice\n", &["config.toml:1:"]),
    ] {
        let home = Home::new().with_configuration(toml);
        refuses(&home.run(&["true"]), USAGE, names);
    }
    let home = Home::new();
    refuses(&home.run(&["--config", "absent.toml", "true"]), USAGE, &["absent.toml"]);
}

#[test]
fn a_missing_agent_is_named() {
    let _machine = machine::shared();
    let home = Home::new();
    for arguments in [&["no-such-agent"][..], &["--", "no-such-agent"], &["./no-such-agent"]] {
        refuses(&home.run(arguments), FAILURE, &["no-such-agent"]);
    }
    refuses(&home.run(&["codexx"]), FAILURE, &["codexx", "did you mean `parlo codex`?"]);
    refuses(&home.run(&["doctr"]), FAILURE, &["doctr", "did you mean `parlo doctor`?"]);
    let behind_dashes = home.run(&["--", "doctr"]);
    refuses(&behind_dashes, FAILURE, &["doctr", "agents are codex, claude"]);
    assert!(!String::from_utf8_lossy(&behind_dashes.stderr).contains("parlo doctor"));
    // An empty PATH.
    let empty = vec![("PATH".into(), "/nonexistent".into())];
    let home = home.with_environment(empty);
    refuses(&home.run(&["claude"]), FAILURE, &["claude", "install"]);
    refuses(&home.run(&[]), FAILURE, &["codex, claude, gemini, opencode, aider", "parlo -- "]);
}

#[test]
fn an_output_that_cannot_be_written_is_a_failure_unless_its_reader_has_left() {
    let _machine = machine::shared();
    let home = Home::new();
    for arguments in [&["--help"][..], &["--version"], &["doctor", "--help"], &["config", "show"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = home.run_into(arguments, full);
        refuses(&output, FAILURE, &["parlo: standard output: No space left"]);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.run_into(arguments, writer);
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn without_a_terminal_there_is_no_session() {
    let _machine = machine::shared();
    let output = Home::new().run(&["--", "true"]);
    refuses(&output, FAILURE, &["terminal"]);
}

#[test]
fn audio_that_cannot_be_read_is_named() {
    let _machine = machine::shared();
    let home = Home::new();
    std::fs::write(home.path().join("noise.wav"), "this is no WAV file").unwrap();
    std::fs::write(home.path().join("empty.wav"), "").unwrap();
    for name in ["absent.wav", "noise.wav", "empty.wav"] {
        refuses(&home.run(&["transcribe", name]), FAILURE, &[name]);
        refuses(&home.run(&["demo", "--sample", name]), FAILURE, &[name]);
    }
    let output = home.run(&["transcribe", "absent.wav", "noise.wav"]);
    refuses(&output, FAILURE, &["absent.wav", "noise.wav", "2 of 2 files not transcribed"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.lines().all(|line| line.starts_with("parlo: ")), "{message}");
}

#[test]
fn an_invalid_model_is_refused_with_a_reason() {
    let _machine = machine::shared();
    let clip = crate::support::samples::named("g11.wav");
    let wav = clip.path.to_str().unwrap();
    let home = Home::new();
    std::fs::write(home.path().join("foreign.bin"), vec![7_u8; 4096]).unwrap();
    // The magic number of ggml and nothing else.
    std::fs::write(home.path().join("cut.bin"), 0x6767_6d6c_u32.to_le_bytes()).unwrap();
    for name in ["foreign.bin", "cut.bin", "absent.bin"] {
        let path = home.path().join(name);
        let output = home.run(&["transcribe", "--model", path.to_str().unwrap(), wav]);
        refuses(&output, FAILURE, &[name]);
    }
    refuses(
        &home.run(&["transcribe", "--model", "giant.en", wav]),
        FAILURE,
        &["giant.en", "parlo models list"],
    );
}

#[test]
fn the_first_start_without_a_model_says_which_command_to_run() {
    let _machine = machine::shared();
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap().to_owned();
    let home = Home::new().with_environment(vec![("PARLO_MODEL_DIR".into(), folder)]);
    let clip = crate::support::samples::named("g11.wav");
    let clip = clip.path.to_str().unwrap();
    for arguments in
        [&["transcribe", clip][..], &["transcribe", "--model", "auto", clip], &["models", "bench"]]
    {
        refuses(&home.run(arguments), FAILURE, &["parlo models install"]);
    }
}

#[test]
fn the_model_is_chosen_by_its_speed_which_is_measured_once() {
    let _machine = machine::shared();
    let home = Home::new().with_configuration("[stt]\nlanguage = \"en\"\nmodel = \"auto\"\n");
    let clip = crate::support::samples::named("g13.wav");
    let transcribe = || home.run(&["transcribe", "--json", clip.path.to_str().unwrap()]);
    let json = |output: &Output| -> serde_json::Value {
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let first = transcribe();
    assert!(String::from_utf8_lossy(&first.stderr).contains("measuring"), "{first:?}");
    let second = transcribe();
    assert!(second.stderr.is_empty(), "{second:?}");
    assert_eq!(json(&first)["model"], json(&second)["model"]);
    let words = json(&first)["utterances"][0]["words"].as_array().unwrap().clone();
    let spoken: Vec<&str> = words.iter().map(|word| word["text"].as_str().unwrap()).collect();
    assert_eq!(spoken.join(" "), json(&first)["text"]);
    let ms = |word: &serde_json::Value, key: &str| word[key].as_u64().unwrap();
    assert!(words.windows(2).all(|pair| ms(&pair[0], "end_ms") <= ms(&pair[1], "start_ms")));
    assert!(words.iter().all(|word| (0.0..=1.0).contains(&word["confidence"].as_f64().unwrap())));

    let measured = home.run(&["models", "bench", "--json"]);
    assert!(
        String::from_utf8_lossy(&measured.stderr).contains("measuring tiny.en"),
        "{measured:?}"
    );
    let table = json(&measured);
    let models = table["models"].as_array().unwrap();
    let tiny = models.iter().find(|model| model["name"] == "tiny.en").unwrap();
    assert!(tiny["decode_ms"].as_f64().unwrap() > 1.0, "{table}");
    assert_eq!(tiny["fits"], tiny["decode_ms"].as_f64() <= table["budget_ms"].as_f64(), "{table}");
    assert_eq!(table["budget_ms"], 310.0);
    assert!(models.iter().any(|model| model["name"] == table["auto"]), "{table}");
}

#[test]
fn the_installed_model_is_listed_verified_and_found() {
    let _machine = machine::shared();
    let home = Home::new();
    let listed = home.run(&["models", "list"]);
    assert!(listed.status.success(), "{listed:?}");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("tiny.en"), "{listed:?}");
    let verified = home.run(&["models", "verify", "tiny.en"]);
    assert!(verified.status.success(), "{verified:?}");
    let path = home.run(&["models", "path"]);
    assert!(path.status.success(), "{path:?}");
}

#[test]
fn a_machine_without_a_microphone_gets_an_error() {
    let _machine = machine::shared();
    let home = Home::new();
    std::fs::write(home.path().join("asound.conf"), "").unwrap();
    // No device is defined.
    let home = home.with_environment(vec![("ALSA_CONFIG_PATH".into(), "asound.conf".into())]);
    refuses(&home.run(&["devices"]), FAILURE, &["no microphone found; connect one"]);
    refuses(
        &home.run(&["listen", "--device", "usb"]),
        FAILURE,
        &["no microphone \"usb\": connect"],
    );
}
