//! What each layer requests on keys and clicks.

use super::drawing::{ctrl, devices, key, models, settings, takes};
use super::*;
use crate::ui::input::{MouseButton, MouseEvent, MouseEventKind};
use crate::ui::keymap::{KeyCode, Modifiers};
use crate::ui::layers::{
    Devices, Errors, Help, History, Installing, LayerUpdate, Models, Settings as SettingsLayer,
};

const PANE: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

/// Draws the layer, so that clicks find their rows, and hands it an event.
fn give(layer: &mut dyn Layer, event: &LayerEvent) -> Reaction {
    let mut buffer = Buffer::empty(PANE);
    layer.draw(&mut buffer, PANE, &Theme::default());
    layer.handle(event)
}

fn request(request: LayerRequest) -> Reaction {
    Reaction::Want(request)
}

fn click(column: u16, row: u16) -> LayerEvent<'static> {
    let kind = MouseEventKind::Press(MouseButton::Left);
    LayerEvent::Mouse(MouseEvent { kind, column, row, modifiers: Modifiers::default() })
}

/// The position at which a text is drawn.
fn place_of(layer: &mut dyn Layer, wanted: &str) -> (u16, u16) {
    let mut buffer = Buffer::empty(PANE);
    layer.draw(&mut buffer, PANE, &Theme::default());
    for row in PANE.rows() {
        let line: String = row.positions().map(|at| buffer[at].symbol()).collect();
        if let Some(at) = line.find(wanted) {
            return (line[..at].chars().count() as u16, row.y);
        }
    }
    panic!("{wanted} is not visible");
}

#[test]
fn all_close_on_escape_on_q_and_on_a_click_outside() {
    let map = KeyMap::default();
    let layers: [Box<dyn Fn() -> Box<dyn Layer>>; 6] = [
        Box::new(move || Box::new(Help::new(&map))),
        Box::new(|| Box::new(Errors::new(Vec::new()))),
        Box::new(|| Box::new(Devices::new(None))),
        Box::new(|| Box::new(Models::new("tiny.en", None))),
        Box::new(|| Box::new(SettingsLayer::new(settings(), "config.toml"))),
        Box::new(|| Box::new(History::new(takes(), Vec::new()))),
    ];
    for open in &layers {
        let mut layer = open();
        assert_eq!(give(&mut *layer, &key(KeyCode::Escape)), Reaction::Close);
        assert_eq!(give(&mut *open(), &click(0, 0)), Reaction::Close);
        let types = layer.action() == Some(Action::History);
        let expected = if types { Reaction::Consumed } else { Reaction::Close };
        assert_eq!(give(&mut *open(), &LayerEvent::Text("q")), expected);
    }
}

#[test]
fn the_help_shows_the_keys_as_they_are_bound_and_performs_what_is_chosen() {
    let map = KeyMap::new([(Action::Undo, "f7"), (Action::Errors, "none")]).unwrap();
    let mut help = Help::new(&map);
    let (column, row) = place_of(&mut help, "F7");
    assert_eq!(give(&mut help, &click(column, row)), Reaction::Consumed);
    let acts = Reaction::CloseAndWant(LayerRequest::Act(Action::Undo));
    assert_eq!(give(&mut help, &click(column, row)), acts);
    let mut help = Help::new(&map);
    place_of(&mut help, "Without a key");
    place_of(&mut help, "Ctrl+R");
    // A key of another window has no action.
    give(&mut help, &key(KeyCode::End));
    assert_eq!(give(&mut help, &key(KeyCode::Enter)), Reaction::Consumed);
}

#[test]
fn a_microphone_is_chosen_by_name_and_the_list_is_refreshed() {
    let mut layer = Devices::new(None);
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), Reaction::Consumed, "still searching");
    layer.update(&LayerUpdate::Devices(Ok(devices())));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), request(LayerRequest::UseDevice(None)));
    give(&mut layer, &key(KeyCode::Down));
    let name = Some("pulse".to_owned());
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), request(LayerRequest::UseDevice(name)));
    assert_eq!(give(&mut layer, &LayerEvent::Text("r")), request(LayerRequest::ListDevices));
}

#[test]
fn a_model_is_used_or_installed_and_escape_stops_that_first() {
    let mut layer = Models::new("tiny.en", None);
    layer.update(&LayerUpdate::Models(Ok(models())));
    let used = request(LayerRequest::UseModel("tiny.en".to_owned()));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), used);
    give(&mut layer, &key(KeyCode::End));
    let name = "large-v3-turbo-q5_0".to_owned();
    let install = request(LayerRequest::InstallModel(name.clone()));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), install);
    let running = Installing::Running { name: name.clone(), done_bytes: 1, total_bytes: None };
    layer.update(&LayerUpdate::Installing(running));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), Reaction::Consumed, "it is running already");
    for stop in [key(KeyCode::Escape), LayerEvent::Text("x")] {
        assert_eq!(give(&mut layer, &stop), request(LayerRequest::StopInstalling));
    }
    give(&mut layer, &key(KeyCode::Up));
    give(&mut layer, &key(KeyCode::Up));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), Reaction::Consumed, "one at a time");
    let done = LayerUpdate::Installing(Installing::Done { name: name.clone() });
    layer.update(&done);
    give(&mut layer, &key(KeyCode::End));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), request(LayerRequest::UseModel(name)));
    assert_eq!(give(&mut layer, &key(KeyCode::Escape)), Reaction::Close);
}

