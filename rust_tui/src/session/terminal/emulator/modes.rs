//! Private modes: those the emulator does not know, and those it reports wrongly.

use alacritty_terminal::vte::ansi::{Handler, NamedPrivateMode, PrivateMode};
use parlo_core::screen::MouseEncoding;

use super::Emulator;

/// The replies to a mode query (DECRPM).
const UNKNOWN: u8 = 0;
const SET: u8 = 1;
const RESET: u8 = 2;
const ALWAYS_SET: u8 = 3;
const ALWAYS_RESET: u8 = 4;

const TRACKING: [NamedPrivateMode; 3] = [
    NamedPrivateMode::ReportMouseClicks,
    NamedPrivateMode::ReportCellMouseMotion,
    NamedPrivateMode::ReportAllMouseMotion,
];

fn state(is_set: bool) -> u8 {
    if is_set { SET } else { RESET }
}

fn encoding_of(number: u16) -> Option<MouseEncoding> {
    Some(match number {
        1005 => MouseEncoding::Utf8,
        1006 => MouseEncoding::Sgr,
        1015 => MouseEncoding::Urxvt,
        1016 => MouseEncoding::SgrPixels,
        _ => return None,
    })
}

impl Emulator {
    pub(super) fn switch_mode(&mut self, mode: PrivateMode, on: bool) {
        match mode.raw() {
            9 => {
                for tracking in TRACKING {
                    self.term.unset_private_mode(tracking.into());
                }
                self.mouse_presses = on;
            }
            1000 | 1002 | 1003 => {
                self.mouse_presses = false;
                self.forward(mode, on);
            }
            number @ (1005 | 1006 | 1015 | 1016) => {
                let Some(encoding) = encoding_of(number) else { return };
                if number == 1016 && !self.host.has_mode(1016) {
                    return;
                }
                if on {
                    self.mouse_encoding = encoding;
                } else if self.mouse_encoding == encoding {
                    self.mouse_encoding = MouseEncoding::Bytes;
                }
            }
            47 | 1047 => self.switch_screen(on),
            1048 if on => self.term.save_cursor_position(),
            1048 => self.term.restore_cursor_position(),
            2026 => self.in_update = on,
            2031 => self.color_scheme_reports = on && self.host.has_mode(2031),
            3 => {
                self.forward(mode, on);
                self.reset_region();
            }
            _ => self.forward(mode, on),
        }
    }

    fn forward(&mut self, mode: PrivateMode, on: bool) {
        if on {
            self.term.set_private_mode(mode);
        } else {
            self.term.unset_private_mode(mode);
        }
    }

    /// To the alternate screen and back; the cursor stays where it is.
    fn switch_screen(&mut self, alternate: bool) {
        if self.is_on_alternate_screen() == alternate {
            return;
        }
        let cursor = self.term.grid().cursor.clone();
        self.forward(NamedPrivateMode::SwapScreenAndSetRestoreCursor.into(), alternate);
        self.term.grid_mut().cursor = cursor;
    }

    pub(super) fn report_mode(&mut self, mode: PrivateMode) {
        let number = mode.raw();
        let state = match number {
            9 => state(self.mouse_presses),
            1005 | 1006 | 1015 => state(Some(self.mouse_encoding) == encoding_of(number)),
            1016 if self.host.has_mode(1016) => {
                state(self.mouse_encoding == MouseEncoding::SgrPixels)
            }
            47 | 1047 => state(self.is_on_alternate_screen()),
            2026 => state(self.in_update),
            // parlo cannot switch it, so the host terminal's state is reported.
            2027 => match self.host.mode(2027) {
                Some(SET | ALWAYS_SET) => ALWAYS_SET,
                Some(RESET | ALWAYS_RESET) => ALWAYS_RESET,
                _ => UNKNOWN,
            },
            2031 if self.host.has_mode(2031) => state(self.color_scheme_reports),
            1016 | 2031 => UNKNOWN,
            _ => {
                Handler::report_private_mode(&mut self.term, mode);
                return;
            }
        };
        self.reply(format!("\x1b[?{number};{state}$y"));
    }

    pub(super) fn forget_modes(&mut self) {
        self.mouse_presses = false;
        self.mouse_encoding = MouseEncoding::default();
        self.color_scheme_reports = false;
        self.keyboard = super::Keyboard::default();
        self.reset_region();
    }
}
