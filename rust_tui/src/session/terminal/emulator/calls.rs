//! The calls from the emulator's parser.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::Column;
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::vte::ansi::cursor_icon::CursorIcon;
use alacritty_terminal::vte::ansi::{
    Attr, CharsetIndex, ClearMode, CursorShape, CursorStyle, Handler, Hyperlink, KeyboardModes,
    KeyboardModesApplyBehavior, LineClearMode, Mode, ModifyOtherKeys, PrivateMode, Rgb,
    StandardCharset, TabulationClearMode,
};

use super::Emulator;
use super::input::BLINK;

/// Calls forwarded to the emulator unchanged.
macro_rules! hand_on {
    ($($name:ident($($argument:ident: $kind:ty),*);)*) => {
        $(
            fn $name(&mut self, $($argument: $kind),*) {
                Handler::$name(&mut self.term, $($argument),*);
            }
        )*
    };
}

impl Handler for Emulator {
    hand_on! {
        set_cursor_style(style: Option<CursorStyle>);
        set_cursor_shape(shape: CursorShape);
        goto(line: i32, column: usize);
        goto_line(line: i32);
        move_forward(columns: usize);
        carriage_return();
        bell();
        substitute();
        newline();
        set_horizontal_tabstop();
        scroll_up(lines: usize);
        scroll_down(lines: usize);
        insert_blank_lines(lines: usize);
        delete_lines(lines: usize);
        move_backward_tabs(count: u16);
        move_forward_tabs(count: u16);
        save_cursor_position();
        restore_cursor_position();
        clear_line(mode: LineClearMode);
        clear_screen(mode: ClearMode);
        clear_tabs(mode: TabulationClearMode);
        set_tabs(interval: u16);
        reverse_index();
        set_mode(mode: Mode);
        unset_mode(mode: Mode);
        report_mode(mode: Mode);
        set_keypad_application_mode();
        unset_keypad_application_mode();
        set_active_charset(index: CharsetIndex);
        configure_charset(index: CharsetIndex, charset: StandardCharset);
        set_color(index: usize, color: Rgb);
        dynamic_color_sequence(prefix: String, index: usize, terminator: &str);
        reset_color(index: usize);
        clipboard_store(clipboard: u8, base64: &[u8]);
        clipboard_load(clipboard: u8, terminator: &str);
        push_title();
        pop_title();
        text_area_size_pixels();
        text_area_size_chars();
        set_hyperlink(link: Option<Hyperlink>);
        set_mouse_cursor_icon(icon: CursorIcon);
    }

    /// Titles come from `tap`, since this parser trims them.
    fn set_title(&mut self, _: Option<String>) {}

    #[inline]
    fn input(&mut self, character: char) {
        self.print(character);
    }

    fn linefeed(&mut self) {
        Handler::linefeed(&mut self.term);
        if self.term.mode().contains(TermMode::LINE_FEED_NEW_LINE) {
            Handler::carriage_return(&mut self.term);
        }
    }

    /// The emulator would add the start of the scrolling region again.
    fn goto_col(&mut self, column: usize) {
        let last = self.term.last_column();
        let cursor = &mut self.term.grid_mut().cursor;
        cursor.point.column = Column(column).min(last);
        cursor.input_needs_wrap = false;
    }

    fn move_up(&mut self, lines: usize) {
        self.move_lines(-distance(lines));
    }

    fn move_down(&mut self, lines: usize) {
        self.move_lines(distance(lines));
    }

    fn move_up_and_cr(&mut self, lines: usize) {
        self.move_lines(-distance(lines));
        Handler::carriage_return(&mut self.term);
    }

    fn move_down_and_cr(&mut self, lines: usize) {
        self.move_lines(distance(lines));
        Handler::carriage_return(&mut self.term);
    }

    fn move_backward(&mut self, columns: usize) {
        self.move_back(columns);
    }

    fn backspace(&mut self) {
        let at_start = self.term.grid().cursor.point.column == Column(0);
        if at_start && self.host.is_tmux() && self.line_above_wraps() {
            let last = self.term.last_column();
            let cursor = &mut self.term.grid_mut().cursor;
            cursor.point.line -= 1;
            cursor.point.column = last;
        } else if !at_start {
            self.move_back(1);
        }
    }

    /// After a full line there is no tab stop; the emulator would wrap.
    fn put_tab(&mut self, count: u16) {
        if !self.term.grid().cursor.input_needs_wrap {
            Handler::put_tab(&mut self.term, count);
        }
    }

