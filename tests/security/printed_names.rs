//! Every subcommand, given hostile names, prints nothing that acts on the terminal it prints to.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::{HOSTILE, VISIBLE, is_clean_text};
use crate::support::parlo::{Home, configure, model_folder};
use crate::support::{machine, samples, text};

/// Runs parlo and checks both outputs and the log; the visible part of the name must be in one.
#[track_caller]
fn prints_cleanly(home: &Home, arguments: &[&str]) -> String {
    let output = home.run(arguments);
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    is_clean_text(&format!("{arguments:?}"), &both);
    let both = String::from_utf8_lossy(&both).into_owned();
    for part in VISIBLE {
        assert!(both.contains(part), "no {part:?} for {arguments:?} in {both}");
    }
    assert!(!both.contains("panicked"), "{both}");
    let log = std::fs::read(home.path().join(".local/state/parlo/parlo.log")).unwrap_or_default();
    is_clean_text("the log", &log);
    both
}

#[test]
fn names_of_files_models_and_programs_do_not_act_on_the_terminal() {
    let _machine = machine::shared();
    let home = Home::new();
    let wav = format!("{HOSTILE}.wav");
    std::fs::copy(samples::named("g11.wav").path, home.path().join(&wav)).unwrap();
    std::fs::write(home.path().join(HOSTILE), "neither a model nor a wheel nor a program").unwrap();
    std::fs::write(home.path().join("bad.jsonl"), format!("{{}}\n{{{HOSTILE}\n")).unwrap();
    let program = format!("./{HOSTILE}");
    for arguments in [
        &["transcribe", &wav, &wav][..],
        &["transcribe", HOSTILE],
        &["transcribe", "--model", &wav, "absent.wav"],
        &["demo", "--sample", HOSTILE],
        &["bench", "--manifest", HOSTILE],
        &["bench", HOSTILE],
        &["stats", HOSTILE],
        &["models", "import", HOSTILE],
        &["models", "install", HOSTILE],
        &["models", "verify", HOSTILE],
        &["models", "path", HOSTILE],
        &["listen", "--device", HOSTILE],
        &["--config", HOSTILE, "true"],
        &["--send", HOSTILE],
        &["--log-file", &format!("{HOSTILE}/log"), "--config", HOSTILE, "true"],
        &[&format!("--{HOSTILE}")],
        &["transcribe", &format!("--{HOSTILE}")],
        &["--", HOSTILE],
        &["--", &program],
    ] {
        prints_cleanly(&home, arguments);
    }
    // A program gets the name itself, in a form that acts on nothing.
    let output = home.run(&["transcribe", "--json", &wav]);
    is_clean_text("JSON", &output.stdout);
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["file"], wav);
}

#[test]
fn the_content_of_files_does_not_act_on_the_terminal() {
    let _machine = machine::shared();
    let home = Home::new();
    let metrics = serde_json::json!({ "end_reason": HOSTILE, HOSTILE: 1, "total_ms": 2 });
    std::fs::write(home.path().join("metrics.jsonl"), format!("{metrics}\n")).unwrap();
    // Only parlo's own names are shown.
    for arguments in [&["stats", "metrics.jsonl"][..], &["stats", "--json", "metrics.jsonl"]] {
        let output = home.run(arguments);
        is_clean_text("the statistics", &output.stdout);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && !shown.contains(VISIBLE[0]), "{shown}");
    }

    // Unescaped, which is invalid TOML and shown with its line, and as an escaped value.
    let escaped = toml::Value::from(HOSTILE).to_string();
    for file in [
        format!("# {HOSTILE}\n[voice]\nsend = {HOSTILE}\n"),
        format!("[voice]\nsend = {escaped}\n"),
        format!("[voice]\nvad = {escaped}\n"),
        format!("[stt]\nlanguage = {escaped}\n"),
        format!("[stt]\nmodel = {escaped}\n"),
        format!("[keys]\ndictate = {escaped}\n"),
        format!("[ui]\ntheme = {escaped}\n"),
        format!("[ui]\nhud = {escaped}\n"),
        format!("[agent]\nprofile = {escaped}\n"),
        format!("{escaped} = 1\n"),
        format!("[voice]\n{escaped} = 1\n"),
    ] {
        configure(home.path(), &file);
        prints_cleanly(&home, &["transcribe", "absent.wav"]);
    }
    configure(home.path(), "");
    let agents = home.path().join(".config/parlo/agents");
    std::fs::create_dir_all(&agents).unwrap();
    std::fs::write(agents.join(format!("{HOSTILE}.toml")), format!("{escaped} = 1\n")).unwrap();
    prints_cleanly(&home, &["--", "true"]);
}

#[test]
fn a_folder_of_models_does_not_act_on_the_terminal() {
    let _machine = machine::shared();
    let home = Home::new();
    let folder = home.path().join(HOSTILE);
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(format!("ggml-{HOSTILE}.bin")), [7; 4096]).unwrap();
    let model = folder.join("ggml-tiny.en.bin");
    std::os::unix::fs::symlink(model_folder().join("ggml-tiny.en.bin"), &model).unwrap();
    let home = home.with_environment(vec![("PARLO_MODEL_DIR".into(), text(&folder))]);
    prints_cleanly(&home, &["models", "list"]);
    prints_cleanly(&home, &["models", "path", "base.en"]);
    // JSON for programs, so byte for byte.
    let output = home.run(&["models", "path"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{}\n", text(&model)));
}

#[test]
fn names_of_microphones_do_not_act_on_the_terminal() {
    let _machine = machine::shared();
    let home = Home::new();
    let octal =
        |text: &str| -> String { text.bytes().map(|byte| format!("\\{byte:03o}")).collect() };
    let conf = home.path().join("asound.conf");
    let name = octal(HOSTILE);
    std::fs::write(
        &conf,
        format!(
            "</usr/share/alsa/alsa.conf>\n\
             pcm.\"{name}\" {{ type null hint {{ show on description \"{name}\" }} }}\n\
             pcm.!default {{ type null hint {{ show on description \"{name}\" }} }}\n"
        ),
    )
    .unwrap();
    let home = home.with_environment(vec![("ALSA_CONFIG_PATH".into(), text(&conf))]);
    prints_cleanly(&home, &["devices"]);
    prints_cleanly(&home, &["listen", "--device", "such a one is not there"]);
}

#[test]
fn the_answers_of_a_server_do_not_act_on_the_terminal() {
    let _machine = machine::shared();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", server.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut connection, _) = server.accept().unwrap();
        let _ = connection.read(&mut [0; 4096]);
        let _ =
            write!(connection, "HTTP/1.1 502 {HOSTILE}\r\nX-{HOSTILE}: {HOSTILE}\r\n\r\n{HOSTILE}");
    });
    let home = Home::new();
    let models = text(&home.path().join("models"));
    let mut environment = vec![("PARLO_MODEL_DIR".to_owned(), models)];
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        environment.push((name.to_owned(), proxy.clone()));
    }
    let home = home.with_environment(environment);
    let output = home.run(&["models", "install", "tiny.en"]);
    assert!(!output.status.success(), "{output:?}");
    is_clean_text("a failed download", &[output.stdout, output.stderr].concat());
    answering.join().unwrap();
}
