//! Models that are damaged, of another kind, or missing: every command refuses them before the
//! decoder reads them; a model in use stays in use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Desk;
use crate::support::parlo::{Home, MODEL, model_folder};
use crate::support::{machine, samples, text, wait};

fn installed() -> PathBuf {
    model_folder().join(format!("ggml-{MODEL}.bin"))
}

/// Copies the installed model with one bit of its last tensor flipped.
fn flip_a_bit(to: &Path) {
    let mut bytes = fs::read(installed()).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(to, bytes).unwrap();
}

fn home_with_models(folder: &Path) -> Home {
    Home::new().with_environment(vec![("PARLO_MODEL_DIR".into(), text(folder))])
}

/// Runs parlo, which must fail with a message that contains all of these; returns the message.
#[track_caller]
fn refused(home: &Home, arguments: &[&str], names: &[&str]) -> String {
    let output = home.run(arguments);
    let message = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {message}");
    for name in names {
        assert!(message.contains(name), "{arguments:?}: no {name:?} in: {message}");
    }
    message
}

#[test]
fn files_that_are_no_models_are_refused_with_a_remedy() {
    let _machine = machine::shared();
    let folder = tempfile::tempdir().unwrap();
    let home = Home::new();
    let clip = text(&samples::named("g11.wav").path);
    let model = fs::read(installed()).unwrap();
    let with = |position: usize, value: u32| {
        let mut head = model[..1_000_000].to_vec();
        head[position..position + 4].copy_from_slice(&value.to_le_bytes());
        head
    };
    let blank = model.windows(5).position(|bytes| bytes == b"\x01\0\0\0 ").unwrap();
    let silero = [&b"lmgg\x0a\0\0\0silero-16k\x06\0\0\0"[..], &[0; 500]].concat();
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("empty", Vec::new(), "install it again"),
        ("text", b"not a model\n".to_vec(), "parlo models list"),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "parlo models list"),
        ("gguf", b"GGUF\x03\0\0\0".to_vec(), "parlo models list"),
        ("silero", silero, "the Silero voice detector"),
        ("truncated", model[..model.len() - 1].to_vec(), "truncated"),
        ("half", model[..model.len() / 2].to_vec(), "truncated"),
        ("vocabulary", with(4, 51_864 | 1 << 31), "parlo models list"),
        ("layers", with(5 * 4, 0x4000_0004), "parlo models list"),
        ("quantised", with(11 * 4, 1019), "unknown type"),
        ("signed", with(11 * 4, 4_294_967_001), "unknown type"),
        ("blank", with(blank + 1, 0x2100_0000), "install or import it again"),
    ];
    for (name, bytes, remedy) in cases {
        let path = folder.path().join(format!("{name}.bin"));
        fs::write(&path, bytes).unwrap();
        refused(&home, &["transcribe", "--model", &text(&path), &clip], &[name, remedy]);
        refused(&home, &["models", "verify", &text(&path)], &[name, remedy]);
    }
    let pipe = folder.path().join("pipe.bin");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let directory = folder.path().join("directory.bin");
    fs::create_dir(&directory).unwrap();
    for path in [pipe, directory] {
        let path = text(&path);
        refused(&home, &["transcribe", "--model", &path, &clip], &[&path, "not a regular file"]);
    }
}

#[test]
fn a_flipped_bit_is_found_by_the_hash_and_every_command_says_so() {
    let _machine = machine::shared();
    let folder = tempfile::tempdir().unwrap();
    let home = home_with_models(folder.path());
    let clip = text(&samples::named("g11.wav").path);
    let path = folder.path().join(format!("ggml-{MODEL}.bin"));
    flip_a_bit(&path);
    let names = ["ggml-tiny.en.bin", "parlo models install tiny.en --force"];
    let of_command = |arguments: &[&str]| refused(&home, arguments, &names);
    of_command(&["transcribe", &clip]);
    of_command(&["demo", "--sample", &clip]);
    of_command(&["models", "verify", MODEL]);
    of_command(&["models", "path"]);
    of_command(&["models", "install", MODEL]);
    of_command(&["--model", "auto", "transcribe", &clip]);
    let terminal = home.start(&["--".into(), "cat".into()]);
    assert_eq!(terminal.wait_for_exit(wait::START), 1);
    terminal.wait_for_text("if it is a model of your own", wait::SOON);
    // The intact one is hashed, remembered, and hashed again once it is damaged.
    fs::copy(installed(), &path).unwrap();
    assert!(home.run(&["transcribe", &clip]).status.success());
    let memory = home.path().join(".cache/parlo/verified-models.json");
    assert!(fs::read_to_string(memory).unwrap().contains("ggml-tiny.en.bin"));
    flip_a_bit(&path);
    of_command(&["transcribe", &clip]);
}

#[test]
fn a_model_stays_in_use_when_its_file_is_removed_and_another_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join(format!("ggml-{MODEL}.bin"));
    fs::copy(installed(), &mine).unwrap();
    // The header is valid, but it is not the model published under this name.
    flip_a_bit(&folder.path().join("ggml-base.en.bin"));
    fs::write(folder.path().join("ggml-own.bin"), "no model").unwrap();
    let desk = Desk::set(home_with_models(folder.path()), ":", &[]);
    desk.dictate(1);
    desk.set_value("stt.model", "own", "ggml-own.bin is not a usable model");
    // It is saved first, and checked when it is loaded: the window's remark changes twice.
    desk.set_value("stt.model", "base.en", "ggml-base.en.bin is not what");
    desk.open("e", "Last errors");
    desk.terminal.wait_for_text("ggml-base.en.bin is not what", wait::START);
    desk.close("Last errors");
    fs::remove_file(&mine).unwrap();
    desk.dictate(2);
}
