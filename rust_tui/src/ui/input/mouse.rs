//! Routes mouse events: to the agent's pane, or to parlo.
//!
//! The host terminal always reports in the SGR encoding (decimal numbers), the only one that cannot
//! be mistaken for text and has no largest position. The agent gets the encoding it asked for.

use parlo_core::screen::{MouseEncoding, MouseTracking};

use super::{MouseButton, MouseEvent, MouseEventKind};
use crate::ui::keymap::Modifiers;

/// What happens to a mouse report.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The agent gets it unchanged.
    Forward,
    /// The agent gets these bytes in its place; none if its encoding cannot express it.
    Rewrite(Vec<u8>),
    /// parlo gets it.
    Ours(MouseEvent),
    /// Nobody gets it.
    Drop,
}

/// Who gets the mouse events on the agent's pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseOwner {
    /// The agent, in the encoding it asked for.
    Agent(MouseTracking, MouseEncoding),
    /// parlo, because the agent wants no mouse.
    Parlo,
}

const SHIFT: u16 = 4;
const ALT: u16 = 8;
const CTRL: u16 = 16;
const MOTION: u16 = 32;
const WHEEL: u16 = 64;
const EXTRA: u16 = 128;

/// A report with positions counted from one, in cells or in pixels.
#[derive(Debug, Clone, Copy)]
struct Report {
    button: u16,
    x: u16,
    y: u16,
    released: bool,
}

#[derive(Debug)]
pub(super) struct MouseRouter {
    pane_rows: Option<u16>,
    /// Width and height of a cell, needed where positions count pixels.
    cell_pixels: Option<(u16, u16)>,
    owner: MouseOwner,
    /// A button pressed on the pane has not been released yet.
    dragging: bool,
}

impl Default for MouseRouter {
    fn default() -> Self {
        let owner = MouseOwner::Agent(MouseTracking::Motion, MouseEncoding::Sgr);
        Self { pane_rows: None, cell_pixels: None, owner, dragging: false }
    }
}

impl MouseRouter {
    pub(super) fn set_pane(&mut self, rows: u16, cell_pixels: Option<(u16, u16)>) {
        self.pane_rows = Some(rows);
        self.cell_pixels = cell_pixels;
    }

    pub(super) fn set_owner(&mut self, owner: MouseOwner) {
        self.owner = owner;
    }

    /// Decides about `CSI < report terminator`.
    ///
    /// A drag that began on the pane stays the agent's: its events below the pane are moved to the
    /// last row, as a terminal does at its own edge, so that the release is not lost.
    pub(super) fn judge(&mut self, report: &[u8], terminator: u8, captured: bool) -> Verdict {
        let Some(mut report) = Report::parse(report, terminator) else {
            return if captured { Verdict::Drop } else { Verdict::Forward };
        };
        let (_, height) = self.cell_size();
        let pane_rows = self.pane_rows.unwrap_or(u16::MAX);
        let inside = report.cell(height, report.y) < pane_rows;
        let MouseOwner::Agent(tracking, encoding) = self.owner else {
            return self.ours(report);
        };
        let was_dragging = self.dragging;
        if report.released {
            self.dragging = false;
        } else if inside && !captured && report.button & (MOTION | WHEEL | EXTRA) == 0 {
            self.dragging = true;
        }
        let stays_the_agents = was_dragging && report.button & (WHEEL | EXTRA) == 0;
        if (captured || !inside) && !stays_the_agents {
            return self.ours(report);
        }
        if !inside {
            report.y = report.y.min(pane_rows.saturating_mul(height));
        }
        report.encode(tracking, encoding, inside)
    }

    /// Width and height of a cell in the unit of the positions.
    fn cell_size(&self) -> (u16, u16) {
        let in_pixels = matches!(self.owner, MouseOwner::Agent(_, MouseEncoding::SgrPixels));
        self.cell_pixels.filter(|_| in_pixels).unwrap_or((1, 1))
    }

    fn ours(&self, report: Report) -> Verdict {
        let Some(kind) = report.kind() else { return Verdict::Drop };
        let (width, height) = self.cell_size();
        Verdict::Ours(MouseEvent {
            kind,
            column: report.cell(width, report.x),
            row: report.cell(height, report.y),
            modifiers: Modifiers {
                shift: report.button & SHIFT != 0,
                alt: report.button & ALT != 0,
                ctrl: report.button & CTRL != 0,
            },
        })
    }
}

impl Report {
    fn parse(report: &[u8], terminator: u8) -> Option<Self> {
        let mut parts = std::str::from_utf8(report).ok()?.split(';').map(|part| part.parse().ok());
        let (button, x, y) = (parts.next()??, parts.next()??, parts.next()??);
        let whole = parts.next().is_none();
        whole.then_some(Self { button, x, y, released: terminator == b'm' })
    }

    /// The cell of a position, counted from zero.
    fn cell(self, size: u16, position: u16) -> u16 {
        position.saturating_sub(1) / size.max(1)
    }

    /// The kind of event; parlo ignores horizontal wheels and extra buttons.
    fn kind(self) -> Option<MouseEventKind> {
        if self.button & WHEEL != 0 {
            return match self.button & 3 {
                0 => Some(MouseEventKind::WheelUp),
                1 => Some(MouseEventKind::WheelDown),
                _ => None,
            };
        }
        let button = match (self.button & EXTRA != 0, self.button & 3) {
            (false, 0) => MouseButton::Left,
            (false, 1) => MouseButton::Middle,
            (false, 2) => MouseButton::Right,
            (false, _) => return Some(MouseEventKind::Move),
            (true, _) => return None,
        };
        Some(match (self.button & MOTION != 0, self.released) {
            (_, true) => MouseEventKind::Release(button),
            (true, false) => MouseEventKind::Drag(button),
            (false, false) => MouseEventKind::Press(button),
        })
    }

    /// The report in the encoding the agent asked for.
    fn encode(self, tracking: MouseTracking, encoding: MouseEncoding, as_it_came: bool) -> Verdict {
        let Self { mut button, x, y, released } = self;
        if tracking == MouseTracking::Presses {
            if released || button & (MOTION | WHEEL | EXTRA) != 0 {
                return Verdict::Drop;
            }
            button &= 3;
        }
        if matches!(encoding, MouseEncoding::Sgr | MouseEncoding::SgrPixels) {
            if as_it_came {
                return Verdict::Forward;
            }
            let end = if released { 'm' } else { 'M' };
            return Verdict::Rewrite(format!("\x1b[<{button};{x};{y}{end}").into_bytes());
        }
        // The older encodings report that a button was released, but not which.
        if released {
            button = button & !3 | 3;
        }
        if encoding == MouseEncoding::Urxvt {
            return Verdict::Rewrite(format!("\x1b[{};{x};{y}M", button + 32).into_bytes());
        }
        let mut bytes = b"\x1b[M".to_vec();
        for value in [button, x, y] {
            let value = u32::from(value) + 32;
            match encoding {
                MouseEncoding::Utf8 if value < 0x800 => {
                    let character = char::from_u32(value).unwrap_or(' ');
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                _ => match u8::try_from(value) {
                    Ok(byte) => bytes.push(byte),
                    Err(_) => return Verdict::Drop,
                },
            }
        }
        Verdict::Rewrite(bytes)
    }
}
