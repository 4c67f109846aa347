//! Configuration files of every sort: read or refused in words, and changed in one place alone.

use parlo_fuzz::{Target, place_in, words};

use super::super::table::SETTINGS;
use super::*;

/// The comments of a text.
fn comments(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.starts_with('#')).collect()
}

fn without(mut table: toml::Table, name: &str, key: &str) -> toml::Table {
    if let Some(toml::Value::Table(inner)) = table.get_mut(name) {
        inner.remove(key);
        if inner.is_empty() {
            table.remove(name);
        }
    }
    table
}

#[test]
fn fuzz_config() {
    let mut seeds = words([
        "# Mine.\n[voice]  # hearing\nsilence_tail_ms   =  700  # was 440\n  vad = \"webrtc\"\nvocabulary = [\n  \"tokio\",  # it\n]\n\n[keys]\ndictate = 'f5'\n# The end.",
        "voice = { vad = \"energy\", send = 'auto' }\nstt.model = \"base\"\nstt.threads = 3\n",
        "[agent]\ncommand = [\"codex\", \"--x\"]\nready_timeout_ms = 900\nprofile = \"codex\"\n[ui]\nascii = true\ntheme = \"dark\"\n[metrics]\nfile = \"\"\"a\nb\"\"\"\n",
        "\u{feff}[voice]\r\nfollow_up_ms = 0x1f\r\nsilence_threshold_db = -4e1\r\n[voice.x]\r\n",
    ]);
    seeds.push(include_bytes!("../../../assets/themes/dark.toml").to_vec());
    seeds.push(include_bytes!("../../../assets/agents/codex.toml").to_vec());
    let mut vocabulary: Vec<Vec<u8>> = words([
        "[",
        "]",
        "[[",
        "=",
        "\n",
        "\r\n",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "#",
        "{",
        "}",
        ",",
        "\\u202e",
        "\\",
        "true",
        "-1",
        "1e999",
        "inf",
        "nan",
        "1979-05-27",
        "99999999999999999999",
        "é",
        "\t",
        "\0",
        "a.b",
        "\"\"",
    ]);
    for setting in SETTINGS {
        vocabulary.push(setting.name.as_bytes().to_vec());
        vocabulary.push(format!("[{}]\n{} = ", setting.place().0, setting.place().1).into_bytes());
    }
    let file = File::new("");
    let source = file.source(Overrides::default());
    Target::new("config", seeds, vocabulary, 4_000).run(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Err(error) = source.with_interface(&text) {
            assert!(!error.to_string().is_empty());
        }
        for refused in [ThemeFile::parse(&text).err(), toml::from_str::<toml::Table>(&text).err()] {
            let explained = refused.map(|error| explain::explain(&file.path, &text, &error));
            assert!(explained.is_none_or(|it| it.contains("config.toml")));
        }
        if let Ok(mut profiles) = Profiles::built_in() {
            let _ = profiles.add("own", &text);
        }
        // How lines end may change in texts of several lines, as TOML has it.
        let read = |text: &str| toml::from_str::<toml::Table>(&text.replace("\r\n", "\n"));
        let Ok(before) = toml::from_str::<toml::Table>(&text).and_then(|_| read(&text)) else {
            return;
        };
        let setting = &SETTINGS[place_in(bytes, 1) % SETTINGS.len()];
        let (table, key) = setting.place();
        let value = ["7", "true", "\"a # b\"", "[\"x\", \"y\"]"][place_in(bytes, 2) % 4];
        for new in [Some(value.parse::<toml_edit::Value>().unwrap()), None] {
            let Ok(written) = write::with_value(&text, table, key, new.as_ref()) else { continue };
            let after = read(&written);
            let after =
                after.unwrap_or_else(|error| panic!("{text:?} became {written:?}: {error}"));
            let there = after.get(table).and_then(|it| it.get(key));
            assert_eq!(there.is_some(), new.is_some(), "{text:?} became {written:?}");
            if let (Some(there), Some(_)) = (there, &new) {
                let wanted: toml::Table = format!("x = {value}").parse().unwrap();
                assert_eq!(there, &wanted["x"]);
            }
            let rest = (without(before.clone(), table, key), without(after, table, key));
            assert_eq!(rest.0, rest.1, "{text:?} became {written:?}");
            // A comment within a value that is replaced goes with it.
            let is_multiline = before.get(table).and_then(|it| it.get(key)).is_some_and(|value| {
                matches!(
                    value,
                    toml::Value::Array(_) | toml::Value::Table(_) | toml::Value::String(_)
                )
            });
            if !is_multiline {
                let (before, after) = (comments(&text), comments(&written));
                let is_kept = |comment: &&str| after.contains(comment);
                assert!(before.iter().all(is_kept), "{text:?} became {written:?}");
            }
        }
    });
}
