//! The state of the test's host terminal and its replies: as kitty's, or with fewer abilities.

use std::collections::BTreeMap;

use alacritty_terminal::vte::{Params, Parser, Perform};

use crate::support::tmux::Size;

/// A cell's width and height.
pub const CELL_PIXELS: (u16, u16) = (9, 18);

/// The title of the window before a program sets one.
pub const TITLE: &str = "as before";

/// What the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abilities {
    /// Everything kitty can.
    Kitty,
    /// Everything kitty can, and program status (OSC 7501).
    KittyAndStatus,
    /// It answers nothing at all.
    Mute,
}

/// Parses the program's bytes, keeps the state and answers queries.
pub struct Answerer {
    parser: Parser,
    state: TerminalState,
}

/// What the program has set in the terminal.
pub struct TerminalState {
    abilities: Abilities,
    size: Size,
    answers: Vec<u8>,
    /// Private modes as last set or reset.
    pub modes: BTreeMap<u16, bool>,
    /// The pushed flags of the kitty keyboard protocol: of the main screen, then of the alternate
    /// one.
    pub keyboard: [Vec<u16>; 2],
    /// All operating system commands, without their introducer and end.
    pub commands: Vec<String>,
    /// The titles of the window: the pushed ones, and the current one last.
    pub titles: Vec<String>,
    /// How often the bell rang.
    pub bells: usize,
    /// xterm's modifyOtherKeys.
    pub modify_other_keys: u16,
    /// Whether the keypad is in application mode.
    pub application_keypad: bool,
    /// The last cursor shape (DECSCUSR).
    pub cursor_shape: Option<u16>,
    /// Unknown sequences with a private marker, intermediate or string.
    pub oddities: Vec<String>,
    string: Option<(char, Vec<u8>)>,
}

impl std::ops::Deref for Answerer {
    type Target = TerminalState;

    fn deref(&self) -> &TerminalState {
        &self.state
    }
}

impl Answerer {
    /// A terminal in its initial state.
    pub fn new(size: Size, abilities: Abilities) -> Self {
        let state = TerminalState {
            abilities,
            size,
            answers: Vec::new(),
            modes: BTreeMap::new(),
            keyboard: [Vec::new(), Vec::new()],
            commands: Vec::new(),
            titles: vec![TITLE.to_owned()],
            bells: 0,
            modify_other_keys: 0,
            application_keypad: false,
            cursor_shape: None,
            oddities: Vec::new(),
            string: None,
        };
        Self { parser: Parser::new(), state }
    }

    /// Feeds one byte of the program.
    pub fn feed(&mut self, byte: u8) {
        self.parser.advance(&mut self.state, &[byte]);
    }

    /// Changes the size.
    pub fn resize(&mut self, size: Size) {
        self.state.size = size;
    }

    /// The answers since the last call.
    pub fn drain_answers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.state.answers)
    }
}

impl TerminalState {
    /// Whether a private mode is set.
    pub fn has(&self, mode: u16) -> bool {
        self.modes.get(&mode).copied().unwrap_or(mode == 25)
    }

    /// The current flags of the kitty keyboard protocol.
    pub fn keyboard_flags(&self) -> u16 {
        self.keyboard[usize::from(self.has(1049))].last().copied().unwrap_or(0)
    }

    fn answer(&mut self, text: &str) {
        if self.abilities != Abilities::Mute {
            self.answers.extend_from_slice(text.as_bytes());
        }
    }

    fn keyboard(&mut self, marker: u8, first: u16, second: u16) {
        let flags = self.keyboard_flags();
        let stack = &mut self.keyboard[usize::from(self.modes.get(&1049) == Some(&true))];
        match marker {
            b'?' => self.answer(&format!("\u{1b}[?{flags}u")),
            b'>' => stack.push(first),
            b'<' => stack.truncate(stack.len().saturating_sub(usize::from(first.max(1)))),
            _ => {
                let next = match second {
                    2 => flags | first,
                    3 => flags & !first,
                    _ => first,
                };
                stack.pop();
                stack.push(next);
            }
        }
    }

    fn report_mode(&mut self, mode: u16) {
        let known = [1, 7, 25, 1000, 1002, 1003, 1004, 1006, 1016, 1049, 2004, 2026, 2027, 2031];
        let state = match known.contains(&mode) {
            true if self.has(mode) => 1,
            true => 2,
            false => 0,
        };
        self.answer(&format!("\u{1b}[?{mode};{state}$y"));
    }

