//! The wrapped agent: its pty, its screen, what it does, and whether it takes text.

use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use parlo_core::agent_state::{AgentState, AgentWatch};
use parlo_core::host_request::HostRequest;
use parlo_core::screen::{AgentModes, Screen};
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;
use parlo_core::typing::TypingRules;

use super::paste::{self, PasteMode};
use super::profile::{AgentProfile, StateReports};
use super::pty::{
    AgentCommand, AgentExit, Pty, PtyError, PtyEvent, PtyOutput, TerminalSize, WriteError,
    WriteTicket,
};
use super::terminal::{HostCapabilities, Palette, Place, Terminal};

/// How long an agent gets to end by itself after the hang-up.
const HANG_UP_GRACE: Duration = Duration::from_secs(3);

/// What the Backspace key sends, in the kitty keyboard protocol too unless all keys are reported.
const BACKSPACE: u8 = 0x7f;

/// A running agent.
pub struct Agent {
    pty: Pty,
    terminal: Terminal,
    /// Until when its bracketed paste is waited for; `None` once it takes text.
    ready_by: Option<Instant>,
    typed: Option<(WriteTicket, TakeId)>,
    refused: Option<WriteError>,
    size: TerminalSize,
    typing: TypingRules,
    watch: AgentWatch,
    /// It has painted since [`Self::state`] looked at its screen.
    unread: bool,
    /// What it has painted was looked at, but not drawn.
    undrawn: bool,
}

impl Agent {
    /// Starts the command in a terminal of that size. Its end, and the ends of writes into it, are
    /// reported to `events`.
    ///
    /// # Errors
    /// There is no such program, or no pty is left.
    pub fn start(
        command: &AgentCommand,
        size: TerminalSize,
        profile: AgentProfile,
        ready_timeout: Option<Duration>,
        events: Sink<PtyEvent>,
    ) -> Result<Self, PtyError> {
        let pty = Pty::spawn(command, size, events)?;
        let timeout = ready_timeout.unwrap_or(profile.ready_timeout);
        tracing::info!(profile = profile.name, "agent started");
        let mut terminal = Terminal::new(size, Palette::default());
        if profile.reports == StateReports::AsHost {
            terminal.report_status_as_host();
        }
        Ok(Self {
            pty,
            terminal,
            ready_by: Some(Instant::now() + timeout),
            typed: None,
            refused: None,
            size,
            typing: profile.typing,
            watch: AgentWatch::new(profile.state),
            unread: true,
            undrawn: false,
        })
    }

    /// What it writes.
    pub fn output(&self) -> &Receiver<PtyOutput> {
        self.pty.output()
    }

