//! The player: in real time, then silence, and what it does when it is opened again.

use super::*;

const BUFFER: Duration = Duration::from_secs(10);
/// No machine is so busy that a fact takes longer.
const DEADLINE: Duration = Duration::from_secs(20);

/// A file whose samples count up, so that one can see what was played.
fn counting(folder: &Folder, rate_hz: u32, channels: u16, frames: usize) -> PathBuf {
    let frames: Vec<f32> = (1..=frames).map(|n| n as f32 / 32_768.0).collect();
    folder.integers(rate_hz, channels, 16, &frames)
}

/// Waits until the source has delivered `count` samples, and takes all that are there.
fn wait_for(source: &mut OpenedSource, count: usize) -> Vec<i32> {
    let began = Instant::now();
    while source.samples.slots() < count {
        assert!(began.elapsed() < DEADLINE, "the samples did not come");
        std::thread::yield_now();
    }
    let chunk = source.samples.read_chunk(source.samples.slots()).unwrap();
    chunk.into_iter().map(|sample| (sample * 32_768.0).round() as i32).collect()
}

#[test]
fn a_file_is_played_in_real_time_and_then_silence() {
    let folder = Folder::new();
    for (rate_hz, channels) in [(16_000, 1), (44_100, 2), (11_025, 1)] {
        let frames = rate_hz as usize / 5;
        let path = counting(&folder, rate_hz, channels, frames);
        let mut player = WavPlayer::of_file(&path, Reopen::Restart).unwrap();
        let before = Instant::now();
        let mut source = player.open(BUFFER).unwrap();
        assert_eq!((source.rate_hz, source.channels), (rate_hz, channels));
        let wanted = usize::from(channels) * rate_hz as usize * 3 / 10;
        let played = wait_for(&mut source, wanted);
        let elapsed = before.elapsed();
        // Never ahead of the clock; how far behind is the scheduler's affair.
        assert!(elapsed >= Duration::from_millis(290), "300 ms in {elapsed:?}");
        let possible = elapsed.as_secs_f64() * f64::from(rate_hz) * f64::from(channels);
        assert!(played.len() as f64 <= possible + 1.0, "{} of {possible}", played.len());
        let counted = frames * usize::from(channels);
        for (number, sample) in played.iter().enumerate() {
            let frame = (number / usize::from(channels)) as i32 + 1;
            assert_eq!(*sample, if number < counted { frame } else { 0 }, "sample {number}");
        }
        assert_eq!(source.overrun.total(), 0);
    }
}

#[test]
fn a_player_keeps_time_at_rates_that_10_ms_do_not_divide() {
    let folder = Folder::new();
    for rate_hz in [11_025, 22_050, 4_001] {
        let path = counting(&folder, rate_hz, 1, rate_hz as usize / 2);
        let file = read_wav(&path).unwrap();
        for (blocks, milliseconds) in [(1_u32, 10_u64), (7, 70), (100, 1_000), (3_000, 30_000)] {
            let exact = u64::from(rate_hz) * milliseconds / 1_000;
            assert_eq!(file.samples_in(BLOCK * blocks) as u64, exact, "{rate_hz} Hz");
        }
    }
}

#[test]
fn the_end_is_reported_once() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 800);
    let mut player = WavPlayer::of_file(&path, Reopen::Restart).unwrap();
    let mut source = player.open(BUFFER).unwrap();
    assert_eq!(source.faults.recv_timeout(DEADLINE), Ok(SourceFault::Ended));
    wait_for(&mut source, 800);
    wait_for(&mut source, 1_600);
    assert!(source.faults.try_recv().is_err(), "reported twice");
}

#[test]
fn a_ring_that_nobody_empties_loses_and_counts() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let mut player = WavPlayer::of_file(&path, Reopen::Restart).unwrap();
    // The ring is never smaller than 4,096 samples.
    let source = player.open(Duration::from_millis(1)).unwrap();
    let began = Instant::now();
    while source.overrun.total() == 0 {
        assert!(began.elapsed() < DEADLINE);
        std::thread::yield_now();
    }
    assert_eq!(source.samples.slots(), 4_096);
}

#[test]
fn dropping_the_source_stops_the_player_at_once() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let mut player = WavPlayer::of_file(&path, Reopen::Restart).unwrap();
    let OpenedSource { samples, keep_alive, .. } = player.open(BUFFER).unwrap();
    drop(keep_alive);
    assert!(samples.is_abandoned(), "the thread still holds the ring");
}

#[test]
fn a_file_that_is_restarted_begins_again_however_far_it_was_played() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let mut player = WavPlayer::of_file(&path, Reopen::Restart).unwrap();
    assert_eq!(player.name(), path.display().to_string());
    for _ in 0..2 {
        let mut source = player.open(BUFFER).unwrap();
        assert_eq!(wait_for(&mut source, 1_600)[0], 1);
    }
}

#[test]
fn a_resumed_file_goes_on_where_it_was_left_less_the_overlap() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let overlap = Duration::from_millis(30);
    let mut player = WavPlayer::of_file(&path, Reopen::Resume { overlap }).unwrap();
    let progress = player.progress();
    assert_eq!(progress.position(), Duration::ZERO);
    let mut source = player.open(BUFFER).unwrap();
    wait_for(&mut source, 1_600);
    drop(source);
    let heard = progress.position();
    assert!(heard >= Duration::from_millis(100) && !progress.is_over(), "{heard:?}");
    let mut source = player.open(BUFFER).unwrap();
    let first = f64::from(wait_for(&mut source, 1)[0] - 1) / 16_000.0;
    assert!((first - (heard - overlap).as_secs_f64()).abs() < 1e-6, "{first} after {heard:?}");
}

#[test]
fn a_file_resumed_at_its_very_start_begins_again() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let reopen = Reopen::Resume { overlap: Duration::from_millis(250) };
    let mut player = WavPlayer::of_file(&path, reopen).unwrap();
    for _ in 0..2 {
        let mut source = player.open(BUFFER).unwrap();
        assert_eq!(wait_for(&mut source, 1)[0], 1);
    }
}

#[test]
fn a_file_that_was_played_to_its_end_is_not_resumed() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 160);
    let reopen = Reopen::Resume { overlap: Duration::from_millis(5) };
    let mut player = WavPlayer::of_file(&path, reopen).unwrap();
    for _ in 0..2 {
        let mut source = player.open(BUFFER).unwrap();
        assert_eq!(source.faults.recv_timeout(DEADLINE), Ok(SourceFault::Ended));
        assert!(player.progress().is_over());
        assert_eq!(player.progress().position(), Duration::from_millis(10));
        assert_eq!(wait_for(&mut source, 1)[0], 1);
    }
}

#[test]
fn a_bad_file_is_refused_before_anything_plays() {
    let folder = Folder::new();
    let path = folder.bytes("notes.wav", b"notes");
    let bad = WavPlayer::of_file(&path, Reopen::Restart).err().unwrap();
    assert_eq!(bad.path, path);
}
