//! How often parlo wakes while nothing happens.

use std::path::Path;
use std::time::Duration;

use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::Home;
use crate::support::wait;
use crate::{Around, SIZE};

const WATCHED: Duration = Duration::from_secs(10);
/// How long parlo may take to load its model and become idle.
const BEFORE: Duration = Duration::from_secs(8);

pub fn measure() {
    let home = Home::new();
    let launch = Around::Parlo.launch(&home, &["sh", "-c", "printf READY; read _"]);
    let host = HostTerminal::start(SIZE, &launch, Abilities::KittyAndStatus);
    host.wait_for_text("READY", wait::START);
    wait::let_pass(BEFORE);
    let tasks = format!("/proc/{}/task", host.process().as_raw_nonzero());
    let before = switches(Path::new(&tasks));
    wait::let_pass(WATCHED);
    let after = switches(Path::new(&tasks));
    println!("wakes of idle parlo, {} threads         per second", after.len());
    let mut total = 0;
    for (name, count) in &after {
        let earlier: u64 = before.iter().filter(|it| it.0 == *name).map(|it| it.1).sum();
        let woken = count.saturating_sub(earlier);
        total += woken;
        if woken > 0 {
            println!("  {name:<32} {:>8.1}", woken as f64 / WATCHED.as_secs_f64());
        }
    }
    println!("  {:<32} {:>8.1}", "all threads", total as f64 / WATCHED.as_secs_f64());
}

/// Name and number of each thread, and how often it was switched to.
fn switches(tasks: &Path) -> Vec<(String, u64)> {
    let threads = std::fs::read_dir(tasks).expect("the threads of parlo").flatten();
    threads
        .map(|thread| {
            let status = std::fs::read_to_string(thread.path().join("status")).unwrap_or_default();
            let field = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name));
                line.unwrap_or_default().trim().to_owned()
            };
            let number = |name: &str| field(name).parse::<u64>().unwrap_or(0);
            let id = thread.file_name();
            let name = format!("{} {}", field("Name:"), id.to_string_lossy());
            (name, number("voluntary_ctxt_switches:") + number("nonvoluntary_ctxt_switches:"))
        })
        .collect()
}
