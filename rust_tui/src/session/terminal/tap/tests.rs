//! What is found, where it ends, and that cuts make no difference.

use super::{Found, Tap};

/// All that is found, each with the number of bytes up to its end.
fn found(pieces: &[&[u8]]) -> Vec<(usize, Found)> {
    let mut tap = Tap::default();
    let mut all = Vec::new();
    let mut before = 0;
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let (length, found) = tap.next(rest);
            assert!(length > 0, "it advances");
            before += length;
            all.extend(found.map(|found| (before, found)));
            rest = &rest[length..];
        }
    }
    all
}

#[track_caller]
fn check(bytes: &[u8], expected: &[(usize, Found)]) {
    assert_eq!(found(&[bytes]), expected);
    for cut in 1..bytes.len() {
        assert_eq!(found(&[&bytes[..cut], &bytes[cut..]]), expected, "cut at {cut}");
    }
}

fn command(text: &str, by_bell: bool) -> Found {
    Found::Command(text.as_bytes().to_vec(), by_bell)
}

fn control(text: &str, end: u8) -> Found {
    Found::Control(text.as_bytes().to_vec(), end)
}

#[test]
fn strings_and_unknown_controls_are_found() {
    check(
        b"text\x1b]9;hi\x07\x1b[31m\x1b]99;;x\x1b\\\x1bP+q4d73\x1b\\\x1b[>0q\x1b[16t\x1b[14t",
        &[
            (11, command("9;hi", true)),
            (24, command("99;;x", false)),
            (34, Found::Device(b"+q4d73".to_vec())),
            (40, control(">0", b'q')),
            (45, control("16", b't')),
        ],
    );
    check(b"\x1b[?25;2026h\x1b[?2004h\x1b[2026h", &[(11, control("?25;2026", b'h'))]);
}

#[test]
fn strings_that_end_early_or_are_too_long_are_ignored() {
    check(b"\x1b]9;x\x18\x1b]9;y\x1a\x1b_\x1b]0;t\x07\x1b\\", &[(20, command("0;t", true))]);
    let long = [b"\x1b]9;".as_slice(), &[b'x'; 9_000], b"\x07\x1b]9;y\x07"].concat();
    assert_eq!(found(&[&long]), [(long.len(), command("9;y", true))]);
    let long = [b"\x1b[>".as_slice(), &[b'0'; 60], b"q"].concat();
    assert_eq!(found(&[&long]), []);
}

#[test]
fn a_sequence_inside_a_sequence_starts_a_new_one() {
    check(
        b"\x1b[3\x1b]9;x\x07\x1b\x1b]9;y\x07",
        &[(9, command("9;x", true)), (16, command("9;y", true))],
    );
    // Control characters are executed inside a sequence and do not end it.
    check(b"\x1b\n]9;x\x07\x1b[>\r0q", &[(7, command("9;x", true)), (13, control(">0", b'q'))]);
    check(b"\x1b(]9;x\x07", &[]);
}