#[test]
fn a_take_is_found_inserted_copied_and_decoded_again() {
    let models = vec!["tiny.en".to_owned(), "base".to_owned()];
    let mut layer = History::new(takes(), models.clone());
    let insert = Reaction::CloseAndWant(LayerRequest::InsertTake(3));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), insert);
    assert_eq!(
        give(&mut layer, &ctrl('y')),
        request(LayerRequest::Copy("Run the tests.".to_owned()))
    );
    give(&mut layer, &LayerEvent::Text("queue"));
    let insert = Reaction::CloseAndWant(LayerRequest::InsertTake(1));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), insert);
    assert_eq!(give(&mut layer, &ctrl('t')), Reaction::Consumed, "its audio is gone");
    give(&mut layer, &ctrl('u'));
    give(&mut layer, &key(KeyCode::Home));
    give(&mut layer, &key(KeyCode::Down));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), Reaction::Consumed, "it has no text");
    give(&mut layer, &ctrl('t'));
    give(&mut layer, &key(KeyCode::Down));
    let again = LayerRequest::TranscribeTake { take: 2, model: "base".to_owned() };
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), request(again));
    give(&mut layer, &ctrl('t'));
    assert_eq!(give(&mut layer, &key(KeyCode::Escape)), Reaction::Consumed, "back to the takes");
    assert_eq!(give(&mut layer, &key(KeyCode::Escape)), Reaction::Close);
}

fn set(name: &'static str, value: Option<&str>) -> Reaction {
    request(LayerRequest::Set { name, value: value.map(str::to_owned) })
}

#[test]
fn a_setting_is_changed_as_its_kind_allows() {
    let mut layer = SettingsLayer::new(settings(), "config.toml");
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), set("voice.send", Some("draft")));
    assert_eq!(give(&mut layer, &key(KeyCode::Left)), set("voice.send", Some("draft")));
    assert_eq!(give(&mut layer, &key(KeyCode::Backspace)), set("voice.send", None));
    give(&mut layer, &key(KeyCode::Down));
    give(&mut layer, &key(KeyCode::Enter));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), Reaction::Consumed, "it is unchanged");
    give(&mut layer, &key(KeyCode::Enter));
    give(&mut layer, &key(KeyCode::Backspace));
    give(&mut layer, &LayerEvent::Text("5"));
    let typed = set("voice.silence_tail_ms", Some("705"));
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), typed);
    let outcome = Err("no".to_owned());
    let refused = LayerUpdate::Setting { name: "voice.silence_tail_ms", outcome };
    layer.update(&refused);
    assert_eq!(give(&mut layer, &key(KeyCode::Enter)), typed, "it is still being typed");
    let outcome = Ok("saved".to_owned());
    let saved = LayerUpdate::Setting { name: "voice.silence_tail_ms", outcome };
    layer.update(&saved);
    give(&mut layer, &key(KeyCode::Tab));
    give(&mut layer, &key(KeyCode::Tab));
    assert_eq!(give(&mut layer, &LayerEvent::Text(" ")), set("ui.ascii", Some("true")));
}

#[test]
fn a_key_is_bound_by_pressing_it() {
    let mut layer = SettingsLayer::new(settings(), "config.toml");
    give(&mut layer, &LayerEvent::Text("/"));
    give(&mut layer, &LayerEvent::Text("keys.help"));
    assert!(!layer.wants_every_key());
    let press = |layer: &mut SettingsLayer, event: &LayerEvent| {
        give(layer, &key(KeyCode::Enter));
        assert!(layer.wants_every_key());
        let reaction = give(layer, event);
        give(layer, &key(KeyCode::Escape));
        reaction
    };
    for (event, value) in [
        (ctrl('x'), "ctrl+x"),
        (ctrl(' '), "ctrl+space"),
        (key(KeyCode::Function(5)), "f5"),
        (LayerEvent::Text("j"), "menu j"),
        (LayerEvent::Text("J"), "menu shift+j"),
        (key(KeyCode::Delete), "none"),
    ] {
        assert_eq!(press(&mut layer, &event), set("keys.help", Some(value)), "{event:?}");
    }
    assert_eq!(press(&mut layer, &key(KeyCode::Escape)), Reaction::Consumed, "left unchanged");
    let mut layer = SettingsLayer::new(settings(), "config.toml");
    give(&mut layer, &key(KeyCode::End));
    give(&mut layer, &key(KeyCode::Enter));
    assert_eq!(give(&mut layer, &key(KeyCode::Escape)), set("keys.cancel", Some("esc")));
    assert_eq!(give(&mut layer, &key(KeyCode::Delete)), set("keys.cancel", Some("delete")));
}

#[test]
fn a_low_menu_has_a_second_column_and_both_can_be_clicked() {
    let map = KeyMap::default();
    let low = Rect::new(0, 0, 40, 6);
    for (column, row, action) in
        [(9, 0, Action::Undo), (9, 5, Action::Settings), (25, 0, Action::Devices)]
    {
        let mut menu = Menu::new(&map);
        menu.draw(&mut Buffer::empty(low), low, &Theme::default());
        let acts = Reaction::CloseAndWant(LayerRequest::Act(action));
        assert_eq!(menu.handle(&click(column, row)), acts, "{column} {row}");
    }
}
