//! Keys in, the line with its cursor (written as `|`) out.

use super::EditCommand::*;
use super::*;

/// The line `|` marks the cursor of, after the commands.
fn edited(line: &str, commands: &[EditCommand]) -> String {
    let (before, after) = line.split_once('|').expect("a cursor");
    let mut editor = LineEditor { text: format!("{before}{after}"), cursor: before.len() };
    for command in commands {
        editor.handle(command.clone());
    }
    format!("{}|{}", editor.before_cursor(), editor.after_cursor())
}

#[test]
fn each_command_does_what_its_name_says() {
    let insert = |text: &str| Insert(text.to_owned());
    for (line, command, expected) in [
        ("ab|c", insert("x"), "abx|c"),
        ("|", insert("two\r\nlines\tand\u{1b}[31m \u{200b}red"), "two  lines and[31m red|"),
        ("ab|c", MoveLeft, "a|bc"),
        ("|abc", MoveLeft, "|abc"),
        ("ab|c", MoveRight, "abc|"),
        ("abc|", MoveRight, "abc|"),
        ("run the tests, now|", MoveWordLeft, "run the tests, |now"),
        ("run the tests, |now", MoveWordLeft, "run the |tests, now"),
        ("  |run", MoveWordLeft, "|  run"),
        ("run| the tests", MoveWordRight, "run the| tests"),
        ("run the|!", MoveWordRight, "run the!|"),
        ("a|b", MoveToStart, "|ab"),
        ("a|b", MoveToEnd, "ab|"),
        ("ab|c", DeleteLeft, "a|c"),
        ("|abc", DeleteLeft, "|abc"),
        ("ab|c", DeleteRight, "ab|"),
        ("abc|", DeleteRight, "abc|"),
        ("run the tests |now", DeleteWordLeft, "run the |now"),
        ("run| the tests", DeleteWordRight, "run| tests"),
        ("run |the tests", DeleteToStart, "|the tests"),
        ("run |the tests", DeleteToEnd, "run |"),
    ] {
        assert_eq!(
            edited(line, std::slice::from_ref(&command)),
            expected,
            "{command:?} in {line:?}"
        );
    }
}

#[test]
fn a_character_is_what_the_user_sees_as_one() {
    let family = "👩\u{200d}👩\u{200d}👧";
    assert_eq!(edited(&format!("a{family}|b"), &[MoveLeft]), format!("a|{family}b"));
    assert_eq!(edited(&format!("a{family}|b"), &[DeleteLeft]), "a|b");
    assert_eq!(edited("e\u{301}|x", &[DeleteLeft]), "|x");
    assert_eq!(edited("|🇩🇪🇫🇷", &[DeleteRight]), "|🇫🇷");
    // A mark typed behind a letter becomes part of it; the cursor never stands inside.
    assert_eq!(edited("e|x", &[Insert("\u{301}".into()), MoveLeft]), "|e\u{301}x");
    // Two halves of a flag that meet are one character.
    assert_eq!(edited("🇩x|🇪y", &[DeleteLeft]), "🇩🇪|y");
}

#[test]
fn further_dictation_follows_after_a_space() {
    let mut editor = LineEditor::default();
    editor.append("Run the tests.");
    editor.append("Then commit.");
    assert_eq!((editor.text(), editor.after_cursor()), ("Run the tests. Then commit.", ""));
    editor.handle(MoveToStart);
    editor.append("Push.");
    assert_eq!(editor.text(), "Run the tests. Then commit. Push.");
    assert_eq!(editor.cursor(), 0, "where the user has put it");
}

#[test]
fn no_paste_makes_it_endless() {
    let mut editor = LineEditor::default();
    editor.handle(Insert("é".repeat(20_000)));
    assert!(editor.text().len() <= LONGEST);
    assert_eq!(editor.cursor(), editor.text().len());
}

#[test]
fn a_cursor_among_blanks_at_the_end_stays_on_a_character() {
    let mut editor = LineEditor::default();
    editor.handle(EditCommand::Insert("a    ".to_owned()));
    editor.handle(EditCommand::MoveLeft);
    editor.append("字字");
    assert_eq!((editor.text(), editor.cursor()), ("a 字字", 1));
}
