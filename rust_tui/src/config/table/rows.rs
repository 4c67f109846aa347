//! The rows of the table of settings, in the order they are shown.

use parlo_core::settings::{SendMode, VadKind};

use super::super::theme::AUTO;
use super::super::value::SettingValue;
use super::{Applies, Field, Kind, Separator, Setting};
use crate::ui::keymap::Action;
use crate::ui::layout::HudSize;
use crate::ui::theme::ThemeFile;

const MS: &str = "milliseconds";

const fn row(
    name: &'static str,
    group: &'static str,
    kind: Kind,
    field: Field,
    help: &'static str,
) -> Setting {
    Setting { name, former: None, group, help, kind, applies: Applies::Now, example: None, field }
}

const fn from_next_start(setting: Setting) -> Setting {
    Setting { applies: Applies::NextStart, ..setting }
}

/// A setting that is not set by default, or by what the machine is.
const fn for_example(example: &'static str, setting: Setting) -> Setting {
    Setting { example: Some(example), ..setting }
}

/// A setting that had another name.
const fn formerly(name: &'static str, setting: Setting) -> Setting {
    Setting { former: Some(name), ..setting }
}

/// The field of the settings that holds a value.
macro_rules! field {
    ($($path:tt)+) => {
        Field {
            shown: |settings| settings.$($path)+.shown(),
            read: |settings, value| {
                settings.$($path)+ = SettingValue::of(value)?;
                Ok(())
            },
        }
    };
}

/// The row of an action's key.
macro_rules! key {
    ($name:literal, $action:expr, $help:literal) => {
        row($name, KEYS, Kind::Key($action), field!(keys[$action as usize]), $help)
    };
}

const DICTATION: &str = "Dictation";
const ENDING: &str = "When a take ends";
const HEARING: &str = "Hearing";
const DECODING: &str = "Speech to text";
const AGENT: &str = "Agent";
const APPEARANCE: &str = "Appearance";
const KEYS: &str = "Keys";
const METRICS: &str = "Metrics";

