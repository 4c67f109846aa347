//! Strings that are parsed, and those that are refused.

use parlo_core::host_request::HostRequest;

use super::{Request, command, device};

#[test]
fn unknown_or_unsafe_strings_are_dropped() {
    for body in [
        "9",
        "9;",
        "9;1;2",
        "9;4",
        "9;4;7",
        "9;4;x",
        "777;other;a;b",
        "777",
        "99;nothing",
        "99;i=1:p=?;",
        "99;i=\u{1b};x",
        "22;x y",
        "22;POINTER",
        "7;/tmp",
        "7;file:///a b",
        "1337;x",
        "66;x",
        "8;;x",
        "52;c;x",
        "x",
        "",
        ";",
    ] {
        assert_eq!(command(body.as_bytes()), None, "{body:?}");
    }
    let long = format!("7501;{}", "x".repeat(2_000));
    assert_eq!(command(long.as_bytes()), None);
    for body in ["", "+q", "+qzz", "+q4", "q#0", "+p436f", "+q0d0a"] {
        assert_eq!(device(body.as_bytes()), None, "{body:?}");
    }
}

#[test]
fn texts_are_bounded_and_without_controls() {
    let body = format!("9;{}\u{9c}{}", "a".repeat(600), "b".repeat(600));
    let Some(Request::Host(HostRequest::Notification { text, .. })) = command(body.as_bytes())
    else {
        panic!("a notification");
    };
    assert_eq!(text.chars().count(), 1_000);
    assert!(!text.chars().any(char::is_control));
}

#[test]
fn progress_is_clamped() {
    let expected = HostRequest::Progress { state: 2, percent: Some(100) };
    assert_eq!(command(b"9;4;2;250"), Some(Request::Host(expected)));
    let expected = HostRequest::Progress { state: 3, percent: None };
    assert_eq!(command(b"9;4;3;"), Some(Request::Host(expected)));
}

#[test]
fn names_of_capabilities_are_parsed() {
    let names = vec!["Ms".to_owned(), "RGB".to_owned()];
    assert_eq!(device(b"+q4d73;524742"), Some(Request::Capabilities(names)));
}
