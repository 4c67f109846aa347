//! The built-in themes: complete, legible, and usable with fewer colours.
#![allow(clippy::unwrap_used, reason = "a missing theme fails the test")]

use ratatui::style::{Color, Modifier};

use super::depth::{contrast, rgb_of};
use super::{Colors, Glyphs, Role, Theme, ThemeFile};

fn theme(name: &str, colors: Colors) -> Theme {
    Theme::new(&ThemeFile::built_in(name).unwrap(), colors, Glyphs::Unicode)
}

fn carries_text(role: &Role) -> bool {
    !matches!(role, Role::Border)
}

#[test]
fn contrast_has_its_known_extremes() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast([119; 3], [255; 3]) - 4.48).abs() < 0.01, "#777 just misses AA on white");
}

#[test]
fn text_is_legible_on_its_own_background() {
    for (name, least) in [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)] {
        let theme = theme(name, Colors::True);
        for role in Role::ALL.into_iter().filter(carries_text) {
            let style = theme.style(role);
            let ratio =
                contrast(rgb_of(style.fg.unwrap()).unwrap(), rgb_of(style.bg.unwrap()).unwrap());
            assert!(ratio >= least, "{name}: {role:?} has {ratio:.2}");
        }
    }
}

#[test]
fn no_theme_makes_text_vanish_where_colors_are_few() {
    for name in ThemeFile::built_in_names() {
        for colors in [Colors::Ansi, Colors::Indexed] {
            let theme = theme(name, colors);
            for role in Role::ALL.into_iter().filter(carries_text) {
                let style = theme.style(role);
                let (Some(fg), Some(bg)) = (rgb_of(style.fg.unwrap()), rgb_of(style.bg.unwrap()))
                else {
                    continue;
                };
                assert!(contrast(fg, bg) >= 3.0, "{name} {colors:?} {role:?}: {style:?}");
            }
        }
    }
}

#[test]
fn the_terminals_own_theme_paints_no_background_and_no_fixed_colors() {
    let theme = theme("terminal", Colors::True);
    for role in Role::ALL {
        let style = theme.style(role);
        let fixed = |color| matches!(color, Some(Color::Rgb(..) | Color::Indexed(_)));
        assert!(!fixed(style.fg) && !fixed(style.bg), "{role:?}");
        assert!(style.bg == Some(Color::Reset) || role == Role::Match, "{role:?}");
    }
}

#[test]
fn without_colors_marked_text_is_reversed() {
    for name in ThemeFile::built_in_names() {
        let theme = theme(name, Colors::None);
        for role in Role::ALL {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (Some(Color::Reset), Some(Color::Reset)));
            let is_marked = matches!(role, Role::Selection | Role::Match);
            assert_eq!(style.add_modifier.contains(Modifier::REVERSED), is_marked, "{role:?}");
        }
    }
}

#[test]
fn a_theme_of_few_roles_takes_the_rest_from_its_base() {
    let own = ThemeFile::parse("base = \"dark\"\nlive = 208\nbad = { color = 208, bold = true }");
    let own = own.unwrap();
    let own = Theme::new(&own, Colors::True, Glyphs::Unicode);
    assert_eq!(own.style(Role::Live).fg, Some(Color::Indexed(208)));
    assert_eq!(own.style(Role::Text), theme("dark", Colors::True).style(Role::Text));
    assert_eq!(own.style(Role::Live).bg, own.style(Role::Surface).bg);
}

#[test]
fn the_number_of_colors_comes_from_the_environment() {
    for (environment, expected) in [
        (["1", "truecolor", "xterm-256color"], Colors::None),
        (["", "", "dumb"], Colors::None),
        (["", "truecolor", "xterm"], Colors::True),
        (["", "24bit", "screen"], Colors::True),
        (["", "", "xterm-kitty"], Colors::True),
        (["", "", "xterm-direct"], Colors::True),
        (["", "", "tmux-256color"], Colors::Indexed),
        (["", "yes", "linux"], Colors::Ansi),
        (["", "", ""], Colors::Ansi),
    ] {
        let [no_color, color_term, term] = environment;
        assert_eq!(Colors::of_environment(no_color, color_term, term), expected, "{environment:?}");
    }
}

#[test]
fn colors_are_reduced_to_the_nearest() {
    let orange = Color::Rgb(255, 135, 0);
    assert_eq!(Colors::Indexed.nearest(orange), Color::Indexed(208));
    assert_eq!(Colors::Indexed.nearest(Color::Rgb(28, 28, 28)), Color::Indexed(234));
    assert_eq!(Colors::Ansi.nearest(Color::Rgb(250, 250, 250)), Color::White);
    assert_eq!(Colors::Ansi.nearest(Color::Indexed(196)), Color::LightRed);
    assert_eq!(Colors::Ansi.nearest(Color::Red), Color::Red);
    assert_eq!(Colors::True.nearest(orange), orange);
}
