//! From the start to the first byte of the program on the terminal.

use std::time::Instant;

use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::Home;
use crate::support::wait;
use crate::{ALL, SIZE, percentile};

const RUNS: usize = 10;

pub fn measure() {
    println!("start to the program's first byte, {RUNS} runs  P50 ms   most");
    let home = Home::new();
    let mut times = vec![Vec::new(); ALL.len()];
    for _ in 0..RUNS {
        for (around, times) in ALL.into_iter().zip(&mut times) {
            let launch = around.launch(&home, &["sh", "-c", "printf ÄÖÜ; read _"]);
            let started = Instant::now();
            let host = HostTerminal::start(SIZE, &launch, Abilities::KittyAndStatus);
            let seen = || host.arrived("ÄÖÜ".as_bytes(), 0);
            let seen = wait::until("the first byte", wait::START, seen, || host.scene());
            times.push((seen - started).as_secs_f64() * 1_000.0);
        }
    }
    for (around, times) in ALL.into_iter().zip(&mut times) {
        let (half, most) = (percentile(times, 50), percentile(times, 100));
        println!("  {:<32} {half:>8.0} {most:>8.0}", around.name());
    }
}