    fn insert_blank(&mut self, count: usize) {
        if !self.is_after_full_line() {
            Handler::insert_blank(&mut self.term, count);
        }
    }

    fn erase_chars(&mut self, count: usize) {
        if !self.is_after_full_line() {
            Handler::erase_chars(&mut self.term, count);
        }
    }

    fn delete_chars(&mut self, count: usize) {
        if !self.is_after_full_line() {
            Handler::delete_chars(&mut self.term, count);
        }
    }

    fn decaln(&mut self) {
        Handler::set_scrolling_region(&mut self.term, 1, None);
        self.reset_region();
        Handler::decaln(&mut self.term);
        Handler::goto(&mut self.term, 0, 0);
    }

    fn set_scrolling_region(&mut self, top: usize, bottom: Option<usize>) {
        let lines = self.term.screen_lines();
        let (top, bottom) = (top.max(1).min(lines), bottom.unwrap_or(lines).min(lines));
        // A region of one line is ignored; the emulator would accept an empty one below the screen.
        if top < bottom {
            self.region = (distance(top) - 1, distance(bottom) - 1);
            Handler::set_scrolling_region(&mut self.term, top, Some(bottom));
        }
    }

    fn identify_terminal(&mut self, intermediate: Option<char>) {
        let answer = match intermediate {
            None => Some(self.host.primary_answer()),
            Some('>') => self.host.secondary_answer(),
            Some(_) => None,
        };
        if let Some(answer) = answer {
            self.reply(answer);
        }
    }

    fn device_status(&mut self, number: usize) {
        if number == 6 {
            self.report_position(false);
        } else {
            Handler::device_status(&mut self.term, number);
        }
    }

    fn reset_state(&mut self) {
        Handler::reset_state(&mut self.term);
        self.forget_modes();
    }

    fn terminal_attribute(&mut self, attribute: Attr) {
        let flags = &mut self.term.grid_mut().cursor.template.flags;
        match attribute {
            Attr::BlinkSlow | Attr::BlinkFast => flags.insert(BLINK),
            Attr::CancelBlink => flags.remove(BLINK),
            // 21 ends bold on few terminals; on most it is a double underline.
            Attr::CancelBold => {
                flags.remove(Flags::ALL_UNDERLINES);
                flags.insert(Flags::DOUBLE_UNDERLINE);
            }
            other => Handler::terminal_attribute(&mut self.term, other),
        }
    }

    fn set_private_mode(&mut self, mode: PrivateMode) {
        self.switch_mode(mode, true);
    }

    fn unset_private_mode(&mut self, mode: PrivateMode) {
        self.switch_mode(mode, false);
    }

    fn report_private_mode(&mut self, mode: PrivateMode) {
        self.report_mode(mode);
    }

    fn report_keyboard_mode(&mut self) {
        if self.host.kitty_keyboard {
            self.reply(format!("\x1b[?{}u", self.keyboard_modes().kitty_flags));
        }
    }

    fn push_keyboard_mode(&mut self, mode: KeyboardModes) {
        if self.host.kitty_keyboard {
            self.keyboard.push(self.is_on_alternate_screen(), mode.bits());
        }
    }

    fn pop_keyboard_modes(&mut self, count: u16) {
        if self.host.kitty_keyboard {
            self.keyboard.pop(self.is_on_alternate_screen(), count);
        }
    }

    fn set_keyboard_mode(&mut self, mode: KeyboardModes, behavior: KeyboardModesApplyBehavior) {
        if !self.host.kitty_keyboard {
            return;
        }
        let alternate = self.is_on_alternate_screen();
        let (now, given) = (self.keyboard.flags(alternate), mode.bits());
        let flags = match behavior {
            KeyboardModesApplyBehavior::Replace => given,
            KeyboardModesApplyBehavior::Union => now | given,
            KeyboardModesApplyBehavior::Difference => now & !given,
        };
        self.keyboard.set(alternate, flags);
    }

    fn set_modify_other_keys(&mut self, mode: ModifyOtherKeys) {
        self.keyboard.modify_other_keys = Some(match mode {
            ModifyOtherKeys::Reset => 0,
            ModifyOtherKeys::EnableExceptWellDefined => 1,
            ModifyOtherKeys::EnableAll => 2,
        });
    }

    fn report_modify_other_keys(&mut self) {
        if self.host.modify_other_keys {
            let level = self.keyboard.modify_other_keys.unwrap_or(0);
            self.reply(format!("\x1b[>4;{level}m"));
        }
    }
}

fn distance(lines: usize) -> i32 {
    i32::try_from(lines).unwrap_or(i32::MAX)
}
