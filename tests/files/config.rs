//! The configuration, edited by hand while parlo runs, well and badly.

use std::fs;

use super::Desk;
use crate::support::parlo::{Home, configure};
use crate::support::wait;

#[test]
fn an_edit_by_hand_acts_and_survives_what_parlo_saves() {
    let home = Home::new().with_configuration("[voice]\nfollow_up_ms = 500\n");
    let file = home.path().join(".config/parlo/config.toml");
    let desk = Desk::set(home, ":", &[]);
    // A valid one: it takes effect with the next dictation.
    let edited = "[voice]\nfollow_up_ms = 500\n\n[keys]\nhelp = \"f6\" # mine\n";
    configure(desk.home.path(), edited);
    desk.dictate(1);
    desk.terminal.keys(&["F6"]);
    desk.terminal.wait_for_text("At any time", wait::SOON);
    desk.close("At any time");
    desk.open("e", "Last errors");
    desk.terminal
        .wait_for_text("the configuration file was edited; it applies from now on", wait::SOON);
    desk.close("Last errors");
    // An incomplete one: the previous settings stay, and the file is not overwritten.
    let half = format!("{edited}[ui\nhud = ");
    configure(desk.home.path(), &half);
    desk.dictate(2);
    desk.dictate(3);
    desk.set_value("follow_up", "900", "the file has an error");
    assert_eq!(fs::read_to_string(&file).unwrap(), half);
    desk.reported_once(&["config.toml was edited, and is not taken: "]);
    desk.terminal.keys(&["F6"]);
    desk.terminal.wait_for_text("At any time", wait::SOON);
    desk.close("At any time");
    // Valid again, with another change, and one by parlo at the same time.
    let whole = format!("{edited}[ui]\nhud = \"full\"\n");
    configure(desk.home.path(), &whole);
    desk.set_value("follow_up", "900", "saved to");
    assert_eq!(fs::read_to_string(&file).unwrap(), whole.replace("500", "900"));
    // Removed, everything is as if it had never existed.
    fs::remove_file(&file).unwrap();
    desk.dictate(4);
    desk.open("e", "Last errors");
    desk.close("Last errors");
}