    fn report_window(&mut self, what: u16) {
        let (width, height) = CELL_PIXELS;
        let Size { columns, rows } = self.size;
        match what {
            14 => self.answer(&format!("\u{1b}[4;{};{}t", rows * height, columns * width)),
            16 => self.answer(&format!("\u{1b}[6;{height};{width}t")),
            18 => self.answer(&format!("\u{1b}[8;{rows};{columns}t")),
            _ => {}
        }
    }
}

impl Perform for TerminalState {
    fn execute(&mut self, byte: u8) {
        self.bells += usize::from(byte == 7);
        if !matches!(byte, 7..=10 | 13) {
            self.oddities.push(format!("control character {byte:#04x}"));
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _: bool, action: char) {
        let values: Vec<u16> = params.iter().map(|it| it[0]).collect();
        let value = |at: usize| values.get(at).copied().unwrap_or(0);
        match (intermediates, action) {
            (b"?", 'h' | 'l') => {
                for mode in &values {
                    self.modes.insert(*mode, action == 'h');
                }
            }
            (b"?", 'u') => self.keyboard(b'?', 0, 0),
            (&[marker @ (b'>' | b'<' | b'=')], 'u') => self.keyboard(marker, value(0), value(1)),
            (b"?$", 'p') => self.report_mode(value(0)),
            (b"", 'c') => self.answer("\u{1b}[?62;52;c"),
            (b">", 'c') => self.answer("\u{1b}[>1;4000;35c"),
            (b">", 'q') => self.answer("\u{1b}P>|kitty(0.35.2)\u{1b}\\"),
            (b"?", 'n') if value(0) == 996 => self.answer("\u{1b}[?997;1n"),
            (b"", 't') if value(0) == 22 => self.titles.extend(self.titles.last().cloned()),
            (b"", 't') if value(0) == 23 => self.titles.truncate(self.titles.len().max(2) - 1),
            (b"", 't') => self.report_window(value(0)),
            (b">", 'm') if value(0) == 4 => self.modify_other_keys = value(1),
            (b" ", 'q') => self.cursor_shape = Some(value(0)),
            (b"" | b"?" | b"!" | b">", _) => {}
            _ => self.oddities.push(format!(
                "CSI {} {values:?} {action}",
                String::from_utf8_lossy(intermediates)
            )),
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        if intermediates.is_empty() && matches!(byte, b'=' | b'>') {
            self.application_keypad = byte == b'=';
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        let words: Vec<String> =
            params.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();
        let command = words.join(";");
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["10", "?"] => self.answer("\u{1b}]10;rgb:c8c8/d0d0/e0e0\u{1b}\\"),
            ["11", "?"] => self.answer("\u{1b}]11;rgb:1010/2020/3030\u{1b}\\"),
            ["12", "?"] => self.answer("\u{1b}]12;rgb:f0f0/4040/5050\u{1b}\\"),
            ["4", index, "?"] => {
                let level: u8 = index.parse().unwrap_or(0);
                self.answer(&format!(
                    "\u{1b}]4;{index};rgb:{level:02x}{level:02x}/8080/4040\u{1b}\\"
                ));
            }
            ["0" | "2", title @ ..] => {
                self.titles.pop();
                self.titles.push(title.join(";"));
            }
            ["7501", "?"] if self.abilities == Abilities::KittyAndStatus => {
                self.answer("\u{1b}]7501;?\u{7}");
            }
            _ => {}
        }
        self.commands.push(command);
    }

    fn hook(&mut self, _: &Params, intermediates: &[u8], _: bool, action: char) {
        let is_capability_query = intermediates == b"+" && action == 'q';
        self.string = Some((if is_capability_query { 'q' } else { '?' }, Vec::new()));
    }

    fn put(&mut self, byte: u8) {
        if let Some((_, string)) = &mut self.string {
            string.push(byte);
        }
    }

    fn unhook(&mut self) {
        match self.string.take() {
            // A capability in hexadecimal: only the colours (`Co`, 436f) and `RGB` are known.
            Some(('q', name)) => {
                let name = String::from_utf8_lossy(&name).to_uppercase();
                match name.as_str() {
                    "436F" => self.answer("\u{1b}P1+r436F=323536\u{1b}\\"),
                    "524742" => self.answer("\u{1b}P1+r524742=38\u{1b}\\"),
                    _ => self.answer(&format!("\u{1b}P0+r{name}\u{1b}\\")),
                }
            }
            Some((_, string)) => {
                self.oddities.push(format!("DCS {}", String::from_utf8_lossy(&string)));
            }
            None => {}
        }
    }
}
