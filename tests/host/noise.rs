//! Random bytes from the agent: parlo continues and writes only what it intends to.

use super::Stage;
use crate::support::host::Abilities;
use crate::support::wait;

/// Random bytes, with more of those that begin and end sequences.
struct Random(u64);

impl Random {
    fn draw(&mut self, below: usize) -> usize {
        // Knuth's MMIX generator.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        const FREQUENT: &[u8] = b"\x1b\x1b\x1b[]P_^X\\;?>=<!$ 'q0123456789hlmrtuncpqJKHABCDST@\x07\x08\x0e\x0f\x18\x9b\x9c\x9d\x90";
        let byte = |lot: &mut Self| match lot.draw(3) {
            0 => lot.draw(256) as u8,
            _ => FREQUENT[lot.draw(FREQUENT.len())],
        };
        (0..count).map(|_| byte(self)).collect()
    }
}

/// Operating system commands that parlo itself sends, or forwards.
const EXPECTED: [&str; 12] = ["0", "2", "4", "8", "9", "10", "11", "12", "52", "99", "777", "7501"];

#[test]
fn random_bytes_neither_end_parlo_nor_are_forwarded_unparsed() {
    let it = Stage::start(Abilities::KittyAndStatus);
    for seed in 0..40 {
        // A line that no open string can swallow.
        let noise = [Random(seed).bytes(3_000), b"\x18\x1b\\\x1bc\x1b[?2026l".to_vec()].concat();
        it.recorder.emit(&noise);
    }
    it.write("\u{1b}c\u{1b}[2J\u{1b}[HSTILL HERE");
    it.host.wait_for_text("STILL HERE", wait::SOON);
    it.host.inspect(|state| {
        assert!(state.oddities.is_empty(), "{:?}", state.oddities);
        for command in &state.commands {
            let number = command.split(';').next().unwrap_or_default();
            assert!(EXPECTED.contains(&number), "{command:?}");
        }
    });
    let received = it.host.received();
    // Neither invalid UTF-8 nor a C1 control is written.
    let text = String::from_utf8(received).expect("UTF-8");
    let control = text.chars().find(|it| ('\u{80}'..='\u{9f}').contains(it));
    assert_eq!(control, None);
}
