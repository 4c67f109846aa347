//! Common programs, alone and inside parlo: the list of cases.

use super::programs::compare;
use super::script::{Step, Step::*};
use super::shot::Mask;

/// A program and its script.
pub struct Case {
    /// Its name in reports.
    pub name: &'static str,
    /// Its command line; the first word must be in the path.
    pub command: &'static [&'static str],
    /// Variables of its own.
    pub environment: &'static [(&'static str, &'static str)],
    /// The script.
    pub steps: &'static [Step],
    /// What is excluded from the comparisons.
    pub masks: &'static [Mask],
}

const PLAIN: Case = Case { name: "", command: &[], environment: &[], steps: &[], masks: &[] };

/// A shell that waits at the end, so that its last screen can be compared.
const fn shell(
    name: &'static str,
    script: &'static [&'static str; 3],
    steps: &'static [Step],
) -> Case {
    Case { name, command: script, steps, ..PLAIN }
}

const SHELLS: &[Case] = &[
    shell(
        "ls in colours",
        &[
            "sh",
            "-c",
            "ls -lA --color=always --time-style=+%Y tree; ls --color=always -C tree /; echo DONE; read _",
        ],
        &[
            See("DONE"),
            Compare("the listing"),
            Resize(60, 28),
            Compare("narrower"),
            Resize(100, 20),
            Compare("wider, lower"),
        ],
    ),
    shell(
        "a long fast output",
        &["sh", "-c", "seq 1 20000; echo DONE; read _"],
        &[
            See("DONE"),
            Compare("its end"),
            Resize(90, 40),
            Compare("higher"),
            Resize(90, 12),
            Compare("lower"),
        ],
    ),
    shell(
        "a spam of colours",
        &[
            "sh",
            "-c",
            "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '\\033[38;5;%dm%d \\033[48;2;%d;9;9mx\\033[0m ' $((i%256)) $i $((i%200)); done; echo; echo DONE; read _",
        ],
        &[
            See("DONE"),
            Compare("its end"),
            Resize(70, 28),
            Compare("narrower"),
            Resize(110, 28),
            Compare("wider"),
        ],
    ),
    shell(
        "redrawn at every size",
        &["sh", "redraw.sh", "x"],
        &[
            See("90x28"),
            Compare("first"),
            Resize(120, 28),
            See("120x28"),
            Compare("wider"),
            Resize(40, 28),
            See("40x28"),
            Compare("narrower"),
            Resize(40, 10),
            See("40x10"),
            Compare("lower"),
            Resize(90, 35),
            See("90x35"),
            Compare("higher"),
        ],
    ),
    Case {
        name: "an interactive shell",
        command: &["bash", "--norc", "--noprofile"],
        environment: &[("PS1", "ready> ")],
        steps: &[
            See("ready>"),
            Type("echo one two | cat"),
            Keys(&["Enter"]),
            See("\none two"),
            Type("a long line that is edited"),
            Keys(&["C-a", "M-f", "C-k"]),
            Compare("edited"),
            Keys(&["C-c"]),
            See("^C\nready>"),
            Type("printf '\\e[31mred\\e[0m'"),
            Keys(&["Enter"]),
            See("red"),
            Resize(50, 28),
            Compare("narrower"),
        ],
        ..PLAIN
    },
];

const EDITORS: &[Case] = &[
    Case {
        name: "vim",
        command: &["vim", "-u", "vimrc", "-i", "NONE", "-n", "hello.c"],
        steps: &[
            See("int main"),
            Compare("syntax colours"),
            Keys(&["j", "j", "V", "j"]),
            See("VISUAL LINE"),
            Compare("visual mode"),
            Keys(&["Escape"]),
            Pause,
            Type("ocomment("),
            See("comment("),
            Compare("insert mode, brackets"),
            Keys(&["Escape"]),
            Pause,
            Type(":split README"),
            Keys(&["Enter"]),
            See("README"),
            Compare("split"),
            Resize(60, 20),
            Compare("narrower"),
            Resize(110, 36),
            Compare("wider"),
            Type("/ünï"),
            Keys(&["Enter"]),
            Compare("search"),
            Type(":set list number cursorline cursorcolumn"),
            Keys(&["Enter"]),
            Compare("list"),
        ],
        ..PLAIN
    },
    Case {
        name: "less",
        command: &["less", "-R", "lines"],
        environment: &[("LESS", ""), ("LESSHISTFILE", "-")],
        steps: &[
            See("line 1 "),
            Compare("first page"),
            Keys(&["Space"]),
            See("line 50 "),
            Compare("second page"),
            Type("/line 12"),
            Keys(&["Enter"]),
            See("line 120 "),
            Compare("found"),
            Keys(&["b"]),
            Compare("backwards"),
            Keys(&["G"]),
            See("(END)"),
            Compare("end"),
            Resize(50, 15),
            Compare("narrower"),
            Keys(&["y", "y"]),
            Compare("line by line"),
        ],
        ..PLAIN
    },
];

const FULL_SCREENS: &[Case] = &[
    Case {
        name: "mc",
        command: &["mc", "--nosubshell", "tree", "tree"],
        steps: &[
            See("10Quit"),
            Compare("two panels"),
            Keys(&["End"]),
            Keys(&["F3"]),
            See("contents"),
            Compare("a file"),
            Keys(&["F10"]),
            See("10Quit"),
            Keys(&["F9", "Enter"]),
            See("Sort"),
            Compare("a menu"),
            Keys(&["Escape", "Escape"]),
            Pause,
            Resize(120, 36),
            Compare("wider"),
            Resize(80, 20),
            Compare("narrower"),
        ],
        // The left half of the row shows how much space the disk has left.
        masks: &[
            Mask { text: "G (", reason: "free space of the disk" },
            Mask { text: "Hint:", reason: "a hint chosen at random" },
        ],
        ..PLAIN
    },
    Case {
        name: "fzf",
        command: &["sh", "-c", "fzf --color=dark --no-sort < lines; echo DONE; read _"],
        steps: &[
            See("300/300"),
            Compare("all"),
            Type("ünï 7"),
            Compare("filtered"),
            Keys(&["Up", "Up"]),
            Compare("moved"),
            Resize(60, 14),
            Compare("smaller"),
            Keys(&["Enter"]),
            See("DONE"),
            Compare("chosen"),
        ],
        ..PLAIN
    },
    Case {
        name: "htop",
        command: &["sh", "-c", "exec htop --readonly -p $$"],
        steps: &[
            See("F10"),
            Compare("itself"),
            Keys(&["F1"]),
            See("GNU GPLv2"),
            Compare("help"),
            Keys(&["Escape"]),
            Resize(120, 30),
            See("F10"),
            Compare("wider"),
        ],
        masks: &[Mask { text: "htop --readonly", reason: "the process's number, memory and time" }],
        environment: &[("HTOPRC", "htoprc")],
    },
];

#[test]
fn shells_are_equal() {
    compare(SHELLS);
}

#[test]
fn editors_are_equal() {
    compare(EDITORS);
}

#[test]
fn full_screens_are_equal() {
    compare(FULL_SCREENS);
}