/// All settings, under their headings.
#[rustfmt::skip]
pub static SETTINGS: &[Setting] = &[
    row("voice.send", DICTATION, Kind::Choice(|| names(SendMode::ALL.map(SendMode::name))), field!(voice.send),
        "What happens with the text: left in the composer, sent, or shown for editing first."),
    row("voice.send_delay_ms", DICTATION, Kind::Whole(100, 5_000, MS), field!(voice.send_delay),
        "How long after the text Enter is pressed, when texts are sent."),
    row("voice.double_press_ms", DICTATION, Kind::Whole(0, 1_000, MS), field!(voice.double_press),
        "A second press of the dictation key within this time is the agent's."),
    row("voice.hold_to_talk_ms", DICTATION, Kind::Whole(0, 2_000, MS), field!(voice.hold_to_talk),
        "Held this long, the dictation key ends the take when it is let go; 0: never."),
    row("voice.hands_free_timeout_ms", DICTATION, Kind::Whole(5_000, 600_000, MS), field!(voice.hands_free_timeout),
        "The hands-free mode ends when nobody has spoken for this long."),
    for_example("kubectl, Kubernetes, tokio", row("voice.vocabulary", DICTATION, Kind::Words("words and names to listen for, separated by commas", Separator::Comma), field!(voice.vocabulary),
        "Words that parlo should know: names, commands, jargon.")),
    for_example("Rename the struct, then run cargo clippy.", row("voice.initial_prompt", DICTATION, Kind::Text("a sentence of at most 600 characters"), field!(voice.initial_prompt),
        "A text in the style that is to be written in.")),

    row("voice.silence_tail_ms", ENDING, Kind::Whole(100, 5_000, MS), field!(voice.silence_tail),
        "A pause of this length ends a take, if its words do not show whether it is finished."),
    row("voice.endpoint_on_meaning", ENDING, Kind::Toggle, field!(voice.endpoint_on_meaning),
        "Wait less after a finished sentence, and longer after one that is not."),
    formerly("voice.linger_ms", row("voice.follow_up_ms", ENDING, Kind::Whole(0, 5_000, MS), field!(voice.follow_up),
        "Speech that follows a take this soon begins another one; 0: never.")),
    // Whisper's window is 30 s: a longer take could not be decoded in one piece.
    row("voice.max_capture_ms", ENDING, Kind::Whole(1_000, 30_000, MS), field!(voice.max_capture),
        "The longest take."),
    row("voice.min_recording_ms", ENDING, Kind::Whole(0, 2_000, MS), field!(voice.min_recording),
        "Speech shorter than this is taken for a click."),
    row("voice.speculate_after_ms", ENDING, Kind::Whole(40, 1_000, MS), field!(voice.speculate_after),
        "The pause after which the text is worked out, in case the take is over."),
    row("voice.stt_timeout_ms", ENDING, Kind::Whole(500, 120_000, MS), field!(voice.stt_timeout),
        "A text that takes longer than this to work out is given up."),

    for_example("headset", row("voice.device", HEARING, Kind::Text("a name from the window of microphones, or a part of one"), field!(device),
        "The microphone; not set: the system's default one.")),
    row("voice.vad", HEARING, Kind::Choice(|| names(VadKind::ALL.map(VadKind::name))), field!(voice.vad),
        "The detector that separates speech from other sounds."),
    row("voice.keep_microphone_open", HEARING, Kind::Toggle, field!(voice.keep_microphone_open),
        "Leave the microphone open between takes, so that words before the key are heard."),
    row("voice.pre_roll_ms", HEARING, Kind::Whole(0, 2_000, MS), field!(voice.pre_roll),
        "How much is kept from before the first word."),
    row("voice.trailing_ms", HEARING, Kind::Whole(50, 1_000, MS), field!(voice.trailing),
        "How much is decoded after the last word."),
    row("voice.silence_threshold_db", HEARING, Kind::Decimal(-90.0, -5.0, "dBFS"), field!(voice.silence_threshold_db),
        "Below this level there is silence."),
    row("voice.adaptive_threshold", HEARING, Kind::Toggle, field!(voice.adaptive_threshold),
        "Let that level follow the noise of the room."),
    row("voice.min_speech_ms_before_stt_start", HEARING, Kind::Whole(100, 5_000, MS), field!(voice.min_speech_before_stt_start),
        "So much speech must be heard before words are shown."),
    row("voice.buffer_ms", HEARING, Kind::Whole(500, 60_000, MS), field!(voice.buffer),
        "How much sound waits where the machine is slow."),
    from_next_start(row("voice.channel_capacity", HEARING, Kind::Whole(10, 1_000, "frames of 100 ms"), field!(voice.channel_capacity),
        "How much sound waits for the decoder.")),

    row("stt.model", DECODING, Kind::Text("a name from the window of models, a path, or auto"), field!(model),
        "The speech model."),
    row("stt.language", DECODING, Kind::Text("a language as en or german, or auto"), field!(language),
        "The language spoken; a model for English alone ignores it."),
    for_example("4", row("stt.threads", DECODING, Kind::Whole(1, 64, ""), field!(threads),
        "Threads for decoding; not set: one for each core, eight at most.")),

    for_example("codex --full-auto", from_next_start(row("agent.command", AGENT, Kind::Words("a program with its arguments", Separator::Space), field!(agent),
        "What parlo runs where no command is given; not set: the first agent found."))),
    for_example("claude", from_next_start(row("agent.profile", AGENT, Kind::Text("the name of an agent that parlo knows"), field!(profile),
        "Which agent the command starts, if its name does not say; not set: by the name."))),
    for_example("30000", from_next_start(row("agent.ready_timeout_ms", AGENT, Kind::Whole(0, 600_000, MS), field!(ready_timeout),
        "How long an agent gets to be ready for text; not set: what is known of it."))),

    row("ui.hud", APPEARANCE, Kind::Choice(|| names(HudSize::ALL.map(HudSize::name))), field!(hud_size),
        "parlo's rows: one, three, or none."),
    row("ui.theme", APPEARANCE, Kind::Choice(|| ThemeFile::built_in_names().chain([AUTO]).map(str::to_owned).collect()), field!(theme),
        "The colours: the terminal's own, or a theme; auto goes by the background."),
    row("ui.ascii", APPEARANCE, Kind::Toggle, field!(ascii),
        "Draw with the characters that every font has."),
    row("ui.mouse", APPEARANCE, Kind::Toggle, field!(mouse),
        "Where the agent takes no mouse: the wheel looks back, dragging copies."),

    key!("keys.dictate", Action::Dictate, "Starts a take, and ends it; twice is the agent's."),
    key!("keys.cancel", Action::Cancel, "Cancels what is being dictated."),
    key!("keys.menu", Action::Menu, "Opens the menu; twice is the agent's."),
    key!("keys.undo", Action::Undo, "Removes what the last take typed."),
    key!("keys.hands_free", Action::HandsFree, "Listens again whenever the agent is idle."),
    key!("keys.scrollback", Action::Scrollback, "Shows what has left the screen."),
    key!("keys.history", Action::History, "Shows the takes so far."),
    key!("keys.hud", Action::HudSize, "Shows the next size of parlo's rows."),
    key!("keys.settings", Action::Settings, "Shows the settings."),
    key!("keys.devices", Action::Devices, "Shows the microphones."),
    key!("keys.models", Action::Models, "Shows the speech models."),
    key!("keys.errors", Action::Errors, "Shows what went wrong lately."),
    key!("keys.help", Action::Help, "Shows all keys."),

    for_example("/home/me/parlo.jsonl", row("metrics.file", METRICS, Kind::Text("the path of a file"), field!(metrics_file),
        "Where the metrics of each take go, without any words; not set: nowhere.")),
];

fn names<const N: usize>(names: [&'static str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}
