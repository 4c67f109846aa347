//! A table of keys: as they arrive with parlo's flags, and as each kind of agent gets them.

use parlo_core::screen::{AgentModes, KeyboardModes};

use super::Translation;

fn agent(kitty_flags: u8) -> AgentModes {
    let keyboard = KeyboardModes { kitty_flags, modify_other_keys: None };
    AgentModes { keyboard, ..AgentModes::default() }
}

fn translated(agent: &AgentModes, raw: &str) -> String {
    let host = agent.keyboard.kitty_flags | 3;
    let bytes = Translation::new(agent, host).apply(raw.as_bytes());
    bytes.map_or(raw.to_owned(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn an_agent_without_flags_gets_the_legacy_encoding() {
    let table = [
        ("\x1b[27u", "\x1b"),
        ("\x1b[27;1:2u", "\x1b"),
        ("\x1b[27;1:3u", ""),
        ("\x1b[27;3u", "\x1b\x1b"),
        ("\x1b[114;5u", "\x12"),
        ("\x1b[114;5:1u", "\x12"),
        ("\x1b[114;7u", "\x1b\x12"),
        ("\x1b[114;6u", "\x12"),
        ("\x1b[97;3u", "\x1ba"),
        ("\x1b[97:65;4u", "\x1bA"),
        ("\x1b[97;4u", "\x1bA"),
        ("\x1b[252;3u", "\x1bü"),
        ("\x1b[32;5u", "\0"),
        ("\x1b[47;5u", "\x1f"),
        ("\x1b[45:95;6u", "\x1f"),
        ("\x1b[49;5u", "1"),
        ("\x1b[13;5u", "\r"),
        ("\x1b[13;2u", "\r"),
        ("\x1b[13;3u", "\x1b\r"),
        ("\x1b[9;2u", "\x1b[Z"),
        ("\x1b[9;5u", "\t"),
        ("\x1b[127;5u", "\x08"),
        ("\x1b[127;3u", "\x1b\x7f"),
        ("\x1b[97;9u", ""),
        ("\x1b[A", "\x1b[A"),
        ("\x1b[1;1:1A", "\x1b[A"),
        ("\x1b[1;1:3A", ""),
        ("\x1b[1;129:2B", "\x1b[B"),
        ("\x1b[1;5:1C", "\x1b[1;5C"),
        ("\x1b[1;1:1H", "\x1b[H"),
        ("\x1b[1;1:1P", "\x1bOP"),
        ("\x1b[P", "\x1bOP"),
        ("\x1b[13~", "\x1bOR"),
        ("\x1b[1;2:1S", "\x1b[1;2S"),
        ("\x1b[15;1:1~", "\x1b[15~"),
        ("\x1b[3;5:2~", "\x1b[3;5~"),
        ("\x1b[57376u", "\x1b[25~"),
        ("\x1b[57383;2u", "\x1b[34;2~"),
        ("\x1b[57384u", ""),
        ("\x1b[57414u", "\r"),
        ("\x1b[57400;1:1u", "1"),
        ("\x1b[57417;5u", "\x1b[1;5D"),
        ("\x1b[57441;2u", ""),
        ("\x1b[57358u", ""),
        ("\x1b[27;5;114~", "\x1b[27;5;114~"),
        ("\x1b[I", "\x1b[I"),
        ("\x1b[<0;1;1M", "\x1b[<0;1;1M"),
        ("\x1b[?997;1n", "\x1b[?997;1n"),
        ("\x1bOA", "\x1bOA"),
        ("x", "x"),
    ];
    for (raw, expected) in table {
        assert_eq!(translated(&agent(0), raw), expected, "{raw:?}");
    }
}

#[test]
fn cursor_and_keypad_modes_apply() {
    let modes =
        AgentModes { application_cursor: true, application_keypad: true, ..AgentModes::default() };
    let table = [
        ("\x1b[A", "\x1bOA"),
        ("\x1b[1;1:2D", "\x1bOD"),
        ("\x1b[1;5A", "\x1b[1;5A"),
        ("\x1b[F", "\x1bOF"),
        ("\x1b[57419u", "\x1bOA"),
        ("\x1b[57399u", "\x1bOp"),
        ("\x1b[57414u", "\x1bOM"),
        ("\x1b[57413u", "\x1bOk"),
    ];
    for (raw, expected) in table {
        assert_eq!(translated(&modes, raw), expected, "{raw:?}");
    }
}

#[test]
fn an_agent_with_flags_but_no_event_types_gets_presses() {
    let table = [
        ("\x1b[27;1:1u", "\x1b[27u"),
        ("\x1b[27;1:3u", ""),
        ("\x1b[114;5:2u", "\x1b[114;5u"),
        ("\x1b[97:65;2:1;65u", "\x1b[97:65;2;65u"),
        ("\x1b[97;1:1;97u", "\x1b[97;;97u"),
        ("\x1b[1;1:1A", "\x1b[A"),
        ("\x1b[1;5:2A", "\x1b[1;5A"),
        ("\x1b[15;1:1~", "\x1b[15~"),
        ("\x1b[3;130:1~", "\x1b[3;130~"),
        ("\x1b[57441;2:1u", "\x1b[57441;2u"),
    ];
    for flags in [1, 5, 9, 29] {
        for (raw, expected) in table {
            assert_eq!(translated(&agent(flags), raw), expected, "{raw:?}");
        }
    }
}

#[test]
fn an_agent_with_event_types_or_the_hosts_flags_gets_everything() {
    let raw = "\x1b[114;5:3u";
    assert_eq!(translated(&agent(7), raw), raw);
    assert_eq!(Translation::new(&agent(0), 0).apply(raw.as_bytes()), None);
    assert_eq!(Translation::default().apply(raw.as_bytes()), None);
}
