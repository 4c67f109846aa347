//! Where a redirect leads.

use super::{origin, target};

#[test]
fn references_are_resolved_against_the_current_address() {
    let here = "https://host.example/a/b?x=1";
    let cases = [
        ("https://cdn.example/f?sig=1", "https://cdn.example/f?sig=1"),
        ("http://cdn.example/f", "http://cdn.example/f"),
        ("//cdn.example/f", "https://cdn.example/f"),
        ("/c/d", "https://host.example/c/d"),
        ("/c?to=http://elsewhere/", "https://host.example/c?to=http://elsewhere/"),
    ];
    for (location, expected) in cases {
        assert_eq!(target(here, location).as_deref(), Ok(expected));
    }
    assert!(target(here, "d").is_err());
    assert!(target("nowhere", "/d").is_err());
}

#[test]
fn the_origin_leaves_signatures_out() {
    assert_eq!(origin("https://cdn.example/f?sig=secret"), "https://cdn.example");
    assert_eq!(origin("https://cdn.example"), "https://cdn.example");
    assert_eq!(origin("nonsense"), "nonsense");
}
