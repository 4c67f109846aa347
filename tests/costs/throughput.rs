//! `cat` of 50 MB of coloured text, in tmux alone and in parlo in tmux.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::support::parlo::Home;
use crate::support::tmux::Terminal;
use crate::support::wait;
use crate::{Around, SIZE, percentile};

const BYTES: usize = 50_000_000;
const ROUNDS: usize = 3;
const LIMIT: Duration = Duration::from_secs(120);

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("coloured");
    std::fs::write(&file, colored()).expect("the text");
    let sides = [Around::Nothing, Around::Parlo];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (around, times) in sides.into_iter().zip(&mut times) {
            times.push(run(around, file.to_str().expect("a plain name")));
        }
    }
    println!("cat of {} MB, median of {ROUNDS}              seconds     MB/s", BYTES / 1_000_000);
    for (name, times) in ["tmux", "parlo in tmux"].iter().zip(&mut times) {
        let seconds = percentile(times, 50);
        println!("  {name:<32} {seconds:>8.2} {:>8.1}", BYTES as f64 / 1e6 / seconds);
    }
}

fn run(around: Around, file: &str) -> f64 {
    let home = Home::new();
    let script = format!("printf READY; read _; cat {file}; printf 'THE-%s' END; read _");
    let terminal = Terminal::start(SIZE, &around.launch(&home, &["sh", "-c", &script]));
    terminal.wait_for_text("READY", wait::START);
    let started = Instant::now();
    terminal.keys(&["Enter"]);
    terminal.wait_for_text("THE-END", LIMIT);
    started.elapsed().as_secs_f64()
}

/// Lines as a build or a listing writes them.
fn colored() -> String {
    let mut text = String::with_capacity(BYTES + 200);
    let mut number = 0_u32;
    while text.len() < BYTES {
        number += 1;
        let (color, other) = (number % 256, number % 8);
        let _ = writeln!(
            text,
            "\u{1b}[38;5;{color}m{number:>8}\u{1b}[0m \u{1b}[1;3{other}mwarning\u{1b}[0m: some \u{1b}[4mtext\u{1b}[24m of a line, ünïcödé \u{1b}[48;2;{other}0;40;90m{color:x}\u{1b}[0m"
        );
    }
    text
}
