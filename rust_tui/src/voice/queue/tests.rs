//! The queue under a consumer that stalls.

use std::time::Duration;

use parlo_core::take_id::TakeId;

use super::*;

fn frame(number: u64) -> AudioFrame {
    AudioFrame { take: TakeId(1), start: number, samples: vec![0.0; 4] }
}

#[test]
fn a_stalled_consumer_loses_the_oldest_frames_and_they_are_counted() {
    let (mut queue, receiver) = FrameQueue::new(10);
    let now = Instant::now();
    for number in 0..25 {
        queue.push(now, frame(number));
    }
    assert_eq!((queue.dropped, queue.full_events), (15, 15));
    assert_eq!(queue.gauge.peak_share(), 1.0);
    let left: Vec<u64> = receiver.try_iter().map(|frame| frame.start).collect();
    assert_eq!(left, (15..25).collect::<Vec<_>>());
}

#[test]
fn pressure_rises_and_aborts_while_the_consumer_is_away() {
    let (mut queue, receiver) = FrameQueue::new(10);
    let start = Instant::now();
    let pressures: Vec<Pressure> = (0..25)
        .map(|number| queue.push(start + Duration::from_millis(number * 100), frame(number)))
        .collect();
    assert_eq!(pressures[7], Pressure::Normal);
    assert_eq!(pressures[8], Pressure::High);
    let abort = pressures.iter().position(|p| *p == Pressure::Abort);
    // The tenth frame fills it at 900 ms; more than a second later the take must end.
    assert_eq!(abort, Some(20));
    receiver.try_iter().for_each(drop);
    assert_eq!(queue.push(start + Duration::from_secs(3), frame(99)), Pressure::Normal);
}

#[test]
fn nothing_is_lost_when_the_consumer_keeps_up() {
    let (mut queue, receiver) = FrameQueue::new(10);
    let consumer =
        std::thread::spawn(move || receiver.iter().map(|frame| frame.start).sum::<u64>());
    let mut sent = 0;
    for number in 0..1_000 {
        while queue.evictor.len() > 5 {
            std::thread::yield_now();
        }
        queue.push(Instant::now(), frame(number));
        sent += number;
    }
    assert_eq!(queue.dropped, 0);
    drop(queue);
    assert_eq!(consumer.join().expect("the consumer ends with the queue"), sent);
}
