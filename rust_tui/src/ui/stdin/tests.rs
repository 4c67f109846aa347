//! Reading from pipes in place of a terminal.
#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::io::Write;
use std::time::Duration;

use super::{CAPACITY_READS, TtyBytes, TtyInput};

const TIMEOUT: Duration = Duration::from_secs(10);

#[test]
fn bytes_arrive_in_order_and_the_end_is_reported() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let input = TtyInput::start_reading(reader).unwrap();
    writer.write_all(b"\x1b[A\x12").unwrap();
    let first = input.bytes().recv_timeout(TIMEOUT).unwrap();
    assert_eq!(first, TtyBytes::Bytes(b"\x1b[A\x12".to_vec()));
    drop(writer);
    assert_eq!(input.bytes().recv_timeout(TIMEOUT).unwrap(), TtyBytes::Closed);
}

#[test]
fn it_ends_without_waiting_for_a_key() {
    let (reader, writer) = std::io::pipe().unwrap();
    let input = TtyInput::start_reading(reader).unwrap();
    drop(input);
    drop(writer);
}

#[test]
fn it_ends_while_the_channel_is_full() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let input = TtyInput::start_reading(reader).unwrap();
    let deadline = std::time::Instant::now() + TIMEOUT;
    while input.bytes().len() < CAPACITY_READS {
        assert!(std::time::Instant::now() < deadline, "the channel never filled");
        writer.write_all(b"x").unwrap();
        std::thread::yield_now();
    }
    writer.write_all(b"one more, which waits for room").unwrap();
    drop(input);
}
