//! The real Codex CLI: spoken words become a prompt at the model server, and its answer is shown.

use super::{TEXT, User, only_take};
use crate::support::codex::{COMPOSER, Codex, press_enter};
use crate::support::model_server::{ModelServer, reply_to};
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::{machine, samples, wait};

#[test]
fn a_spoken_sentence_becomes_a_prompt_and_its_answer_is_on_the_screen() {
    let _machine = machine::shared();
    let clip = samples::named("g01.wav");
    let (room, server) = (Room::open(), ModelServer::start());
    let codex = Codex::prepare(&server);
    let home = Home::in_room(&room).with_environment(codex.environment());
    let mut agent = codex.command();
    agent.extend(["--cd".into(), codex.work().to_str().unwrap().into()]);
    let terminal = home.start(&home.wrapping(&[], agent));
    terminal.wait_for_text(COMPOSER, wait::START);

    let user = User::new(&room, &terminal);
    user.dictate(&clip);
    terminal.wait_for_text(&clip.text, TEXT);
    let take = only_take(&home, &terminal, TEXT);
    assert_eq!(take["end_reason"], "silence", "{take}");
    // Draft: the words are in the composer, nothing is sent.
    assert_eq!(server.prompts(), Vec::<String>::new(), "{}", terminal.scene());

    press_enter(&terminal);
    let prompt = server.wait_for_turn(1, wait::SOON, || terminal.scene());
    assert_eq!(prompt, clip.text);
    terminal.wait_for_text(&reply_to(&prompt), wait::SOON);
}

#[test]
fn with_send_auto_no_key_is_needed() {
    let _machine = machine::shared();
    let clip = samples::named("g06.wav");
    let (room, server) = (Room::open(), ModelServer::start());
    let codex = Codex::prepare(&server);
    let home = Home::in_room(&room).with_environment(codex.environment());
    let mut agent = codex.command();
    agent.extend(["--cd".into(), codex.work().to_str().unwrap().into()]);
    let terminal = home.start(&home.wrapping(&["--send", "auto"], agent));
    terminal.wait_for_text(COMPOSER, wait::START);

    User::new(&room, &terminal).dictate(&clip);
    let prompt = server.wait_for_turn(1, TEXT, || terminal.scene());
    assert_eq!(prompt, clip.text);
    terminal.wait_for_text(&reply_to(&prompt), wait::SOON);
}

#[test]
fn undo_removes_exactly_what_was_said() {
    let _machine = machine::shared();
    let clips = [samples::named("g13.wav"), samples::named("g06.wav")];
    let (room, server) = (Room::open(), ModelServer::start());
    let codex = Codex::prepare(&server);
    let home = Home::in_room(&room).with_environment(codex.environment());
    let home = home.with_configuration("[keys]\nundo = \"f6\"\n");
    let mut agent = codex.command();
    agent.extend(["--cd".into(), codex.work().to_str().unwrap().into()]);
    let terminal = home.start(&home.wrapping(&[], agent));
    terminal.wait_for_text(COMPOSER, wait::START);
    // What the user typed stays; no space follows it, so the dictation is appended directly.
    terminal.type_text("é🇩🇪");
    terminal.wait_for_text("› é🇩🇪", wait::SOON);

    let user = User::new(&room, &terminal);
    let first = format!("é🇩🇪{}", clips[0].text);
    user.dictate(&clips[0]);
    terminal.wait_for_text(&first, TEXT);
    home.wait_for_metrics(1, TEXT, || terminal.scene());
    room.wait_for_listeners(1, wait::SOON);
    user.dictate(&clips[1]);
    let both = format!("{first} {}", clips[1].text);
    terminal.wait_for_text(&both, TEXT);
    home.wait_for_metrics(2, TEXT, || terminal.scene());

    let composer_is = |text: &str| {
        let row = format!("› {text}");
        let is_row = |screen: &str| screen.lines().any(|line| line.trim_end() == row);
        terminal.wait_for(&format!("{row:?} and no more"), wait::SOON, is_row);
    };
    composer_is(&both);
    terminal.keys(&["F6"]);
    composer_is(&first);
    terminal.keys(&["F6"]);
    composer_is("é🇩🇪");
    terminal.keys(&["F6"]);
    terminal.wait_for_text("nothing to undo", wait::SOON);
    composer_is("é🇩🇪");
}
