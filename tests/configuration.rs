//! The commands that show, check and change the configuration; and version, manual and completions.

use std::process::Output;

use crate::support::machine;
use crate::support::parlo::Home;

/// The output of a command that ends with this exit code.
#[track_caller]
fn said(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    (text(&output.stdout), text(&output.stderr))
}

fn with_variable(name: &str, value: &str) -> Home {
    Home::new().with_environment(vec![(name.into(), value.into())])
}

#[test]
fn the_effective_configuration_is_shown_with_its_origin_and_can_be_read_again() {
    let _machine = machine::shared();
    let home = with_variable("PARLO_VOICE_FOLLOW_UP_MS", "900")
        .with_configuration("[voice]\nsend = \"auto\"\nvad = \"energy\"\n");
    let shown = home.run(&["--vad", "silero", "config", "show"]);
    let (text, _) = said(&shown, 0);
    let origin = |key: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        line.split("  # ").last().unwrap().to_owned()
    };
    assert_eq!(
        ["send", "vad", "follow_up_ms", "trailing_ms"].map(origin),
        ["file", "command line", "PARLO_VOICE_FOLLOW_UP_MS", "default"]
    );
    let again = Home::new().with_configuration(&text);
    let (second, _) = said(&again.run(&["config", "show"]), 0);
    let values = |text: &str| -> Vec<String> {
        let values = text.lines().skip(1).map(|line| line.split("  # ").next().unwrap().trim_end());
        values.map(str::to_owned).collect()
    };
    assert_eq!(values(&second), values(&text));
}

#[test]
fn the_file_is_found_written_once_and_checked() {
    let _machine = machine::shared();
    let home = Home::new();
    let (path, _) = said(&home.run(&["config", "path"]), 0);
    assert_eq!(path.trim_end(), home.path().join(".config/parlo/config.toml").to_str().unwrap());
    let (nothing, _) = said(&home.run(&["config", "check"]), 0);
    assert!(nothing.contains("parlo config init"), "{nothing}");
    said(&home.run(&["config", "init"]), 0);
    let written = std::fs::read_to_string(path.trim_end()).unwrap();
    assert!(written.contains("#silence_tail_ms = "), "{written}");
    assert!(said(&home.run(&["config", "check"]), 0).0.contains(": ok"));
    let (_, refusal) = said(&home.run(&["config", "init"]), 2);
    assert!(refusal.contains("is there already"), "{refusal}");
    assert_eq!(std::fs::read_to_string(path.trim_end()).unwrap(), written);

    // A dangling link is written through; a folder cannot be shown or edited.
    let home = Home::new().with_configuration("");
    let path = home.path().join(".config/parlo/config.toml");
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("mine.toml", &path).unwrap();
    assert!(said(&home.run(&["config", "check"]), 0).0.contains("parlo config init"));
    said(&home.run(&["config", "init"]), 0);
    assert_eq!(std::fs::read_to_string(path.with_file_name("mine.toml")).unwrap(), written);
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    for command in ["init", "check", "edit", "show"] {
        let (_, refusal) = said(&home.run(&["config", command]), 2);
        assert!(refusal.contains("cannot be read: it is no plain file"), "{refusal}");
    }

    let home = Home::new().with_configuration("[voice]\nsilense_tail_ms = 500\n");
    let (_, refusal) = said(&home.run(&["config", "check"]), 2);
    for part in ["config.toml:2:1: ", "did you mean `silence_tail_ms`?"] {
        assert!(refusal.contains(part), "{refusal}");
    }
    let (_, refusal) = said(&with_variable("PARLO_VOICE_SILENSE_TAIL_MS", "5").run(&["true"]), 2);
    assert!(refusal.contains("did you mean PARLO_VOICE_SILENCE_TAIL_MS?"), "{refusal}");
}

/// A configuration to edit, its file, and the copy that an editor gets.
const BEFORE: &str = "[ui]\nascii = true\n";
const FILE: &str = ".config/parlo/config.toml";
const COPY: &str = ".config/parlo/config.edited.toml";

fn read(home: &Home, name: &str) -> std::io::Result<String> {
    std::fs::read_to_string(home.path().join(name))
}

/// A home whose editor is this script, with the file as `$1`.
fn edited_by(script: &str) -> Home {
    let home = Home::new().with_configuration(BEFORE);
    let editor = home.path().join("editor");
    std::fs::write(&editor, script).unwrap();
    let command = format!("sh -eu {}", editor.display());
    // VISUAL takes precedence over EDITOR.
    home.with_environment(vec![("VISUAL".into(), command), ("EDITOR".into(), "false".into())])
}

