//! What cannot work is refused with its place, its name, and what would work.

use std::path::Path;

use super::super::failure::exit_code;
use super::super::source::Need;
use super::*;

/// The message, less the path of the file that it must begin with.
fn refusal(text: &str) -> String {
    let file = File::new(text);
    let error = file.load().unwrap_err();
    assert_eq!(exit_code(&error), 2);
    let message = error.to_string();
    let path = file.path.display().to_string();
    message.strip_prefix(&path).unwrap_or_else(|| panic!("{message}")).to_owned()
}

fn check(text: &str, expected: &str) {
    assert_eq!(refusal(text), expected, "{text}");
}

/// The same of a line that has but one value, which is the place.
fn check_value(text: &str, expected: &str) {
    let column = text.find('=').unwrap() + 3;
    let marks = "^".repeat(text.len() - (column - 1));
    let indent = " ".repeat(column - 1);
    check(text, &format!(":1:{column}: {expected}\n1 | {text}\n  | {indent}{marks}"));
}

#[test]
fn an_unknown_key_is_named_with_its_place_and_the_keys_there_are() {
    check(
        "[keys]\ndictate = \"f5\"\ndicate = \"f6\"\n",
        ":3:1: unknown key `dicate`, did you mean `dictate`?\n3 | dicate = \"f6\"\n  | ^^^^^^",
    );
    check(
        "[voices]\n",
        ":1:2: unknown key `voices`, did you mean `voice`?\n1 | [voices]\n  |  ^^^^^^",
    );
    let message = refusal("[voice]\n\n\n\n\n\n\n\n\n  silence_tail = 300");
    assert!(
        message.starts_with(":10:3: unknown key `silence_tail`, did you mean `silence_tail_ms`?\n"),
        "{message}"
    );
    // All are named where none is near, and the table of one that stands in another.
    check(
        "[stt]\nzzz = 1\n",
        ":2:1: unknown key `zzz`, expected one of `model`, `language`, `threads`\n2 | zzz = 1\n  | ^^^",
    );
    assert!(refusal("[voice]\nmodel = \"base\"").contains("it belongs under `[stt]`"));
    for text in ["send = \"auto\"", "[stt]\nsend = \"auto\"", "[keys]\nsend = 1"] {
        let message = refusal(text);
        assert!(message.contains("unknown key `send`, it belongs under `[voice]`\n"), "{message}");
    }
    assert!(message.ends_with("\n10 |   silence_tail = 300\n   |   ^^^^^^^^^^^^"), "{message}");
}

#[test]
fn a_wrong_type_says_what_was_expected() {
    check(
        "voice.silence_tail_ms = \"long\"",
        ":1:25: invalid type: string \"long\", expected a whole number, 0 or more\n\
         1 | voice.silence_tail_ms = \"long\"\n  |                         ^^^^^^",
    );
    for (text, expected) in [
        ("voice.pre_roll_ms = -5", "integer `-5`, expected a whole number, 0 or more"),
        ("voice.pre_roll_ms = 1.5", "floating point `1.5`, expected a whole number, 0 or more"),
        ("voice.channel_capacity = true", "boolean `true`, expected a whole number, 0 or more"),
        ("voice.sample_rate = '16k'", "string \"16k\", expected a whole number, 0 or more"),
        ("voice.silence_threshold_db = 'low'", "string \"low\", expected a number"),
        ("voice.adaptive_threshold = 1", "integer `1`, expected true or false"),
        ("voice.vad = 1", "integer `1`, expected a string"),
        ("voice.vocabulary = 'tokio'", "string \"tokio\", expected a list"),
        ("agent = 3", "integer `3`, expected a table"),
        ("[[agent]]", "list of tables, expected a table"),
        ("agent.command = 3", "expected a command as one string or as a list of strings"),
        ("agent.command = ['a', 1]", "expected a command as one string or as a list of strings"),
    ] {
        let message = refusal(text);
        assert!(message.lines().next().unwrap().ends_with(expected), "{message}");
    }
}

