//! Every layer at 40, 80 and 200 columns, and once with ASCII alone.

use super::super::*;
use crate::ui::hud::Severity;
use crate::ui::keymap::{KeyCode, KeyMap, Modifiers};
use crate::ui::theme::{Colors, Glyphs, ThemeFile};

/// The pane of a small, a usual and a large terminal.
const SIZES: [(u16, u16); 3] = [(40, 11), (80, 23), (200, 49)];

/// The rows that a layer covers, without the empty space beside it.
fn drawn(layer: &mut dyn Layer, (columns, rows): (u16, u16), theme: &Theme) -> String {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    for position in area.positions() {
        buffer[position].set_symbol("░");
    }
    let cursor = layer.draw(&mut buffer, area, theme);
    let mut text = format!("{columns} columns");
    for row in area.rows() {
        let line: String = row.positions().map(|at| buffer[at].symbol()).collect();
        let shown = line.trim_matches('░');
        if !shown.is_empty() {
            let margin = line.chars().take_while(|c| *c == '░').count();
            text.push_str(&format!("\n{margin:>3} {shown}"));
        }
    }
    if let Some(at) = cursor {
        text.push_str(&format!("\ncursor in column {}, row {}", at.x, at.y));
    }
    text + "\n\n"
}

/// At all sizes, and the smallest with ASCII alone.
fn at_all_sizes(layer: &mut dyn Layer) -> String {
    let theme = Theme::default();
    let mut text: String = SIZES.iter().map(|size| drawn(layer, *size, &theme)).collect();
    let file = ThemeFile::built_in("terminal").unwrap_or_default();
    let ascii = Theme::new(&file, Colors::None, Glyphs::Ascii);
    text.push_str(&drawn(layer, SIZES[0], &ascii));
    let last = text.rsplit("columns").next().unwrap_or_default();
    assert!(!last.contains(|drawn| "╭╮╰╯│─●✓↓↑›…▸".contains(drawn)), "{last}");
    text
}

pub(super) fn key(code: KeyCode) -> LayerEvent<'static> {
    LayerEvent::Stroke(KeyStroke::plain(code))
}

pub(super) const fn ctrl(character: char) -> LayerEvent<'static> {
    let modifiers = Modifiers { ctrl: true, alt: false, shift: false };
    LayerEvent::Stroke(KeyStroke { code: KeyCode::Char(character), modifiers })
}

#[test]
fn the_help() {
    insta::assert_snapshot!(at_all_sizes(&mut Help::new(&KeyMap::default())));
}

#[test]
fn the_menu() {
    insta::assert_snapshot!(at_all_sizes(&mut Menu::new(&KeyMap::default())));
}

#[test]
fn the_errors() {
    let row = |at: &str, severity, text: &str, remedy: &str| ErrorRow {
        at: at.to_owned(),
        severity,
        text: text.to_owned(),
        remedy: remedy.to_owned(),
    };
    let unplugged =
        "microphone: hw:1,0: the device is gone\u{1b}[31m; connect it, or choose another";
    let mut errors = Errors::new(vec![
        row("15:04:05", Severity::Error, unplugged, ""),
        row("15:03:59", Severity::Info, "heard no speech", "see whether the meter moves"),
        row("14:00:00", Severity::Info, "录音太短 — 再试一次", ""),
    ]);
    errors.handle(&key(KeyCode::Down));
    insta::assert_snapshot!(
        at_all_sizes(&mut errors) + &at_all_sizes(&mut Errors::new(Vec::new()))
    );
}

pub(super) fn devices() -> Vec<DeviceRow> {
    let row = |name: &str, is_default| DeviceRow {
        name: name.to_owned(),
        formats: "f32 · 1–2 channels · 8000–48000 Hz; i16 · 1 channels · 44100 Hz".to_owned(),
        is_default,
    };
    vec![
        row("pulse", true),
        row("hw:CARD=Headset,DEV=0", false),
        row("alsa_input.usb-Ein_sehr_langer_Name_eines_Mikrofons-00.analog-stereo", false),
    ]
}

#[test]
fn the_microphones() {
    let mut layer = Devices::new(Some("headset".to_owned()));
    let looking = drawn(&mut layer, SIZES[0], &Theme::default());
    layer.update(&LayerUpdate::Devices(Ok(devices())));
    let listed = at_all_sizes(&mut layer);
    layer.update(&LayerUpdate::Device(Ok((None, "saved".to_owned()))));
    let saved = drawn(&mut layer, SIZES[0], &Theme::default());
    let failed = LayerUpdate::Devices(Err("no sound server answers; start PipeWire".to_owned()));
    layer.update(&failed);
    let failed = drawn(&mut layer, SIZES[0], &Theme::default());
    insta::assert_snapshot!([looking, listed, saved, failed].concat());
}

pub(super) fn models() -> Vec<ModelRow> {
    let row = |name: &str, size: &str, speed: &str, advice: &str, state| ModelRow {
        name: name.to_owned(),
        size: size.to_owned(),
        speed: speed.to_owned(),
        advice: advice.to_owned(),
        state,
    };
    let damaged = ModelState::Damaged("ggml-base.bin is not a usable model: too short".to_owned());
    vec![
        row(
            "tiny.en",
            "75 MiB",
            "180 ms",
            "Fastest; good for short English.",
            ModelState::Installed,
        ),
        row("base", "142 MiB", "", "Usable in other languages.", damaged),
        row("small.en", "466 MiB", "1300 ms", "Accurate English.", ModelState::Installed),
        row(
            "large-v3-turbo-q5_0",
            "547 MiB",
            "",
            "Most accuracy per megabyte.",
            ModelState::Missing,
        ),
    ]
}

