//! Bytes of every kind of input.

use super::is_user_input;

#[test]
fn typing_clicking_and_pasting_are_acts() {
    let acts: [&[u8]; 12] = [
        b"a",
        b"\r",
        b"\x7f",
        b"\x1b",
        b"\x1b[A",
        b"\x1b[3~",
        b"\x1b[200~x",
        b"\x1b[97;5u",
        b"\x1b[97;1:2u",
        b"\x1b[<0;10;5M",
        b"\x1b[M !!",
        b"\x1b[<35;10;5Mx",
    ];
    for bytes in acts {
        assert!(is_user_input(bytes), "{}", bytes.escape_ascii());
    }
}

#[test]
fn reports_are_none() {
    let reports: [&[u8]; 11] = [
        b"",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[<35;10;5M",
        b"\x1b[<0;10;5m",
        b"\x1b[<64;10;5M",
        b"\x1b[<35;10;5M\x1b[<35;11;5M",
        b"\x1b[MC!!",
        b"\x1b[97;1:3u",
        b"\x1b[1;1:3A",
        b"\x1b[?62;22c",
    ];
    for bytes in reports {
        assert!(!is_user_input(bytes), "{}", bytes.escape_ascii());
    }
}
