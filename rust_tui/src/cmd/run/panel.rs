//! What the HUD shows, kept from event to event, and when it changes by itself.

use std::time::{Duration, Instant};

use parlo_core::flow::{Notice, Phase};
use parlo_core::live::{LiveStage, LiveText};
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::screen::{Rgb, Screen};

use crate::cmd::print_style::colors;
use crate::config::{Interface, Settings, ThemeChoice};
use crate::dictation::Dictation;
use crate::session::pty::TerminalSize;
use crate::ui::host::HostTerminal;
use crate::ui::hud::{
    Hint, Hud, HudState, HudWord, Indicators, Latencies, Notice as HudNotice, Severity,
};
use crate::ui::keymap::Action;
use crate::ui::layers::Layers;
use crate::ui::layout::HudSize;
use crate::ui::theme::{Glyphs, Theme};
use crate::ui::view::Snapshot;

/// How often the meter moves while parlo listens.
const METER_REFRESH: Duration = Duration::from_millis(66);
/// How often it is checked whether the model is there, or the microphone closed, while it is not.
const WAITING_REFRESH: Duration = Duration::from_millis(500);
/// How long updates and failures are shown.
const UPDATE: Duration = Duration::from_secs(4);
const FAILURE: Duration = Duration::from_secs(10);
/// Levels kept for the history of the meter.
const LEVELS: usize = 80;

pub(super) struct Panel {
    model: String,
    dictate_key: String,
    cancel_key: String,
    menu_key: String,
    hud_size: HudSize,
    theme: Theme,
    theme_choice: ThemeChoice,
    glyphs: Glyphs,
    latencies: Latencies,
    message: Option<Message>,
    levels_dbfs: Vec<f32>,
    words: Vec<HudWord>,
    /// Of the host terminal, where it is known.
    background: Option<Rgb>,
    refreshed_at: Instant,
    /// Whether what was drawn last changes by itself.
    shown_waiting: bool,
}

impl Panel {
    pub(super) fn new(model: &str, settings: &Settings, interface: &Interface) -> Self {
        let keymap = &interface.keys;
        let name = |action| keymap.key_of(action).map(|key| key.to_string()).unwrap_or_default();
        let glyphs = if settings.ascii { Glyphs::Ascii } else { Glyphs::Unicode };
        Self {
            model: model.to_owned(),
            hud_size: settings.hud_size,
            dictate_key: name(Action::Dictate),
            cancel_key: name(Action::Cancel),
            menu_key: name(Action::Menu),
            theme: Theme::new(&interface.theme.on(None), colors(), glyphs),
            theme_choice: interface.theme.clone(),
            glyphs,
            latencies: Latencies::default(),
            message: None,
            levels_dbfs: Vec::new(),
            words: Vec::new(),
            background: None,
            refreshed_at: Instant::now(),
            shown_waiting: false,
        }
    }

    /// Looks as the theme says on this background, as far as that is known.
    pub(super) fn set_background(&mut self, background: Option<Rgb>) {
        self.background = background;
        self.theme = Theme::new(&self.theme_choice.on(background), colors(), self.glyphs);
    }

    /// Follows other settings in look and hints; how many rows there are stays as the user chose.
    pub(super) fn follow(&mut self, settings: &Settings, interface: &Interface) {
        let Self { dictate_key, cancel_key, menu_key, glyphs, theme_choice, .. } =
            Self::new(&self.model, settings, interface);
        (self.dictate_key, self.cancel_key, self.menu_key) = (dictate_key, cancel_key, menu_key);
        (self.glyphs, self.theme_choice) = (glyphs, theme_choice);
        self.set_background(self.background);
    }

    /// Names the model that is in use now.
    pub(super) fn set_model(&mut self, name: &str) {
        self.model = name.to_owned();
    }

    pub(super) fn hud_size(&self) -> HudSize {
        self.hud_size
    }

    pub(super) fn set_hud_size(&mut self, size: HudSize) {
        self.hud_size = size;
    }

    pub(super) fn notify(&mut self, now: Instant, notice: &Notice) {
        let (kind, shown_for) = match notice {
            Notice::MetricsLost(_) => (MessageKind::Trouble, FAILURE),
            failed if failed.is_error() => (MessageKind::Failure, FAILURE),
            _ => (MessageKind::Info, UPDATE),
        };
        self.message = Some(Message { kind, text: notice.to_string(), until: now + shown_for });
    }

    /// Reports something that has failed beside the dictation; `false` if that is shown already.
    pub(super) fn report_trouble(&mut self, now: Instant, text: &str) -> bool {
        let until = now + FAILURE;
        let message = Message { kind: MessageKind::Trouble, text: text.to_owned(), until };
        self.message.replace(message).is_none_or(|before| before.text != text)
    }

    pub(super) fn clear_notice(&mut self) {
        self.message = None;
    }

    /// Shows the words of a take as they stand. Those of the last one stay until another begins.
    pub(super) fn show_words(&mut self, live: &LiveText) {
        match live.stage {
            LiveStage::Begun | LiveStage::Cancelled => self.words.clear(),
            LiveStage::Partial | LiveStage::Final if !live.words.is_empty() => {
                self.words = live.words.iter().map(HudWord::from).collect();
            }
            LiveStage::Partial | LiveStage::Final | LiveStage::Failed => {}
        }
    }

    pub(super) fn recorded(&mut self, metrics: &VoiceLatencyMetrics) {
        self.latencies.add(metrics);
    }

