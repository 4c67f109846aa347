//! Arbitrary input from a terminal: no byte is lost, doubled or held forever, wherever it is cut.

use std::time::{Duration, Instant};

use parlo_core::screen::{AgentModes, KeyboardModes};
use parlo_fuzz::{Target, place_in, words};

use super::{joined, usual};
use crate::ui::input::{Input, InputDecoder, KeyScope, Translation};

/// The inputs of some pieces, including what was held until the end.
fn inputs(mut decoder: InputDecoder, pieces: &[&[u8]], scope: KeyScope) -> Vec<Input> {
    let now = Instant::now();
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(decoder.feed(now, piece, scope));
    }
    // Each wait may be followed by another one.
    for seconds in 1..4 {
        all.extend(decoder.expire(now + Duration::from_secs(seconds)));
    }
    texts_joined(joined(all))
}

/// What goes to the agent and what to a layer, each in its order.
fn by_receiver(inputs: Vec<Input>) -> (Vec<Input>, Vec<Input>) {
    let (agent, layer): (Vec<Input>, Vec<Input>) =
        inputs.into_iter().partition(|input| matches!(input, Input::Forward(_)));
    (joined(agent), texts_joined(layer))
}

fn texts_joined(inputs: Vec<Input>) -> Vec<Input> {
    let mut all: Vec<Input> = Vec::new();
    for input in inputs {
        match (all.last_mut(), input) {
            (Some(Input::Text(before)), Input::Text(text)) => before.push_str(&text),
            (_, input) => all.push(input),
        }
    }
    all
}

#[test]
fn fuzz_input() {
    let seeds = words([
        "plain text, größe 字 👍🏽\r\t\u{7f}\u{3}\u{12}",
        "\u{1b}[A\u{1b}[1;5C\u{1b}OP\u{1b}[15~\u{1b}b\u{1b}\u{1b}[3;2~\u{1b}[Z",
        "\u{1b}[97;5u\u{1b}[114;5:1u\u{1b}[114;5:3u\u{1b}[27;5;114~\u{1b}[57441;2:3u\u{1b}[97:65;2;65u",
        "\u{1b}[200~pasted \u{1b}[200~ \u{12} text\r\n\u{1b}[201~after",
        "\u{1b}[<0;10;5M\u{1b}[<0;10;5m\u{1b}[<64;200;90M\u{1b}[<35;1;1M\u{1b}[M !!\u{1b}[I\u{1b}[O",
        "\u{1b}]11;rgb:1010/2020/3030\u{1b}\\\u{1b}]10;rgb:ff/ff/ff\u{7}\u{1b}[?62;22c\u{1b}[?1u\u{1b}[5;7R",
        "\u{1b}P>|kitty(0.42)\u{1b}\\\u{1b}P1+r524742=38\u{1b}\\\u{1b}[?2026;2$y\u{1b}]7501;?\u{7}",
    ]);
    let vocabulary = words([
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}O",
        "\u{1b}]",
        "\u{1b}P",
        "\u{1b}\\",
        "\u{7}",
        "\u{12}",
        "\0",
        "\u{1b}[200~",
        "\u{1b}[201~",
        "201~",
        "\u{1b}[<",
        "M",
        "m",
        "u",
        "~",
        ";",
        ":",
        "\u{9b}",
        "R",
        "c",
        "é",
        "字",
        "👍🏽",
        "\u{1b}[114;5u",
        "\u{1b}[114;5:3u",
        "\u{1b}[?62c",
        "99999999999",
    ]);
    Target::new("input", seeds, vocabulary, 2_000).run(|bytes| {
        let variant = place_in(&bytes[..bytes.len().min(4)], 7);
        let scope = [KeyScope::Idle, KeyScope::Cancel, KeyScope::Layer][place_in(bytes, 3) % 3];
        let make = || {
            let mut decoder = usual();
            decoder.set_pane(24, Some((9, 18)));
            if variant % 2 == 1 {
                decoder.expect_replies();
            }
            if variant % 3 == 1 {
                let modes = AgentModes {
                    keyboard: KeyboardModes { kitty_flags: 1, ..KeyboardModes::default() },
                    ..AgentModes::default()
                };
                decoder.set_translation(Translation::new(&modes, 3));
            }
            decoder
        };
        let whole = inputs(make(), &[bytes], scope);
        let cut = place_in(bytes, 5);
        // A cut after an Esc changes the meaning.
        if cut > 0 && bytes[cut - 1] != 0x1b {
            let pieces = inputs(make(), &[&bytes[..cut], &bytes[cut..]], scope);
            let place = format!("cut at {cut}, {scope:?}, variant {variant}");
            if scope == KeyScope::Layer {
                assert_eq!(by_receiver(whole.clone()), by_receiver(pieces), "{place}");
            } else {
                assert_eq!(whole, pieces, "{place}");
            }
        }
        // Everything but parlo's keys, replies and mouse events reaches the agent unchanged.
        let plain = variant.is_multiple_of(2) && variant % 3 != 1 && scope != KeyScope::Layer;
        if plain && whole.iter().all(|it| matches!(it, Input::Forward(_) | Input::Key(_))) {
            let sent = whole.iter().flat_map(|input| match input {
                Input::Forward(bytes) => bytes.clone(),
                Input::Key(press) => press.raw.clone(),
                _ => Vec::new(),
            });
            assert_eq!(sent.collect::<Vec<u8>>(), bytes);
        }
    });
}
