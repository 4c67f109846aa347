//! The rows of the table of settings, in the order they are shown.

use super::{Applies, Kind, Separator, Setting, Wait, decimal, joined, ms};
use crate::config::Settings;
use crate::ui::keymap::{Action, Binding, written};
use crate::ui::layout::HudSize;
use crate::ui::theme::ThemeFile;
use parlo_core::settings::{SendMode, VadKind};

const MS: &str = "milliseconds";

const fn row(
    name: &'static str,
    group: &'static str,
    kind: Kind,
    help: &'static str,
    value: fn(&Settings) -> String,
) -> Setting {
    Setting { name, group, help, kind, applies: Applies::Now, example: None, value }
}

const fn from_next_start(setting: Setting) -> Setting {
    Setting { applies: Applies::NextStart, ..setting }
}

/// A setting that is not set by default, or by what the machine is.
const fn for_example(example: &'static str, setting: Setting) -> Setting {
    Setting { example: Some(example), ..setting }
}

const DICTATION: &str = "Dictation";
const ENDING: &str = "When a take ends";
const HEARING: &str = "Hearing";
const DECODING: &str = "Speech to text";
const AGENT: &str = "Agent";
const LOOK: &str = "PrintStyle";
const KEYS: &str = "Keys";
const FILES: &str = "Figures";

/// The key of an action, as it is written in the file.
fn key_of(settings: &Settings, action: Action) -> String {
    match settings.keys.binding_of(action) {
        Some(Binding::Direct(key)) => written(key),
        Some(Binding::Menu(key)) => format!("menu {}", written(key)),
        None => "none".to_owned(),
    }
}

