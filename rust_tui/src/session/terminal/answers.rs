//! Replies to the agent, and the handling of what `tap` finds.

use std::time::Instant;

use alacritty_terminal::vte::ansi::Handler;

use super::queue::Emitted;
use super::tap::Found;
use super::{Terminal, UPDATE_TIMEOUT, strings};

impl Terminal {
    pub(super) fn handle_found(&mut self, now: Instant, found: &Found) {
        match found {
            Found::Control(_, b'h' | b'l') => self.handle_update(now),
            Found::Control(body, end) => self.answer_control(body, *end),
            Found::Command(body, by_bell) => {
                if let Some(request) = strings::command(body) {
                    self.handle_request(request, *by_bell);
                }
            }
            Found::ScreenTitle => {}
            Found::Device(body) => {
                if let Some(request) = strings::device(body) {
                    self.handle_request(request, false);
                }
            }
        }
    }

    /// A synchronised update has begun or ended. What was painted before it may be shown.
    fn handle_update(&mut self, now: Instant) {
        if !self.emulator.is_in_update() {
            self.held_until = None;
            self.changed = true;
            return;
        }
        if self.held_until.is_none() {
            self.changed = true;
            self.refresh();
        }
        self.held_until = Some(now + UPDATE_TIMEOUT);
    }

    fn answer_control(&mut self, body: &[u8], end: u8) {
        let answer = match (body, end) {
            (b">" | b">0", b'q') => self.emulator.host.version_answer(),
            (b"16", b't') => {
                self.size.cell_pixels.map(|(width, height)| format!("\x1b[6;{height};{width}t"))
            }
            (b"?996", b'n') => self.emulator.host.color_scheme_answer(),
            (b"?6", b'n') => {
                self.emulator.report_position(true);
                None
            }
            _ => None,
        };
        if let Some(answer) = answer {
            self.emulator.queue.push(Emitted::Reply(answer));
        }
    }

    fn handle_request(&mut self, request: strings::Request, by_bell: bool) {
        let queue = &self.emulator.queue;
        match request {
            strings::Request::Title(title) => {
                Handler::set_title(&mut self.emulator.term, Some(title));
            }
            strings::Request::Host(event) => queue.push(Emitted::Host(event)),
            strings::Request::ProgramStatusQuery
                if self.status_as_host && !self.emulator.host.program_status => {}
            strings::Request::ProgramStatusQuery => {
                let end = if by_bell { "\x07" } else { "\x1b\\" };
                queue.push(Emitted::Reply(format!("\x1b]7501;?{end}")));
            }
            strings::Request::Capabilities(names) => {
                for name in names {
                    if let Some(answer) = self.emulator.host.capability_answer(&name) {
                        queue.push(Emitted::Reply(answer));
                    }
                }
            }
        }
    }

    pub(super) fn handle_queue(&mut self) {
        for emitted in self.emulator.queue.take() {
            match emitted {
                Emitted::Emulator(event) => self.handle_event(event),
                Emitted::Reply(text) => self.replies.extend_from_slice(text.as_bytes()),
                Emitted::Host(request) => self.host_requests.push(request),
            }
        }
    }
}