#[test]
fn an_edit_replaces_the_file_if_it_is_valid() {
    let _machine = machine::shared();
    let home = edited_by("sed -i s/true/false/ \"$1\"");
    assert!(said(&home.run(&["config", "edit"]), 0).0.contains("saved"));
    assert_eq!(read(&home, FILE).unwrap(), BEFORE.replace("true", "false"));
    assert!(read(&home, COPY).is_err());

    // There is no user to ask.
    let home = edited_by("sed -i s/ascii/asci/ \"$1\"");
    let (output, refusal) = said(&home.run(&["config", "edit"]), 2);
    assert!(
        output.contains("did you mean `ascii`?") && refusal.contains(COPY),
        "{output}{refusal}"
    );
    assert_eq!(read(&home, FILE).unwrap(), BEFORE);
    assert_eq!(read(&home, COPY).unwrap(), BEFORE.replace("ascii", "asci"));

    let home = edited_by("echo >>.config/parlo/config.toml; echo '#' >>\"$1\"");
    let (_, refusal) = said(&home.run(&["config", "edit"]), 1);
    assert!(refusal.contains("nothing was saved") && refusal.contains(COPY), "{refusal}");
    assert_eq!(read(&home, FILE).unwrap(), format!("{BEFORE}\n"));

    let home = edited_by("exit 3");
    let (_, refusal) = said(&home.run(&["config", "edit"]), 1);
    assert!(refusal.contains("nothing has changed"), "{refusal}");
    assert!(read(&home, COPY).is_err());
}

#[test]
fn a_refused_edit_is_kept_and_can_be_continued_or_discarded() {
    let _machine = machine::shared();
    // Breaks the file and fails in the second round; repairs it in a third.
    let script = "echo >>n; case $(wc -l <n) in \
                  1) sed -i s/ascii/asci/ \"$1\";; 2) exit 3;; \
                  3) sed -i s/asci\\ =.*/'ascii = false'/ \"$1\";; esac";
    let broken = || {
        let home = edited_by(script);
        let (_, refusal) = said(&home.run_with_input(&["config", "edit"], b"e\n"), 1);
        assert!(refusal.contains("what you typed is in") && refusal.contains(COPY), "{refusal}");
        assert_eq!(read(&home, FILE).unwrap(), BEFORE);
        assert_eq!(read(&home, COPY).unwrap(), BEFORE.replace("ascii", "asci"));
        home
    };
    let home = broken();
    let (output, _) = said(&home.run_with_input(&["config", "edit"], b"g\n"), 0);
    assert!(output.contains("left from an earlier edit") && output.contains("saved"), "{output}");
    assert_eq!(read(&home, FILE).unwrap(), BEFORE.replace("true", "false"));
    assert!(read(&home, COPY).is_err());
    let home = broken();
    said(&home.run_with_input(&["config", "edit"], b"d\n"), 0);
    assert_eq!(read(&home, FILE).unwrap(), BEFORE);
    assert!(read(&home, COPY).is_err());
}

#[test]
fn version_manual_and_completions_describe_parlo() {
    let _machine = machine::shared();
    let home = Home::new();
    let run = |arguments: &[&str]| said(&home.run(arguments), 0).0;
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(run(&["-V"]), format!("parlo {version}\n"));
    let long = run(&["--version"]);
    for part in [version, "commit:", "features:", "whisper.cpp 1."] {
        assert!(long.contains(part), "{long}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]);
        assert!(script.contains("config") && script.contains("transcribe"), "{shell}");
        assert!(!script.contains("demo-agent"), "{shell}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completions", shell]).contains("large-v3-turbo-q5_0"), "{shell}");
    }
    let page = run(&["man"]);
    for part in [
        "\n.SH SYNOPSIS\n",
        "\n.SH \"EXIT STATUS\"\n",
        "\n.SH ENVIRONMENT\n",
        "\n.SH FILES\n",
        "\n.SH NOTES\n.nf\n",
        "\n.SH VERSION\n.nf\n",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    run(&["man", "pages"]);
    for page in ["parlo.1", "parlo-config-show.1", "parlo-models-install.1"] {
        assert!(home.path().join("pages").join(page).exists(), "{page}");
    }
    assert!(!home.path().join("pages/parlo-demo-agent.1").exists());
}

#[test]
fn settings_of_the_environment_are_read_everywhere() {
    // The doctor finds it, like any other problem.
    for (words, code) in [(&["doctor", "--json"][..], 1), (&["stats"], 2)] {
        let (found, refusal) = said(&with_variable("PARLO_VOICE_SEND", "loudly").run(words), code);
        assert!((found + &refusal).contains("PARLO_VOICE_SEND"), "{refusal}");
    }
}