/// All settings, under their headings.
#[rustfmt::skip]
pub static SETTINGS: &[Setting] = &[
    row("voice.send", DICTATION, Kind::Choice(|| names(SendMode::ALL.map(SendMode::name))),
        "What happens with the text: left in the composer, sent, or shown for editing first.",
        |s| s.voice.send.name().to_owned()),
    row("voice.send_delay_ms", DICTATION, Kind::Whole(100, 5_000, MS),
        "How long after the text Enter is pressed, when texts are sent.",
        |s| ms(s.voice.send_delay)),
    row("voice.double_press_ms", DICTATION, Kind::Whole(0, 1_000, MS),
        "A second press of the dictation key within this time is the agent's.",
        |s| ms(s.voice.double_press)),
    row("voice.hold_to_talk_ms", DICTATION, Kind::Whole(0, 2_000, MS),
        "Held this long, the dictation key ends the take when it is let go; 0: never.",
        |s| ms(s.voice.hold_to_talk)),
    row("voice.hands_free_timeout_ms", DICTATION, Kind::Whole(5_000, 600_000, MS),
        "The hands-free mode ends when nobody has spoken for this long.",
        |s| ms(s.voice.hands_free_timeout)),
    for_example("kubectl, Kubernetes, tokio", row("voice.vocabulary", DICTATION, Kind::Words("words and names to listen for, separated by commas", Separator::Comma),
        "Words that parlo should know: names, commands, jargon.",
        |s| joined(&s.voice.vocabulary, Separator::Comma))),
    for_example("Rename the struct, then run cargo clippy.", row("voice.initial_prompt", DICTATION, Kind::Text("a sentence of at most 600 characters"),
        "A text in the style that is to be written in.",
        |s| s.voice.initial_prompt.clone())),

    row("voice.silence_tail_ms", ENDING, Kind::Whole(100, 5_000, MS),
        "A pause of this length ends a take, if its words do not tell whether it is finished.",
        |s| ms(s.voice.silence_tail)),
    row("voice.endpoint_on_meaning", ENDING, Kind::Toggle,
        "Wait less after a finished sentence, and longer after one that is not.",
        |s| s.voice.endpoint_on_meaning.to_string()),
    row("voice.follow_up_ms", ENDING, Kind::Whole(0, 5_000, MS),
        "Who goes on to speak this soon after a take is heard in another one.",
        |s| ms(s.voice.follow_up)),
    row("voice.max_capture_ms", ENDING, Kind::Whole(1_000, 30_000, MS),
        "The longest take.",
        |s| ms(s.voice.max_capture)),
    row("voice.min_recording_ms", ENDING, Kind::Whole(0, 2_000, MS),
        "Speech shorter than this is taken for a click.",
        |s| ms(s.voice.min_recording)),
    row("voice.speculate_after_ms", ENDING, Kind::Whole(40, 1_000, MS),
        "The pause after which the text is worked out, in case the take is over.",
        |s| ms(s.voice.speculate_after)),
    row("voice.stt_timeout_ms", ENDING, Kind::Whole(500, 120_000, MS),
        "A text that takes longer than this to work out is given up.",
        |s| ms(s.voice.stt_timeout)),

    for_example("headset", row("voice.device", HEARING, Kind::Text("a name from the window of microphones, or a part of one"),
        "The microphone; not set: the system's default one.",
        |s| s.device.clone().unwrap_or_default())),
    row("voice.vad", HEARING, Kind::Choice(|| names(VadKind::ALL.map(VadKind::name))),
        "What tells speech from other sounds.",
        |s| s.voice.vad.name().to_owned()),
    row("voice.keep_microphone_open", HEARING, Kind::Toggle,
        "Leave the microphone open between takes, so that words before the key are heard.",
        |s| s.voice.keep_microphone_open.to_string()),
    row("voice.pre_roll_ms", HEARING, Kind::Whole(0, 2_000, MS),
        "How much is kept from before the first word.",
        |s| ms(s.voice.pre_roll)),
    row("voice.trailing_ms", HEARING, Kind::Whole(50, 1_000, MS),
        "How much is decoded after the last word.",
        |s| ms(s.voice.trailing)),
    row("voice.silence_threshold_db", HEARING, Kind::Decimal(-90.0, -5.0, "dBFS"),
        "Below this level there is silence.",
        |s| decimal(s.voice.silence_threshold_db)),
    row("voice.adaptive_threshold", HEARING, Kind::Toggle,
        "Let that level follow the noise of the room.",
        |s| s.voice.adaptive_threshold.to_string()),
    row("voice.min_speech_ms_before_stt_start", HEARING, Kind::Whole(100, 5_000, MS),
        "So much speech must be heard before words are shown.",
        |s| ms(s.voice.min_speech_before_stt_start)),
    row("voice.buffer_ms", HEARING, Kind::Whole(500, 60_000, MS),
        "How much sound waits where the machine is slow.",
        |s| ms(s.voice.buffer)),
    from_next_start(row("voice.channel_capacity", HEARING, Kind::Whole(10, 1_000, "frames of 100 ms"),
        "How much sound waits for the decoder.",
        |s| s.voice.channel_capacity.to_string())),

    row("stt.model", DECODING, Kind::Text("a name from the window of models, a path, or auto"),
        "The speech model.",
        |s| s.model.clone()),
    row("stt.language", DECODING, Kind::Text("a language as en or german, or auto"),
        "The language spoken; a model for English alone takes no notice of it.",
        |s| s.language.name().to_owned()),
    for_example("4", row("stt.threads", DECODING, Kind::Whole(1, 64, ""),
        "Threads for decoding; not set: one for each core, eight at most.",
        |s| s.threads.to_string())),

    for_example("codex --full-auto", from_next_start(row("agent.command", AGENT, Kind::Words("a program with its arguments", Separator::Space),
        "What parlo runs where no command is given; not set: the first agent found.",
        |s| s.agent.as_ref().map_or(String::new(), |words| joined(words, Separator::Space))))),
    for_example("claude", from_next_start(row("agent.profile", AGENT, Kind::Text("the name of an agent that parlo knows"),
        "What the command starts, where its name does not tell; not set: goes by the name.",
        |s| s.profile.clone().unwrap_or_default()))),
    for_example("30000", from_next_start(row("agent.ready_timeout_ms", AGENT, Kind::Whole(0, 600_000, MS),
        "How long an agent gets to be ready for text; not set: what is known of it.",
        |s| s.ready_timeout.map_or(String::new(), ms)))),

    row("ui.hud", LOOK, Kind::Choice(|| names(HudSize::ALL.map(HudSize::name))),
        "parlo's rows: one, three, or none.",
        |s| s.hud_size.name().to_owned()),
    row("ui.theme", LOOK, Kind::Choice(themes),
        "The colours: the terminal's own, or a theme; auto goes by the background.",
        |s| s.theme_name.clone()),
    row("ui.ascii", LOOK, Kind::Toggle,
        "Draw with the characters that every font has.",
        |s| s.ascii.to_string()),
    row("ui.mouse", LOOK, Kind::Toggle,
        "Where the agent takes no mouse: the wheel looks back, dragging copies.",
        |s| s.mouse.to_string()),

    row("keys.dictate", KEYS, Kind::Key(Wait::Never), "Starts a take, and ends it; twice is the agent's.", |s| key_of(s, Action::Dictate)),
    row("keys.cancel", KEYS, Kind::Key(Wait::Never), "Takes back what is being dictated.", |s| key_of(s, Action::Cancel)),
    row("keys.menu", KEYS, Kind::Key(Wait::Never), "Opens the menu; twice is the agent's.", |s| key_of(s, Action::Menu)),
    row("keys.undo", KEYS, Kind::Key(Wait::InMenu), "Removes what the last take typed.", |s| key_of(s, Action::Undo)),
    row("keys.hands_free", KEYS, Kind::Key(Wait::InMenu), "Listens again whenever the agent is idle.", |s| key_of(s, Action::HandsFree)),
    row("keys.scrollback", KEYS, Kind::Key(Wait::InMenu), "Shows what has left the screen.", |s| key_of(s, Action::Scrollback)),
    row("keys.history", KEYS, Kind::Key(Wait::InMenu), "Shows the takes so far.", |s| key_of(s, Action::History)),
    row("keys.hud", KEYS, Kind::Key(Wait::InMenu), "Shows the next size of parlo's rows.", |s| key_of(s, Action::HudSize)),
    row("keys.settings", KEYS, Kind::Key(Wait::InMenu), "Shows the settings.", |s| key_of(s, Action::Settings)),
    row("keys.devices", KEYS, Kind::Key(Wait::InMenu), "Shows the microphones.", |s| key_of(s, Action::Devices)),
    row("keys.models", KEYS, Kind::Key(Wait::InMenu), "Shows the speech models.", |s| key_of(s, Action::Models)),
    row("keys.errors", KEYS, Kind::Key(Wait::InMenu), "Shows what went wrong lately.", |s| key_of(s, Action::Errors)),
    row("keys.help", KEYS, Kind::Key(Wait::InMenu), "Shows all keys.", |s| key_of(s, Action::Help)),

    for_example("/home/me/parlo.jsonl", row("metrics.file", FILES, Kind::Text("the path of a file"),
        "Where figures of each take go, without any words; not set: nowhere.",
        |s| s.metrics_file.as_ref().map_or(String::new(), |path| path.display().to_string()))),
];

fn themes() -> Vec<String> {
    ThemeFile::built_in_names().chain(["auto"]).map(str::to_owned).collect()
}

fn names<const N: usize>(names: [&'static str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}
