//! What the HUD shows, kept from event to event, and when it changes by itself.

use crate::cmd::config::{Settings, ThemeChoice};
use crate::cmd::dictation::Dictation;
use crate::session::pty::TerminalSize;
use crate::ui::hud::{Hint, Hud, HudState, Notice as HudNotice, Severity};
use crate::ui::keymap::{Action, KeyMap};
use crate::ui::layers::Layers;
use crate::ui::layout::HudSize;
use crate::ui::outer::Outer;
use crate::ui::theme::{Colors, Glyphs, Theme};
use crate::ui::view::Snapshot;
use crate::voice::Meter;
use parlo_core::flow::{Notice, Phase};
use parlo_core::metrics::VoiceLatencyMetrics;
use parlo_core::screen::{Rgb, Screen};
use std::time::{Duration, Instant};

/// How often the meter moves while parlo listens.
const METER_REFRESH: Duration = Duration::from_millis(66);
/// How long news and failures are shown.
const NEWS: Duration = Duration::from_secs(4);
const FAILURE: Duration = Duration::from_secs(10);

pub(super) struct Panel {
    model: String,
    keymap: KeyMap,
    toggle_key: String,
    cancel_key: String,
    hud_size: HudSize,
    theme: Theme,
    theme_choice: ThemeChoice,
    glyphs: Glyphs,
    last_total_ms: Option<u64>,
    notice: Option<(String, Severity, Instant)>,
    refreshed_at: Instant,
}

impl Panel {
    pub(super) fn new(model: &str, settings: &Settings) -> Panel {
        let keymap = &settings.keys;
        let name = |action| keymap.key_of(action).map(|key| key.to_string()).unwrap_or_default();
        let glyphs = if settings.ascii { Glyphs::Ascii } else { Glyphs::Unicode };
        Panel {
            model: model.to_owned(),
            keymap: keymap.clone(),
            hud_size: settings.hud_size,
            toggle_key: name(Action::Toggle),
            cancel_key: name(Action::Cancel),
            theme: Theme::new(&settings.theme.on(None), colors(), glyphs),
            theme_choice: settings.theme.clone(),
            glyphs,
            last_total_ms: None,
            notice: None,
            refreshed_at: Instant::now(),
        }
    }

    /// Looks as the choice says on a background, as far as that is known.
    pub(super) fn set_theme(&mut self, choice: ThemeChoice, background: Option<Rgb>) {
        self.theme = Theme::new(&choice.on(background), colors(), self.glyphs);
        self.theme_choice = choice;
    }

    /// The chosen theme.
    pub(super) fn theme_choice(&self) -> &ThemeChoice {
        &self.theme_choice
    }

    pub(super) fn keymap(&self) -> &KeyMap {
        &self.keymap
    }

    pub(super) fn hud_size(&self) -> HudSize {
        self.hud_size
    }

    pub(super) fn next_hud_size(&mut self) {
        self.hud_size = self.hud_size.next();
    }

    pub(super) fn tell(&mut self, now: Instant, notice: &Notice) {
        let (severity, shown_for) =
            if notice.is_error() { (Severity::Error, FAILURE) } else { (Severity::Info, NEWS) };
        self.notice = Some((notice.to_string(), severity, now + shown_for));
    }

    pub(super) fn clear_notice(&mut self) {
        self.notice = None;
    }

    pub(super) fn recorded(&mut self, metrics: &VoiceLatencyMetrics) {
        if let Some(total) = metrics.total {
            self.last_total_ms = Some(total.as_millis() as u64);
        }
    }

    /// When the panel changes by itself.
    pub(super) fn next_deadline(&self, now: Instant, phase: Phase) -> Option<Instant> {
        let notice = self.notice.as_ref().map(|(_, _, until)| *until);
        let meter = moves(phase).then(|| (self.refreshed_at + METER_REFRESH).max(now));
        [notice, meter].into_iter().flatten().min()
    }

    /// Whether time alone has changed what is to be shown.
    pub(super) fn time_passed(&mut self, now: Instant, phase: Phase) -> bool {
        let over = self.notice.take_if(|(_, _, until)| *until <= now).is_some();
        let moved = moves(phase) && now >= self.refreshed_at + METER_REFRESH;
        if moved {
            self.refreshed_at = now;
        }
        over || moved
    }

    pub(super) fn draw(
        &self,
        outer: &mut Outer,
        screen: &Screen,
        layers: &mut Layers,
        dictation: &Dictation,
        size: TerminalSize,
    ) -> std::io::Result<()> {
        let phase = dictation.phase();
        let listening = [
            Hint { key: &self.toggle_key, label: "done" },
            Hint { key: &self.cancel_key, label: "cancel" },
        ];
        let idle = [Hint { key: &self.toggle_key, label: "dictate" }];
        let hints = if dictation.wants_cancel() { &listening[..] } else { &idle[..] };
        let hud = Hud {
            state: state_of(phase),
            level_dbfs: moves(phase).then(|| Meter::level_dbfs(&dictation.meter())),
            model: &self.model,
            last_total_ms: self.last_total_ms,
            notice: self
                .notice
                .as_ref()
                .map(|(text, severity, _)| HudNotice { severity: *severity, text }),
            partial: dictation.partial_text(),
            hints,
        };
        let (hud_size, theme) = (self.hud_size, &self.theme);
        let mut snapshot = Snapshot { screen, hud: &hud, hud_size, layers, theme };
        outer.draw((size.columns, size.rows), &mut snapshot)
    }
}

/// The colours of the outer terminal, as the environment tells.
fn colors() -> Colors {
    let variable = |name| std::env::var(name).unwrap_or_default();
    Colors::of_environment(&variable("NO_COLOR"), &variable("COLORTERM"), &variable("TERM"))
}

/// Whether the microphone is open, so that the meter moves.
fn moves(phase: Phase) -> bool {
    matches!(phase, Phase::Opening | Phase::Capturing | Phase::Transcribing)
}

fn state_of(phase: Phase) -> HudState<'static> {
    match phase {
        Phase::Idle => HudState::Idle,
        Phase::Opening | Phase::Capturing => HudState::Listening,
        Phase::Transcribing => HudState::Transcribing,
        Phase::Finalizing => HudState::Finalizing,
        Phase::WaitingForAgent | Phase::Done => HudState::Done,
    }
}