#[test]
fn a_value_that_cannot_work_is_named_with_its_range() {
    for (text, expected) in [
        (
            "voice.silence_tail_ms = 20",
            "[voice] silence_tail_ms: 20 is outside 100..=5000 (milliseconds)",
        ),
        (
            "voice.max_capture_ms = 60000",
            "[voice] max_capture_ms: 60000 is outside 1000..=30000 (milliseconds)",
        ),
        (
            "voice.channel_capacity = 0",
            "[voice] channel_capacity: 0 is outside 10..=1000 (frames of 100 ms)",
        ),
        (
            "voice.silence_threshold_db = 3",
            "[voice] silence_threshold_db: 3 is outside -90..=-5 (dBFS)",
        ),
        (
            "voice.speculate_after_ms = 600",
            "[voice] speculate_after_ms: 600 is longer than silence_tail_ms = 440; the decode would \
             begin after the end",
        ),
        (
            "voice.sample_rate = 44100",
            "[voice] sample_rate: must be 16000, the rate Whisper was trained on; devices of \
             any rate are resampled to it",
        ),
        ("voice.max_concurrent_sessions = 2", "[voice] max_concurrent_sessions: must be 1"),
        (
            "voice.allow_python_fallback = true",
            "[voice] allow_python_fallback: this build has no Python fallback; set it to false",
        ),
        (
            "voice.silence_threshold_db = nan",
            "[voice] silence_threshold_db: NaN is outside -90..=-5 (dBFS)",
        ),
        (
            "agent.ready_timeout_ms = 600001",
            "[agent] ready_timeout_ms: 600001 is outside 0..=600000 (milliseconds)",
        ),
        ("voice.linger_ms = 9000", "[voice] linger_ms: 9000 is outside 0..=5000 (milliseconds)"),
        ("stt.threads = 0", "[stt] threads: 0 is outside 1..=64"),
        (
            "voice.vocabulary = ['tokio', 1]",
            "[voice] vocabulary: holds something that is no string; write [\"one\", \"two\"]",
        ),
        ("voice.vocabulary = ['tokio', '']", "[voice] vocabulary: \"\" has no letter or digit"),
    ] {
        check_value(text, expected);
    }
}

#[test]
fn a_former_name_beside_the_new_one_is_refused() {
    check(
        "voice.linger_ms = 5\nvoice.follow_up_ms = 7\n",
        ":1:19: [voice] linger_ms: is called `follow_up_ms` now, which stands here too; remove this \
         line\n1 | voice.linger_ms = 5\n  |                   ^",
    );
}

#[test]
fn an_unknown_name_is_named_with_those_there_are() {
    for (text, expected) in [
        ("voice.vad = 'ten'", "[voice] vad: \"ten\" is none of webrtc, energy, earshot, silero"),
        ("voice.send = 'later'", "[voice] send: \"later\" is none of draft, auto, review"),
        (
            "agent.profile = 'kodex'",
            "[agent] profile: \"kodex\" is unknown, did you mean \"codex\"? There are aider, claude, codex, gemini, opencode",
        ),
        (
            "ui.theme = 'drak'",
            "[ui] theme: \"drak\" is unknown, did you mean \"dark\"? There are terminal, dark, \
             light, high-contrast, auto; your own go into themes/NAME.toml beside the configuration",
        ),
        (
            "stt.language = 'germn'",
            "[stt] language: \"germn\" is no language Whisper knows; try \"german\" or \"auto\"",
        ),
        (
            "stt.language = 'klingon'",
            "[stt] language: \"klingon\" is no language Whisper knows; try \"en\" or \"auto\"",
        ),
        (
            "stt.language = \"en\\u0000\"",
            "[stt] language: \"en\\0\" is no language Whisper knows; try \"en\" or \"auto\"",
        ),
    ] {
        check_value(text, expected);
    }
}