    /// Takes what it wrote, answers its queries, and yields what only the host terminal can do.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<HostRequest> {
        self.terminal.feed(Instant::now(), bytes);
        self.digest()
    }

    /// Shows what a synchronised update has held back for too long; as [`Self::feed`] for what was in it.
    pub fn flush(&mut self) -> Vec<HostRequest> {
        let now = Instant::now();
        if self.terminal.next_deadline().is_none_or(|deadline| now < deadline) {
            return Vec::new();
        }
        self.terminal.flush(now);
        self.digest()
    }

    fn digest(&mut self) -> Vec<HostRequest> {
        let replies = self.terminal.drain_replies();
        if !replies.is_empty() {
            self.write(replies);
        }
        self.unread = true;
        let events = self.terminal.drain_host_requests();
        for event in &events {
            match event {
                HostRequest::Title(title) => self.watch.title_changed(Some(title)),
                HostRequest::ResetTitle => self.watch.title_changed(None),
                HostRequest::ProgramStatus(body) => self.watch.status_reported(body),
                _ => {}
            }
        }
        events
    }

    /// What it does, by everything it has written so far.
    pub fn state(&mut self) -> AgentState {
        if std::mem::take(&mut self.unread) && self.watch.reads_screen() {
            // The newest screen counts, whatever the user has scrolled to.
            if self.terminal.is_scrolled() {
                let (rows, last) = (self.size.rows, self.size.columns.saturating_sub(1));
                let text = |line: u16| {
                    let place = |column| Place { line: i32::from(line), column };
                    self.terminal.text_between(place(0), place(last))
                };
                self.watch.rows_changed((0..rows).rev().map(text));
            } else {
                self.undrawn |= self.terminal.has_changed();
                self.watch.screen_changed(self.terminal.screen());
            }
        }
        self.watch.state()
    }

    /// Whether it is in the midst of a synchronised update, so that its screen is not known.
    pub fn is_repainting(&self) -> bool {
        self.terminal.next_deadline().is_some()
    }

    /// What its composer does with what is typed.
    pub fn typing_rules(&self) -> TypingRules {
        self.typing
    }

    /// Whether it has just become ready for text: it asked for bracketed paste, or never did in
    /// the time it had. True at most once.
    pub fn became_ready(&mut self) -> bool {
        let Some(by) = self.ready_by else { return false };
        let ready = self.modes().bracketed_paste || Instant::now() >= by;
        if ready {
            tracing::info!(bracketed_paste = self.modes().bracketed_paste, "agent takes text");
            self.ready_by = None;
        }
        ready
    }

    /// When [`Self::became_ready`] or [`Self::flush`] is due at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        [self.ready_by, self.terminal.next_deadline()].into_iter().flatten().min()
    }

    /// Types the text of a take, as one paste where the agent takes pastes.
    pub fn type_text(&mut self, take: TakeId, text: &str) {
        let bracketed = self.modes().bracketed_paste;
        let mode = if bracketed { PasteMode::Bracketed } else { PasteMode::Raw };
        match self.pty.write_reported(paste::encode(text, mode)) {
            Ok(ticket) => self.typed = Some((ticket, take)),
            // The flow notices that no report comes, and keeps the text in the history.
            Err(error) => self.refuse(error),
        }
    }

    /// The take whose last byte that write was, if it was one.
    pub fn written_take(&mut self, ticket: WriteTicket) -> Option<TakeId> {
        let (_, take) = self.typed.take_if(|(expected, _)| *expected == ticket)?;
        Some(take)
    }

    /// Presses Enter.
    pub fn press_enter(&mut self) {
        self.write(b"\r".to_vec());
    }

    /// Presses Backspace so many times.
    pub fn erase(&mut self, backspaces: usize) {
        self.write(vec![BACKSPACE; backspaces]);
    }

    /// Hands bytes of the user on, as they are.
    pub fn write(&mut self, bytes: Vec<u8>) {
        if let Err(error) = self.pty.write(bytes) {
            self.refuse(error);
        }
    }

    fn refuse(&mut self, error: WriteError) {
        tracing::warn!(%error, "input for the agent was lost");
        self.refused = Some(error);
    }

    /// Why something for the agent was lost since the last call.
    pub fn drain_refusal(&mut self) -> Option<WriteError> {
        self.refused.take()
    }

    /// Gives it a new size.
    pub fn resize(&mut self, size: TerminalSize) {
        self.size = size;
        self.terminal.resize(size);
        self.unread = true;
        if let Err(error) = self.pty.resize(size) {
            tracing::warn!(%error, "resize");
        }
    }

    /// What its terminal has to be like. To be called before anything is fed.
    pub fn set_host_capabilities(&mut self, host: HostCapabilities) {
        self.terminal.set_host_capabilities(host);
    }

    /// Whether [`Self::screen`] would show something new.
    pub fn has_changed(&self) -> bool {
        self.undrawn || self.terminal.has_changed()
    }

    /// What it has painted.
    pub fn screen(&mut self) -> &Screen {
        self.undrawn = false;
        self.terminal.screen()
    }

    /// Its terminal, to look back in.
    pub fn terminal(&mut self) -> &mut Terminal {
        &mut self.terminal
    }

    /// The modes it asked for.
    pub fn modes(&self) -> AgentModes {
        self.terminal.modes()
    }

    /// Ends it as a closed terminal window would; yields how it ended, if it did.
    pub fn hang_up(&mut self) -> Option<AgentExit> {
        self.pty.hang_up(HANG_UP_GRACE)
    }
}