    /// When the panel changes by itself.
    pub(super) fn next_deadline(&self, now: Instant, dictation: &Dictation) -> Option<Instant> {
        let message = self.message.as_ref().map(|message| message.until);
        let refresh = if self.is_over(dictation) {
            Some(now)
        } else {
            refresh(dictation).map(|every| (self.refreshed_at + every).max(now))
        };
        [message, refresh].into_iter().flatten().min()
    }

    /// Whether time alone has changed what is to be shown.
    pub(super) fn time_passed(&mut self, now: Instant, dictation: &Dictation) -> bool {
        let over = self.message.take_if(|message| message.until <= now).is_some();
        let moved = self.is_over(dictation)
            || refresh(dictation).is_some_and(|every| now >= self.refreshed_at + every);
        if moved {
            self.refreshed_at = now;
            self.shown_waiting = false;
        }
        if moved && moves(dictation.phase()) {
            if self.levels_dbfs.len() == LEVELS {
                self.levels_dbfs.remove(0);
            }
            self.levels_dbfs.push(dictation.meter().level_dbfs());
        }
        over || moved
    }

    pub(super) fn draw(
        &mut self,
        host: &mut HostTerminal,
        screen: &Screen,
        layers: &mut Layers,
        dictation: &Dictation,
        size: TerminalSize,
    ) -> std::io::Result<()> {
        if let Some(text) = dictation.flow().waiting_text() {
            self.words = sure_words(text);
        }
        self.shown_waiting = refresh(dictation).is_some();
        let phase = dictation.phase();
        let dictate = Hint { key: &self.dictate_key, label: "dictate" };
        let done = Hint { key: &self.dictate_key, label: "done" };
        let cancel = Hint { key: &self.cancel_key, label: "cancel" };
        let menu = Hint { key: &self.menu_key, label: "menu" };
        let hints = if moves(phase) {
            [cancel, done]
        } else if dictation.flow().wants_cancel() {
            [cancel, menu]
        } else {
            [dictate, menu]
        };
        let meter = dictation.meter();
        let hold = dictation.flow().hold().map(|hold| hold.to_string()).unwrap_or_default();
        let hud = Hud {
            state: self.state(dictation, &hold),
            level_dbfs: moves(phase).then(|| meter.level_dbfs()),
            levels_dbfs: &self.levels_dbfs,
            model: &self.model,
            latency: self.latencies.latency(),
            notice: self.notice(phase),
            words: &self.words,
            indicators: Indicators {
                microphone_open: meter.is_open(),
                hands_free: dictation.flow().is_hands_free(),
                slow_decoder: self.latencies.are_slow() || dictation.flow().is_slow(),
            },
            hints: &hints,
        };
        let (hud_size, theme) = (self.hud_size, &self.theme);
        let mut snapshot = Snapshot { screen, hud: &hud, hud_size, layers, theme };
        host.draw((size.columns, size.rows), &mut snapshot)
    }

    /// Whether something that was shown as running has ended without an event.
    fn is_over(&self, dictation: &Dictation) -> bool {
        self.shown_waiting && refresh(dictation).is_none()
    }

    fn notice(&self, phase: Phase) -> Option<HudNotice<'_>> {
        let message = self.message.as_ref()?;
        let severity = match message.kind {
            MessageKind::Info => Severity::Info,
            MessageKind::Trouble => Severity::Error,
            // It is the state itself.
            MessageKind::Failure if phase == Phase::Idle => return None,
            MessageKind::Failure => Severity::Error,
        };
        Some(HudNotice { severity, text: &message.text })
    }

    fn state<'a>(&'a self, dictation: &Dictation, hold: &'a str) -> HudState<'a> {
        match (dictation.phase(), &self.message) {
            (Phase::Idle, Some(Message { kind: MessageKind::Failure, text, .. })) => {
                HudState::Error(text)
            }
            (Phase::Idle, _) if dictation.is_loading() => HudState::Loading,
            (Phase::Idle, _) => HudState::Idle,
            (Phase::Reopening, _) => HudState::Opening,
            (Phase::Opening | Phase::Capturing, _) => HudState::Listening,
            (Phase::Transcribing, _) => HudState::Transcribing,
            (Phase::Finalizing, _) => HudState::Finalizing,
            (Phase::WaitingForAgent, _) => HudState::Held("the agent is starting"),
            (Phase::Held, _) => HudState::Held(hold),
            (Phase::Reviewing, _) => HudState::Reviewing,
            (Phase::Done, _) => HudState::Done,
        }
    }
}

struct Message {
    kind: MessageKind,
    text: String,
    until: Instant,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MessageKind {
    /// Good to know.
    Info,
    /// Something failed beside the dictation.
    Trouble,
    /// The take has failed.
    Failure,
}

/// The words of a text that is decided.
fn sure_words(text: &str) -> Vec<HudWord> {
    text.split_whitespace().map(|word| HudWord { text: word.to_owned(), confidence: 1.0 }).collect()
}

/// Whether the microphone is open for a take, so that the meter moves.
fn moves(phase: Phase) -> bool {
    matches!(phase, Phase::Opening | Phase::Capturing | Phase::Transcribing)
}

/// How often the panel is to be looked at, if at all.
fn refresh(dictation: &Dictation) -> Option<Duration> {
    if moves(dictation.phase()) {
        Some(METER_REFRESH)
    } else if dictation.is_loading() || dictation.meter().is_open() {
        Some(WAITING_REFRESH)
    } else {
        None
    }
}