#[test]
fn the_models() {
    let mut layer = Models::new("tiny.en", None);
    layer.update(&LayerUpdate::Models(Ok(models())));
    layer.handle(&key(KeyCode::Down));
    let listed = at_all_sizes(&mut layer);
    let running = Installing::Running {
        name: "large-v3-turbo-q5_0".to_owned(),
        done_bytes: 57 << 20,
        total_bytes: Some(547 << 20),
    };
    layer.update(&LayerUpdate::Installing(running));
    let running = at_all_sizes(&mut layer);
    let name = "large-v3-turbo-q5_0".to_owned();
    layer.update(&LayerUpdate::Installing(Installing::Done { name }));
    let done = drawn(&mut layer, SIZES[0], &Theme::default());
    insta::assert_snapshot!([listed, running, done].concat());
}

pub(super) fn takes() -> Vec<TakeRow> {
    let row = |take, at: &str, state: &str, text: &str, has_audio| TakeRow {
        take,
        at: at.to_owned(),
        duration: "3.2 s".to_owned(),
        state: state.to_owned(),
        text: text.to_owned(),
        has_audio,
    };
    let long = "Rename the queue to drop oldest, and add a test that stalls the consumer until it is \
                full; then run the benchmarks again and tell me what has changed since yesterday.";
    vec![
        row(3, "15:04:05", "typed", "Run the tests.", true),
        row(2, "15:03:10", "cancelled", "", true),
        row(1, "15:02:00", "typed", long, false),
    ]
}

#[test]
fn the_takes() {
    let mut layer = History::new(takes(), vec!["tiny.en".to_owned(), "base".to_owned()]);
    let listed = at_all_sizes(&mut layer);
    layer.handle(&LayerEvent::Text("queue TEST"));
    let found = drawn(&mut layer, SIZES[1], &Theme::default());
    layer.handle(&ctrl('u'));
    layer.handle(&ctrl('t'));
    let models = at_all_sizes(&mut layer);
    let empty = drawn(&mut History::new(Vec::new(), Vec::new()), SIZES[0], &Theme::default());
    insta::assert_snapshot!([listed, found, models, empty].concat());
}

pub(super) fn settings() -> Vec<SettingRow> {
    let row = |name, group, help, kind, value: &str, default: &str, origin| SettingRow {
        name,
        group,
        help,
        kind,
        value: value.to_owned(),
        default: default.to_owned(),
        origin,
        applies: if name == "agent.command" { Applies::NextStart } else { Applies::Now },
    };
    let typed = |range: &str| SettingKind::Typed(range.to_owned());
    let modes = vec!["draft".to_owned(), "auto".to_owned()];
    vec![
        row(
            "voice.send",
            "Dictation",
            "What happens with the text.",
            SettingKind::Choice(modes),
            "auto",
            "draft",
            Origin::CommandLine,
        ),
        row(
            "voice.silence_tail_ms",
            "Dictation",
            "A pause of this length ends a take, unless its words show that it is finished.",
            typed("100 to 5000 milliseconds"),
            "700",
            "440",
            Origin::File,
        ),
        row("agent.command", "Agent", "What is run.", typed("a program"), "", "", Origin::Default),
        row("ui.ascii", "Look", "Plain.", SettingKind::Toggle, "false", "false", Origin::Default),
        row(
            "keys.help",
            "Keys",
            "Shows all keys.",
            SettingKind::Key { may_wait: true },
            "menu h",
            "menu h",
            Origin::Default,
        ),
        row(
            "keys.cancel",
            "Keys",
            "Cancels the running dictation.",
            SettingKind::Key { may_wait: false },
            "esc",
            "esc",
            Origin::Default,
        ),
    ]
}

#[test]
fn the_settings() {
    let mut layer = Settings::new(settings(), "~/.config/parlo/config.toml");
    layer.handle(&key(KeyCode::Down));
    let listed = at_all_sizes(&mut layer);
    layer.handle(&key(KeyCode::Enter));
    layer.handle(&LayerEvent::Text("0"));
    let typing = at_all_sizes(&mut layer);
    let outcome = Err("[voice] silence_tail_ms: 7000 is outside 100..=5000".to_owned());
    let refused = LayerUpdate::Setting { name: "voice.silence_tail_ms", outcome };
    layer.update(&refused);
    let refused = drawn(&mut layer, SIZES[0], &Theme::default());
    layer.handle(&key(KeyCode::Escape));
    layer.handle(&LayerEvent::Text("/"));
    layer.handle(&LayerEvent::Text("keys all"));
    let searching = drawn(&mut layer, SIZES[1], &Theme::default());
    layer.handle(&key(KeyCode::Enter));
    let key_asked = at_all_sizes(&mut layer);
    insta::assert_snapshot!([listed, typing, refused, searching, key_asked].concat());
}
