//! Which theme a name means, and what is said about one that is wrong.
#![allow(clippy::unwrap_used, reason = "a refused value fails the test")]

use parlo_core::screen::Rgb;

use super::{Problem, ThemeChoice};
use crate::ui::theme::ThemeFile;

fn find(name: &str, files: &[(&str, &str)]) -> Result<ThemeChoice, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("themes")).unwrap();
    for (file, text) in files {
        std::fs::write(folder.path().join("themes").join(file), text).unwrap();
    }
    ThemeChoice::find(name, folder.path()).map_err(|problem| match problem {
        Problem::Value(problem) => problem,
        Problem::OtherFile(error) => {
            format!("{error:#}").replace(&format!("{}/", folder.path().display()), "")
        }
    })
}

#[test]
fn a_name_means_the_users_file_before_the_one_that_is_compiled_in() {
    let dark = ThemeFile::built_in("dark").unwrap();
    assert_eq!(find("dark", &[]), Ok(ThemeChoice::One(dark.clone())));
    let own = find("dark", &[("dark.toml", "base = \"dark\"\ntext = \"#ffffff\"")]).unwrap();
    assert_ne!(own.on(None), dark);
    let error = find("../config", &[]).unwrap_err();
    assert!(error.starts_with("[ui] theme: \"../config\" is none of terminal, dark"));
}

#[test]
fn a_wrong_file_is_named_with_line_and_key() {
    for (text, expected) in [
        ("text = \"red\"\nlive = \"purple\"", "themes/my.toml:2:8: \"purple\" is no colour; use"),
        ("txet = \"red\"", "themes/my.toml:1:1: unknown key `txet`"),
        ("text = { colour = \"red\" }", "themes/my.toml:1:10: unknown key `colour`"),
        ("text = { color = \"#ff00\" }", "themes/my.toml:1:18: \"#ff00\" is no colour"),
        ("text = 256", "themes/my.toml:1:8: \"256\" is no colour"),
        ("text = true", "themes/my.toml:1:8: invalid type: boolean `true`, expected a colour"),
        ("base = \"drak\"", "themes/my.toml:1:8: base: \"drak\" is none of terminal, dark"),
        ("text =", "themes/my.toml:1:7: "),
    ] {
        let error = find("my", &[("my.toml", text)]).unwrap_err();
        assert!(error.starts_with(expected), "{text}: {error}");
        assert!(error.contains(" | "), "the line is shown: {error}");
    }
}

#[test]
fn auto_goes_by_the_background() {
    let auto = find("auto", &[]).unwrap();
    let grey = |level| Some(Rgb { red: level, green: level, blue: level });
    let named = |name| ThemeFile::built_in(name).unwrap();
    assert_eq!(auto.on(None), named("terminal"));
    assert_eq!(auto.on(grey(20)), named("dark"));
    assert_eq!(auto.on(grey(250)), named("light"));
}
