//! The queries of agents to the terminal, and their replies.

use super::{SIZE, Stage};
use crate::support::host::Abilities;

#[test]
fn every_query_is_answered() {
    let it = Stage::start(Abilities::KittyAndStatus);
    let (columns, rows) = (SIZE.columns, SIZE.rows - 1);
    for (query, beginning, end) in [
        ("\u{1b}[c", "\u{1b}[?", "c"),
        ("\u{1b}[>c", "\u{1b}[>", "c"),
        ("\u{1b}[>0q", "\u{1b}P>|", "\u{1b}\\"),
        ("\u{1b}[>q", "\u{1b}P>|", "\u{1b}\\"),
        ("\u{1b}[3;7H\u{1b}[6n", "\u{1b}[3;7R", ""),
        ("\u{1b}[?u", "\u{1b}[?0u", ""),
        ("\u{1b}[?1004$p", "\u{1b}[?1004;2$y", ""),
        ("\u{1b}[?1004h\u{1b}[?1004$p\u{1b}[?1004l", "\u{1b}[?1004;1$y", ""),
        ("\u{1b}[?1016$p", "\u{1b}[?1016;", "$y"),
        ("\u{1b}[?2004$p", "\u{1b}[?2004;2$y", ""),
        ("\u{1b}[?2026$p", "\u{1b}[?2026;2$y", ""),
        ("\u{1b}[?2027$p", "\u{1b}[?2027;", "$y"),
        ("\u{1b}[?2031$p", "\u{1b}[?2031;", "$y"),
        // The terminal's own colours, in the form of the query.
        ("\u{1b}]10;?\u{7}", "\u{1b}]10;rgb:c8c8/d0d0/e0e0", "\u{7}"),
        ("\u{1b}]11;?\u{1b}\\", "\u{1b}]11;rgb:1010/2020/3030", "\u{1b}\\"),
        ("\u{1b}]4;3;?\u{1b}\\", "\u{1b}]4;3;rgb:0303/8080/4040", "\u{1b}\\"),
        ("\u{1b}]7501;?\u{7}", "\u{1b}]7501;?", ""),
        ("\u{1b}P+q524742\u{1b}\\", "\u{1b}P", "\u{1b}\\"),
        ("\u{1b}P+q4d73\u{1b}\\", "\u{1b}P", "\u{1b}\\"),
        ("\u{1b}[18t", &format!("\u{1b}[8;{rows};{columns}t"), ""),
        ("\u{1b}[14t", &format!("\u{1b}[4;{};{}t", rows * 18, columns * 9), ""),
        ("\u{1b}[16t", "\u{1b}[6;18;9t", ""),
    ] {
        let answer = it.write(query);
        assert!(
            answer.starts_with(beginning) && answer.ends_with(end),
            "{query:?} is answered with {answer:?}, not {beginning:?} … {end:?}"
        );
    }
}

#[test]
fn unknown_strings_are_swallowed() {
    let it = Stage::start(Abilities::KittyAndStatus);
    let strings = "\u{1b}_Gi=31,s=1,v=1,a=q;AAAA\u{1b}\\\u{1b}]1337;Capabilities\u{1b}\\\
        \u{1b}]66;w=1; \u{1b}\\\u{1b}Pzzz\u{1b}\\\u{1b}^private\u{1b}\\\u{1b}Xsos\u{1b}\\";
    assert_eq!(it.write(format!("\u{1b}[2J\u{1b}[H{strings}visible")), "");
    let screen = it.host.wait_for_text("visible", crate::support::wait::SOON);
    assert_eq!(screen.lines().next(), Some("visible"), "{screen}");
    for word in ["zzz", "private", "sos", "Gi=31"] {
        assert!(!it.host.received_text().contains(word), "{word} came out");
    }
}

#[test]
fn replies_keep_the_order_of_the_queries() {
    let it = Stage::start(Abilities::Kitty);
    let answers =
        it.write("\u{1b}[?u\u{1b}[5;5H\u{1b}[6n\u{1b}]11;?\u{1b}\\\u{1b}[?2026$p\u{1b}[c");
    let places: Vec<Option<usize>> =
        ["[?0u", "[5;5R", "]11;", "[?2026;", "c"].iter().map(|part| answers.rfind(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{answers:?}");
}

#[test]
fn a_query_within_a_frame_that_never_ends_is_answered() {
    let it = Stage::start(Abilities::Kitty);
    assert_eq!(it.write("\u{1b}[?2026hhalf a frame\u{1b}[6n"), "\u{1b}[2;13R");
    it.host.wait_for_text("half a frame", crate::support::wait::SOON);
}