#[test]
fn an_empty_command_is_no_agent() {
    for text in
        ["agent.command = ''", "agent.command = '  '", "agent.command = []", "agent.command = ['']"]
    {
        check_value(text, "[agent] command: is empty; name a program, such as \"codex\"");
    }
}

#[track_caller]
fn check_place(text: &str, place: &str) {
    let message = refusal(text);
    assert!(message.starts_with(place), "{message}");
}

#[test]
fn what_is_not_toml_is_shown_where_it_breaks() {
    for (text, place) in [
        ("x = \n", ":1:5: "),
        ("[voice]\nvad = 'webrtc'\nvad = 'energy'\n", ":3:1: duplicate key"),
        ("[voice\n", ":1:7: "),
        ("# é\n\"ä\" = § \n", ":2:7: "),
        ("just words", ":1:6: "),
    ] {
        check_place(text, place);
    }
}

#[test]
fn the_place_is_that_of_a_key_which_the_file_has() {
    for (text, place) in [
        ("[voice]\nvad = 'energy'\nsilence_tail_ms = 100\nspeculate_after_ms = 300\n", ":4:22: "),
        ("[ui]\n[voice]\nspeculate_after_ms = 600\n", ":3:22: "),
        // It is the default of the other that does not suit.
        ("[voice]\nsilence_tail_ms = 100\nfollow_up_ms = 9000", ":3:16: "),
        ("[keys]\nundo = 'f2'\ncancel = 'ctrl+r'\n", ":3:10: "),
        ("[keys]\ndictate = 'h'\n", ":2:11: "),
    ] {
        check_place(text, place);
    }
}

#[test]
fn what_is_quoted_of_a_long_line_is_cut() {
    let long = "x".repeat(5_000);
    for text in [
        format!("voice.vad = '{long}'"),
        format!("voice.send_delay_ms = '{long}'"),
        format!("stt.{long} = 1"),
        format!("stt = {{ model = '{long}', threads = 0 }}"),
        format!("# {long}\n= {long}"),
    ] {
        let message = refusal(&text);
        assert!(message.len() < 2_000, "{message}");
        assert!(message.contains('^'), "{message}");
    }
}

#[test]
fn a_named_file_must_be_there_and_be_text() {
    let mut file = File::new("");
    let check = |file: &File, expected: &str| {
        let message = file.load().unwrap_err().to_string();
        assert!(
            message.ends_with(&format!("config.toml: cannot be read: {expected}")),
            "{message}"
        );
    };
    let path = file.path.clone();
    std::fs::write(&path, b"[voice]\n# caf\xe9\n").unwrap();
    check(&file, "line 2 is no UTF-8; save it in that encoding");
    std::fs::write(&path, vec![b' '; (1 << 20) + 1]).unwrap();
    check(&file, "it is larger than 1 MiB");
    for (target, expected) in
        [("/dev/zero", "it is larger than 1 MiB"), ("/", "it is no plain file")]
    {
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(target, &path).unwrap();
        check(&file, expected);
    }
    // Nobody writes into it, so it would be waited for without end.
    std::fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    check(&file, "it is no plain file");
    file.path.set_file_name("gone.toml");
    let message = file.load().unwrap_err().to_string();
    assert!(message.contains("gone.toml: cannot be read: No such file"), "{message}");
    file.path = PathBuf::from("/dev/null");
    assert!(file.load().is_ok());
}

#[test]
fn a_default_file_may_be_missing_but_not_broken() {
    let mut file = File::new("[voice");
    let load = |path: &Path, need| {
        ConfigSource { need, ..ConfigSource::new(Some(path), Overrides::default()).unwrap() }.load()
    };
    assert!(load(&file.path, Need::MayBeMissing).is_err());
    file.path.set_file_name("gone.toml");
    assert!(load(&file.path, Need::MayBeMissing).is_ok());
    assert!(load(&file.path, Need::MustExist).is_err());
    file.path.pop();
    assert!(load(&file.path, Need::MayBeMissing).is_err(), "a folder is no missing file");
}
