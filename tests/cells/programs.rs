//! Runs a program alone and inside parlo, with the same files and the same steps.

use std::path::Path;

use super::program_cases::Case;
use super::script::ScriptRun;
use crate::support::tmux::{Launch, Size, Terminal};
use crate::support::{REMEDY, environment, machine, parlo, text};

const PANE: Size = Size { columns: 90, rows: 28 };

/// Compares all cases of a list and fails with the reports of those that differ.
pub fn compare(cases: &[Case]) {
    let _machine = machine::shared();
    let folder = tempfile::TempDir::with_prefix("parlo-cells-").expect("a folder");
    let root = folder.path().canonicalize().expect("a real path").join("home");
    let mut reports = Vec::new();
    for case in cases {
        let shots = perform(case, &root, 0, |performance| performance.record(case.steps));
        let found = perform(case, &root, 1, |inside| inside.compare(case.steps, &shots));
        let result = if found.is_empty() { Ok(()) } else { Err(found.join("\n")) };
        reports.extend(super::judge(case.name, result));
    }
    super::conclude(cases.len(), &reports);
}

fn perform<T>(case: &Case, home: &Path, parlo_rows: u16, act: impl FnOnce(ScriptRun) -> T) -> T {
    lay_out(home);
    let mut command: Vec<String> = case.command.iter().map(|it| (*it).to_owned()).collect();
    check(&command[0]);
    let mut variables = environment(home);
    variables
        .extend(case.environment.iter().map(|(name, value)| ((*name).into(), (*value).into())));
    if parlo_rows > 0 {
        parlo::configure(home, parlo::MOUSE_LEFT_ALONE);
        variables.push(("PARLO_MODEL_DIR".into(), text(&parlo::model_folder())));
        command.splice(0..0, [env!("CARGO_BIN_EXE_parlo").to_owned(), "--".to_owned()]);
    }
    let launch = Launch { command, environment: variables, folder: home.to_path_buf() };
    let terminal = Terminal::start(Size { rows: PANE.rows + parlo_rows, ..PANE }, &launch);
    act(ScriptRun { terminal: &terminal, parlo_rows, size: PANE, masks: case.masks })
}

fn check(program: &str) {
    let found = std::process::Command::new("which").arg(program).output();
    let is_there = found.is_ok_and(|output| output.status.success());
    assert!(is_there, "no program {program}; {REMEDY}");
}

/// A home with the same files each time.
fn lay_out(home: &Path) {
    let _ = std::fs::remove_dir_all(home);
    let write = |name: &str, contents: &str| {
        let path = home.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, contents).expect("a file");
    };
    write(
        "hello.c",
        "#include <stdio.h>\n\n/* Says ünïcödé 日本語 */\nint main(void) {\n\tprintf(\"hello %d\\n\", 42);\n\treturn 0;\n}\n",
    );
    write("README", "A text with ünïcödé in it.\nAnd tabs\there.\n");
    write(
        "vimrc",
        "set nocompatible background=dark termguicolors laststatus=2 ruler hlsearch showmatch\nsyntax on\n",
    );
    let lines: String = (1..=300)
        .map(|number| {
            format!("line {number} of \u{1b}[1;3{}mcolour\u{1b}[0m ünïcödé 日本語\n", number % 8)
        })
        .collect();
    write("lines", &lines);
    for name in
        ["a folder/inner", "archive.tar.gz", "picture.png", "ünïcödé", "日本語", "script.sh"]
    {
        write(&format!("tree/{name}"), "contents\n");
    }
    let link = home.join("tree/link");
    std::os::unix::fs::symlink("script.sh", link).expect("a link");
    let runnable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(home.join("tree/script.sh"), runnable).expect("a program");
    write("redraw.sh", include_str!("redraw.sh"));
    write("htoprc", include_str!("htoprc"));
}
