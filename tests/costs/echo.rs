//! From a keystroke to its echo on the terminal.

use std::time::{Duration, Instant};

use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::Home;
use crate::support::wait;
use crate::{ALL, Around, SIZE, percentile};

/// Reads a key, writes it; clears the screen every few keys.
const PROGRAM: &str = "import os, tty
tty.setraw(0)
os.write(1, b'READY')
count = 0
while True:
    key = os.read(0, 64)
    count += 1
    os.write(1, (b'\\x1b[H\\x1b[2J' if count % 60 == 0 else b'') + key)
";

/// Keys in a round, and rounds; the rounds of all are interleaved.
const KEYS: u32 = 100;
const ROUNDS: usize = 5;
/// The time between two keys of a fast typist.
const BETWEEN: Duration = Duration::from_millis(25);

pub fn measure() {
    let mut stages: Vec<(Around, Home, HostTerminal, Vec<f64>)> = ALL
        .into_iter()
        .map(|around| {
            let home = Home::new();
            let launch = around.launch(&home, &["python3", "-c", PROGRAM]);
            let host = HostTerminal::start(SIZE, &launch, Abilities::KittyAndStatus);
            host.wait_for_text("READY", wait::START);
            (around, home, host, Vec::new())
        })
        .collect();
    for _ in 0..ROUNDS {
        for (_, _, host, times) in &mut stages {
            for number in 0..KEYS {
                // Letters that occur in no sequence, never the same twice in a row.
                let key = char::from_u32(0xc0 + number % 63).expect("a Latin letter").to_string();
                wait::let_pass(BETWEEN);
                let from = host.received().len();
                let pressed = Instant::now();
                host.send(&key);
                let echoed = || host.arrived(key.as_bytes(), from);
                let echoed = wait::until("an echo", wait::SOON, echoed, || host.scene());
                times.push((echoed - pressed).as_secs_f64() * 1_000.0);
            }
        }
    }
    println!("keystroke to echo, {} keys each      P50 ms   P99 ms", KEYS as usize * ROUNDS);
    for (around, _, _, times) in &mut stages {
        let (half, most) = (percentile(times, 50), percentile(times, 99));
        println!("  {:<32} {half:>8.2} {most:>8.2}", around.name());
    }
}
