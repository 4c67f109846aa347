//! The byte snippets: one line each.

use super::snippets::{Act, PANE, Snippet, compare};
use super::view::View;

/// A case of one write.
const fn equal(name: &'static str, acts: &'static [Act<'static>]) -> Snippet<'static> {
    Snippet { name, acts }
}

macro_rules! writes {
    ($($name:literal: $bytes:expr),+ $(,)?) => {
        &[$(equal($name, &[Act::Write($bytes)])),+]
    };
}

const STYLES: &[Snippet] = writes! {
    "sixteen colours": "\u{1b}[30;47ma\u{1b}[31;46mb\u{1b}[32;45mc\u{1b}[33;44md\u{1b}[34;43me\u{1b}[35;42mf\u{1b}[36;41mg\u{1b}[37;40mh",
    "bright colours": "\u{1b}[90;107ma\u{1b}[91;106mb\u{1b}[92;105mc\u{1b}[93;104md\u{1b}[94;103me\u{1b}[95;102mf\u{1b}[96;101mg\u{1b}[97;100mh",
    "256 colours": "\u{1b}[38;5;0ma\u{1b}[38;5;7mb\u{1b}[38;5;9mc\u{1b}[38;5;15md\u{1b}[38;5;16me\u{1b}[38;5;123mf\u{1b}[38;5;231mg\u{1b}[38;5;232mh\u{1b}[38;5;255mi\u{1b}[48;5;1mj\u{1b}[48;5;200mk",
    "256 colours with colons": "\u{1b}[38:5:123ma\u{1b}[48:5:200mb",
    "true colour": "\u{1b}[38;2;1;2;3ma\u{1b}[48;2;250;128;0mb\u{1b}[38;2;255;255;255;48;2;0;0;0mc",
    "true colour with colons": "\u{1b}[38:2::1:2:3ma\u{1b}[48:2:250:128:0mb\u{1b}[0m\u{1b}[38:2:9:8:7mc",
    "attributes": "\u{1b}[1mbold\u{1b}[0;2mdim\u{1b}[0;3mitalic\u{1b}[0;4munder\u{1b}[0;7minverse\u{1b}[0;8mhidden\u{1b}[0;9mstruck\u{1b}[0m",
    "attributes off one by one": "\u{1b}[1;2;3;4;7;8;9ma\u{1b}[22mb\u{1b}[23mc\u{1b}[24md\u{1b}[27me\u{1b}[28mf\u{1b}[29mg",
    "bold with colours": "\u{1b}[1;31mred\u{1b}[22mthin\u{1b}[39;1mplain",
    "blink": "\u{1b}[5mslow\u{1b}[25mno\u{1b}[6mfast\u{1b}[25mno",
    "overline": "\u{1b}[53mover\u{1b}[55mno",
    "underline styles": "\u{1b}[4:1msingle\u{1b}[4:2mdouble\u{1b}[4:3mcurly\u{1b}[4:4mdotted\u{1b}[4:5mdashed\u{1b}[4:0mnone",
    "underlined twice by number": "\u{1b}[21mdouble\u{1b}[24mnone",
    "underline colours": "\u{1b}[4;58;5;9mindexed\u{1b}[58;2;1;2;3mtrue\u{1b}[58:2::7:8:9mcolons\u{1b}[59mdefault\u{1b}[4:3;58:5:200mcurly",
    "inverse with one colour": "\u{1b}[7;31minverse red\u{1b}[0m\u{1b}[7;44minverse blue",
    "empty parameters": "\u{1b}[1;;31mred\u{1b}[mplain\u{1b}[;1mbold",
    "spaces in a style": "\u{1b}[31m   \u{1b}[4m   \u{1b}[0;7m   \u{1b}[0;44m   \u{1b}[0mx",
    "a style that ends the row": "\u{1b}[44mblue   \u{1b}[0m\r\n\u{1b}[4mline   \u{1b}[0m",
    "unknown parameters": "\u{1b}[10;11;73;99999mx\u{1b}[>4;2my\u{1b}[?4mz",
    "palette redefined": "\u{1b}]4;1;rgb:12/34/56\u{7}\u{1b}[31mred\u{1b}[41m \u{1b}]104\u{7}",
};

const UNICODE: &[Snippet] = writes! {
    "CJK": "日本語 中文 한국어 ｆｕｌｌ ﾊﾝｶｸ",
    "emoji": "👍 😀 🚀 ⌚ ⏰ ♈ ⚡ ✨ 🀄",
    "emoji that are narrow": "☀ ☎ ✈ ❤ ☺ ⚠ ✔ ▶",
    "variation selectors": "☀\u{fe0f}| ☀\u{fe0e}| ❤\u{fe0f}| 1\u{fe0f}\u{20e3}| ⚠\u{fe0f}| 👍\u{fe0e}|",
    "ZWJ families": "👨\u{200d}👩\u{200d}👧\u{200d}👦| 🧑\u{200d}🚀| 🏳\u{fe0f}\u{200d}🌈| 👩\u{200d}❤\u{fe0f}\u{200d}👨|",
    "flags": "🇩🇪| 🇯🇵🇺🇸| 🇪| x🇫",
    "skin tones": "👍🏽| 👋🏿| 🤝🏻| 🏽|",
    "tag sequences": "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}|",
    "combining marks": "e\u{301} a\u{308}\u{323} o\u{302}\u{301} Z\u{310}\u{324}\u{330}|",
    "a combining mark at column 0": "\u{301}x\r\n\u{308}y",
    "a combining mark after a wide character": "日\u{3099}|か\u{3099}|",
    "a combining mark at the margin": "\u{1b}[1;80Hx\u{301}y",
    "many combining marks": "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}|",
    "zero width": "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f\u{ad}g|",
    "Hangul jamo": "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}| \u{1100}\u{1161}|",
    "Arabic and Hebrew": "السلام عليكم | שָׁלוֹם | لا",
    "Devanagari and Thai": "नमस्ते क्षि | สวัสดี กำ |",
    "box drawing": "┌─┬┐│├┼┤└┴┘ ═║╔╗╚╝ ▀▄█▌▐░▒▓ ╭╮╯╰ ⣿⠿",
    "ambiguous width": "§ ° ± × ÷ α Ω я → ∀ ■ ○ ★ ※ ½ ① …",
    "private use": "\u{e0b0}\u{e0b2}\u{f015}\u{f0001}|",
    "new characters": "🫨| 🪿| 🩷| \u{1fae9}| \u{1f6dc}|",
    "wide at the margin": "\u{1b}[1;80H日x\r\n\u{1b}[3;79Haa日",
    "invalid UTF-8 replaced": "a\u{fffd}b",
};

const EDITING: &[Snippet] = writes! {
    "carriage control": "one\rtwo\r\nthree\nfour\u{8}\u{8}X\u{b}vt\u{c}ff",
    "tabs": "a\tb\t\tc\u{1b}[3g\u{1b}[1;5H\u{1b}H\u{1b}[1;20H\u{1b}H\u{1b}[2;1Hx\ty\tz\tend",
    "tabs at the margin": "\u{1b}[1;79H\tx\ty",
    "back tabs": "\u{1b}[1;40Hx\u{1b}[2Zy",
    "cursor movement": "\u{1b}[5;10Ha\u{1b}[2Ab\u{1b}[3Bc\u{1b}[4Cd\u{1b}[8De\u{1b}[2Ef\u{1b}[Fg\u{1b}[20Gh\u{1b}[9di\u{1b}[12;5fj\u{1b}[3`k",
    "movement beyond the edges": "\u{1b}[99;99Ha\u{1b}[99A\u{1b}[99Db\u{1b}[99Bc\u{1b}[0;0Hd",
    "save and restore": "\u{1b}[5;5H\u{1b}[31m\u{1b}7\u{1b}[10;10H\u{1b}[32mx\u{1b}8y\u{1b}[s\u{1b}[1;1Hz\u{1b}[uw",
    "erase in line": "aaaaaaaaaa\u{1b}[5G\u{1b}[K\r\nbbbbbbbbbb\u{1b}[5G\u{1b}[1K\r\ncccccccccc\u{1b}[5G\u{1b}[2K",
    "erase in display below": "\u{1b}#8\u{1b}[5;10H\u{1b}[J",
    "erase in display above": "\u{1b}#8\u{1b}[5;10H\u{1b}[1J",
    "erase the display": "\u{1b}#8\u{1b}[5;10H\u{1b}[2Jx",
    "insert and delete characters": "abcdefghij\u{1b}[3G\u{1b}[2@\r\nabcdefghij\u{1b}[3G\u{1b}[2P\r\nabcdefghij\u{1b}[3G\u{1b}[3X",
    "insert and delete lines": "1\r\n2\r\n3\r\n4\r\n5\u{1b}[2;1H\u{1b}[L\u{1b}[4;1H\u{1b}[M",
    "insert mode": "abcdef\u{1b}[3G\u{1b}[4hXY\u{1b}[4lZ",
    "scroll region": "\u{1b}[3;6r1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\u{1b}[r",
    "scroll region up and down": "1\r\n2\r\n3\r\n4\r\n5\u{1b}[2;4r\u{1b}[S\u{1b}[2T\u{1b}[r",
    "index and reverse index": "a\u{1b}Db\u{1b}Ec\u{1b}[1;5H\u{1b}Md",
    "reverse index in a region": "1\r\n2\r\n3\r\n4\u{1b}[2;3r\u{1b}[2;1H\u{1b}Mx\u{1b}[r",
    "origin mode": "\u{1b}[5;10r\u{1b}[?6h\u{1b}[1;1Htop\u{1b}[99;1Hbottom\u{1b}[?6l\u{1b}[1;1Hhome\u{1b}[r",
    "wrap at the margin": "\u{1b}[1;78Habcdef\u{1b}[?7l\u{1b}[3;78Habcdef\u{1b}[?7h",
    "pending wrap": "\u{1b}[1;79Hab\u{1b}[Kc",
    "pending wrap and movement": "\u{1b}[1;80Ha\u{8}b\u{1b}[2;80Ha\u{1b}[Db\u{1b}[3;80Ha\rb",
    "pending wrap and a new line": "\u{1b}[1;80Ha\nb",
    "pending wrap at the bottom": "\u{1b}[24;80Ha",
    "repeat": "ab\u{1b}[5b\r\n\u{1b}[31m-\u{1b}[9b",
    "alignment pattern": "\u{1b}#8",
    "alignment pattern in colours": "\u{1b}[31;44m\u{1b}#8",
    "line drawing": "\u{1b}(0lqqwqqk\r\nx  x  x\r\ntqqnqqu\r\nmqqvqqj `afghiopsyz{|}~\u{1b}(B lqk",
    "line drawing by shifts": "\u{1b})0\u{e}lqk\u{f}lqk",
    "a character set restored": "\u{1b}(0\u{1b}7\u{1b}(Bq\u{1b}8q",
    "soft reset": "\u{1b}[1;31;4m\u{1b}[3;6r\u{1b}[?6h\u{1b}[?25l\u{1b}[4h\u{1b}[!px\r\ny",
    "hard reset": "\u{1b}[31mtext\u{1b}[?25l\u{1b}[?1h\u{1b}ccleared",
    "control characters within sequences": "\u{1b}[3\u{8}1mred\u{1b}[0\rmx",
    "cancelled sequences": "\u{1b}[31\u{18}mx\u{1b}[32\u{1a}my",
    "swallowed strings": "a\u{1b}^pm\u{1b}\\c\u{1b}Pq#0\u{1b}\\d\u{1b}Xsos\u{1b}\\e\u{1b}]1337;x\u{7}f",
    "unknown sequences": "a\u{1b}[5;6zb\u{1b}[>1;2Tc\u{1b}#3d\u{1b}%Ge\u{1b}[1$wf",
    "delete is nothing": "a\u{7f}b\u{0}c",
    "horizontal margins are unknown": "\u{1b}[?69h\u{1b}[5;10sx\u{1b}[1;1Hy",
};

const MODES: &[Snippet] = writes! {
    "cursor hidden": "text\u{1b}[?25l",
    "cursor shown again": "\u{1b}[?25l\u{1b}[5;5Htext\u{1b}[?25h",
    "alternate screen 1049": "main\u{1b}[?1049halt",
    "alternate screen 1049 and back": "main\u{1b}[31m\u{1b}[?1049h\u{1b}[2J\u{1b}[5;5Halt\u{1b}[?1049lafter",
    "alternate screen 1047 and back": "main\u{1b}[?1047halt\u{1b}[?1047lafter",
    "alternate screen 47 and back": "main\u{1b}[?47halt\u{1b}[?47lafter",
    "alternate screen twice": "main\u{1b}[?1049hone\u{1b}[?1049h two\u{1b}[?1049lback",
    "cursor saved by 1048": "\u{1b}[5;5H\u{1b}[?1048h\u{1b}[10;10Hx\u{1b}[?1048ly",
    "mouse buttons": "\u{1b}[?1000h\u{1b}[?1006h",
    "mouse drags": "\u{1b}[?1002h\u{1b}[?1006h",
    "mouse motion": "\u{1b}[?1003h\u{1b}[?1006h",
    "mouse in the oldest encoding": "\u{1b}[?1000h",
    "mouse in UTF-8": "\u{1b}[?1000h\u{1b}[?1005h",
    "mouse off again": "\u{1b}[?1003h\u{1b}[?1006h\u{1b}[?1003l\u{1b}[?1006l",
    "application keys": "\u{1b}[?1h\u{1b}=",
    "application keys off": "\u{1b}[?1h\u{1b}=\u{1b}[?1l\u{1b}>",
    "title": "\u{1b}]2;another title\u{7}",
    "title with umlauts": "\u{1b}]0;ünïcödé 日本\u{1b}\\",
    "an empty title": "\u{1b}]2;\u{7}",
    "synchronised update": "\u{1b}[?2026hone\u{1b}[5;5Htwo\u{1b}[?2026l",
    "a burst": "\u{1b}[31m\u{1b}[2J\u{1b}[H\u{1b}[Kx\u{1b}[2J\u{1b}[Hfinal",
};

/// What tmux does not report about its cells; see [`View::Client`].
const DRAWN: &[Snippet] = writes! {
    "wide at the margin without wrap": "\u{1b}[?7l\u{1b}[1;80H日\u{1b}[2;79H日本\u{1b}[?7h",
    "half of a wide character overwritten": "日本語\u{1b}[1;2Hx\u{1b}[1;5Hy",
    "first half overwritten": "日本語\u{1b}[1;1Hx\u{1b}[1;3Hyy",
    "wide over wide with an offset": "日本語\u{1b}[1;2H中文",
    "half of a wide character erased": "日本語\u{1b}[1;2H\u{1b}[X\r\n日本語\u{1b}[2;4H\u{1b}[K",
    "a wide character pushed over the margin": "\u{1b}[1;78H日本\u{1b}[1;1H\u{1b}[@",
    "deleted before wide": "a日本語b\u{1b}[1;2H\u{1b}[P",
    "tab with a background": "\u{1b}[44ma\tb\u{1b}[0m\tc",
    "erase with a background": "\u{1b}[44m\u{1b}[2J\u{1b}[3;3Hx\u{1b}[K\u{1b}[45m\u{1b}[5;1H\u{1b}[10X\u{1b}[0m\u{1b}[7;1H\u{1b}[K",
    "background at scrolling": "\u{1b}[24;1Hx\u{1b}[41m\r\ny\u{1b}[0m",
    "background at wrapping": "\u{1b}[24;78H\u{1b}[42mabcdef\u{1b}[0m",
    "erase with inverse": "\u{1b}[7;31m\u{1b}[K\u{1b}[0m\r\n\u{1b}[4m\u{1b}[K",
    "insert and delete characters with a background": "abcdefghij\u{1b}[43m\u{1b}[3G\u{1b}[2@\r\nabcdefghij\u{1b}[3G\u{1b}[2P",
    "insert and delete lines with a background": "1\r\n2\r\n3\u{1b}[2;1H\u{1b}[42m\u{1b}[L\u{1b}[5;1H\u{1b}[M",
    "scroll up with a background": "1\r\n2\r\n3\u{1b}[44m\u{1b}[2S",
    "scroll down with a background": "1\r\n2\r\n3\u{1b}[44m\u{1b}[2T",
    "background on the alternate screen": "\u{1b}[44m\u{1b}[?1049htext\u{1b}[K",
};

const LINES: &str = "1 one\r\n2 two\r\n3 three\r\n4 four\r\n5 five\r\n";
/// Longer than any row.
const LONG: &str = "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh iiiiiiiii jjjjjjjjj kkkkkkkkk\r\n";

const RESIZES: &[Snippet] = &[
    equal("plain lines, higher", &[Act::Write(LINES), Act::Resize(80, 30)]),
    equal("plain lines, lower", &[Act::Write(LINES), Act::Resize(80, 10)]),
    equal("a long line, narrower", &[Act::Write(LONG), Act::Resize(50, 24)]),
    equal("a long line, wider", &[Act::Write(LONG), Act::Resize(120, 24)]),
    equal(
        "a long line, narrower and back",
        &[Act::Write(LONG), Act::Resize(50, 24), Act::Resize(80, 24)],
    ),
    equal(
        "wide characters, narrower",
        &[
            Act::Write(
                "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語\r\n$ ",
            ),
            Act::Resize(51, 24),
        ],
    ),
    equal(
        "colours, narrower",
        &[
            Act::Write(
                "\u{1b}[41maaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u{1b}[0m\r\nx",
            ),
            Act::Resize(40, 24),
        ],
    ),
    equal(
        "a full screen, lower and higher",
        &[Act::Write("\u{1b}#8\u{1b}[24;1H"), Act::Resize(80, 12), Act::Resize(80, 24)],
    ),
    equal(
        "a full screen, higher",
        &[
            Act::Write(
                "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n10\r\n11\r\n12\r\n13\r\n14\r\n15\r\n16\r\n17\r\n18\r\n19\r\n20\r\n21\r\n22\r\n23\r\n24\r\n25\r\n26\r\n27\r\n28",
            ),
            Act::Resize(80, 28),
        ],
    ),
    equal("cursor in the middle, lower", &[Act::Write("\u{1b}#8\u{1b}[5;5H"), Act::Resize(80, 12)]),
    equal(
        "the alternate screen, narrower and lower",
        &[Act::Write("\u{1b}[?1049h\u{1b}#8\u{1b}[5;5H"), Act::Resize(40, 12)],
    ),
    equal(
        "the alternate screen, wider and higher",
        &[Act::Write("\u{1b}[?1049h\u{1b}#8\u{1b}[5;5H"), Act::Resize(120, 40)],
    ),
    equal(
        "back from an alternate screen that was resized",
        &[
            Act::Write("main\r\n$ \u{1b}[?1049h\u{1b}#8"),
            Act::Resize(60, 20),
            Act::Write("\u{1b}[?1049l"),
        ],
    ),
    equal(
        "redrawn after every size",
        &[
            Act::Write("\u{1b}[?1049h\u{1b}#8"),
            Act::Resize(40, 12),
            Act::Write("\u{1b}[2J\u{1b}#8"),
            Act::Resize(100, 30),
            Act::Write("\u{1b}[2J\u{1b}[HXX"),
            Act::Resize(80, 24),
        ],
    ),
    equal(
        "scroll region and size",
        &[
            Act::Write("\u{1b}[3;6r"),
            Act::Resize(80, 20),
            Act::Write("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9"),
        ],
    ),
    equal("tabs and size", &[Act::Resize(120, 24), Act::Write("\u{1b}[1;81Ha\tb\tc")]),
    equal("very small", &[Act::Write(LINES), Act::Resize(3, 2)]),
    equal(
        "one column, one row, and back",
        &[
            Act::Write(LINES),
            Act::Resize(1, 1),
            Act::Resize(80, 24),
            Act::Write("\u{1b}[2J\u{1b}[Hx"),
        ],
    ),
];

#[test]
fn styles_are_equal() {
    compare(View::Pane, PANE, STYLES);
}

#[test]
fn unicode_is_equal() {
    compare(View::Pane, PANE, UNICODE);
}

#[test]
fn editing_is_equal() {
    compare(View::Pane, PANE, EDITING);
}

#[test]
fn modes_are_equal() {
    compare(View::Pane, PANE, MODES);
}

#[test]
fn sizes_are_equal() {
    compare(View::Pane, PANE, RESIZES);
}

#[test]
fn what_a_client_draws_is_equal() {
    compare(View::Client, PANE, DRAWN);
}
