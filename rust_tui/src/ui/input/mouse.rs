//! Keeps mouse events on the HUD from the agent, which does not know that row.
//!
//! Only the SGR encoding is looked at; the older ones cannot be told from text without knowing
//! where they start, and every agent that uses a mouse asks for SGR.

/// What becomes of a mouse report.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Forward,
    Swallow,
    /// Forward these bytes in its place.
    Rewrite(Vec<u8>),
}

const MOTION: u16 = 32;
const WHEEL_AND_EXTRA: u16 = 64 | 128;

#[derive(Debug, Default)]
pub(super) struct MouseFilter {
    pane_rows: Option<u16>,
    /// A button went down on the pane and has not come up yet.
    dragging: bool,
}

impl MouseFilter {
    pub(super) fn set_pane_rows(&mut self, rows: u16) {
        self.pane_rows = Some(rows);
    }

    /// Judges `CSI < report terminator`.
    ///
    /// A drag that began on the pane stays the agent's: its events below the pane are moved to
    /// the last row, as a terminal does at its own edge, so that the release is not lost.
    pub(super) fn judge(&mut self, report: &[u8], terminator: u8) -> Verdict {
        let Some((pane_rows, [button, column, row])) = self.pane_rows.zip(numbers(report)) else {
            return Verdict::Forward;
        };
        let inside = row <= pane_rows;
        let was_dragging = self.dragging;
        if terminator == b'm' {
            self.dragging = false;
        } else if inside && button & (MOTION | WHEEL_AND_EXTRA) == 0 {
            self.dragging = true;
        }
        let is_wheel = button & WHEEL_AND_EXTRA != 0;
        match (inside, was_dragging && !is_wheel) {
            (true, _) => Verdict::Forward,
            (false, false) => Verdict::Swallow,
            (false, true) => {
                let end = char::from(terminator);
                Verdict::Rewrite(format!("\x1b[<{button};{column};{pane_rows}{end}").into_bytes())
            }
        }
    }
}

fn numbers(report: &[u8]) -> Option<[u16; 3]> {
    let mut parts = std::str::from_utf8(report).ok()?.split(';').map(|part| part.parse().ok());
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}
