//! Whatever a decoder may write: what is typed of it is one line that acts on nothing.

use std::time::Duration;

use parlo_fuzz::{Target, place_in, words};

use super::*;
use crate::decoded::{Decoded, Evidence};
use crate::line_editor::{EditCommand, LineEditor};
use crate::text::{Followed, finish, text_of};
use crate::untrusted::{is_unsafe, printable, verbatim};

#[test]
fn fuzz_transcript() {
    let seeds = words([
        " Run the test suite and fix the failing tests.",
        " [BLANK_AUDIO] (upbeat music) *coughs* ♪ la la ♪ and so on...",
        "/! clear \u{1b}[201~\r rm -rf\u{9b}201~ \u{202e}tset\u{2066}",
        "C'est déjà vu – 日本語 👩\u{200d}💻 ❤\u{fe0f} می\u{200c}خواهم e\u{301}\u{301}",
        "Stop. Stop. Stop. Stop. Stop. Stop.",
    ]);
    let vocabulary = words([
        "\u{1b}",
        "\u{1b}[201~",
        "[201~",
        "\u{9b}",
        "201~",
        "\r",
        "\n",
        "\u{85}",
        "\u{2028}",
        "!",
        "/",
        " ",
        "[",
        "]",
        "(",
        ")",
        "*",
        "♪",
        "\u{202e}",
        "\u{200b}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{e0041}",
        "é",
        "字",
        ".",
    ]);
    Target::new("transcript", seeds, vocabulary, 2_000).run(|bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let decoded = Decoded {
            text: text.clone(),
            evidence: Evidence {
                no_speech_probability: Some(0.0),
                mean_log_probability: Some(-0.1),
                sentence_end_probability: Some(0.5),
            },
            words: Vec::new(),
            ran_for: Duration::ZERO,
        };
        for followed in [Followed::ByNothing, Followed::BySpeech] {
            let typed = text_of(&finish(&decoded, Duration::MAX, followed));
            assert!(!typed.chars().any(is_unsafe), "{typed:?}");
            assert_eq!(typed.trim(), typed);
            assert!(!typed.starts_with(['!', '/']), "{typed:?}");
        }
        let _ =
            (loop_start(&text), second_copy(&text, Duration::from_secs(1)), first_words(&text, 3));
        // Clean text in two pieces is clean text.
        let cut = text.char_indices().map(|(at, _)| at).nth(place_in(bytes, 1) / 2).unwrap_or(0);
        let pieces = printable(&text[..cut]) + &printable(&text[cut..]);
        assert!(!pieces.chars().any(is_unsafe));

        let mut editor = LineEditor::default();
        for piece in text.split_inclusive('.') {
            editor.handle(EditCommand::Insert(piece.to_owned()));
            editor.handle(match place_in(piece.as_bytes(), 9) % 6 {
                0 => EditCommand::MoveWordLeft,
                1 => EditCommand::MoveLeft,
                2 => EditCommand::DeleteLeft,
                3 => EditCommand::DeleteWordRight,
                4 => EditCommand::MoveRight,
                _ => EditCommand::MoveToEnd,
            });
            editor.append(piece);
            assert!(editor.text().is_char_boundary(editor.cursor()));
        }
        assert!(!editor.text().contains(char::is_control));
        let pasted = verbatim(editor.text());
        assert!(!pasted.contains(char::is_control) && !pasted.contains('\u{202e}'), "{pasted:?}");
    });
}
