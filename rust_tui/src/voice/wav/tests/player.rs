//! The player: in real time, then silence, and what it does when it is opened again.

use super::*;

const BUFFER: Duration = Duration::from_secs(10);
/// No machine is so busy that a fact takes longer.
const DEADLINE: Duration = Duration::from_secs(20);

/// A file whose samples count up, so that one can tell what was played.
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
        let mut player = WavPlayer::new(&[path], Reopen::Next).unwrap();
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
fn the_end_is_told_once() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 800);
    let mut player = WavPlayer::new(&[path], Reopen::Next).unwrap();
    let mut source = player.open(BUFFER).unwrap();
    assert_eq!(source.faults.recv_timeout(DEADLINE), Ok(SourceFault::Ended));
    wait_for(&mut source, 800);
    wait_for(&mut source, 1_600);
    assert!(source.faults.try_recv().is_err(), "told twice");
}

#[test]
fn a_ring_that_nobody_empties_loses_and_counts() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let mut player = WavPlayer::new(&[path], Reopen::Next).unwrap();
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
    let mut player = WavPlayer::new(&[path], Reopen::Next).unwrap();
    let OpenedSource { samples, keep_alive, .. } = player.open(BUFFER).unwrap();
    drop(keep_alive);
    assert!(samples.is_abandoned(), "the thread still holds the ring");
}

#[test]
fn files_are_played_one_after_the_other_and_from_the_first_again() {
    let folder = Folder::new();
    let paths: Vec<PathBuf> =
        [8_000, 16_000, 44_100].map(|rate_hz| counting(&folder, rate_hz, 1, 400)).to_vec();
    let mut player = WavPlayer::new(&paths, Reopen::Next).unwrap();
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    assert_eq!(player.name(), names[0], "before the first");
    for (name, rate_hz) in names.iter().chain(&names).zip([8_000, 16_000, 44_100].repeat(2)) {
        let source = player.open(BUFFER).unwrap();
        assert_eq!((player.name(), source.rate_hz), (name.clone(), rate_hz));
    }
}

#[test]
fn a_resumed_file_goes_on_where_it_was_left_less_the_overlap() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let overlap = Duration::from_millis(30);
    let mut player = WavPlayer::new(&[path], Reopen::Resume { overlap }).unwrap();
    let progress = player.progress();
    assert_eq!(progress.samples_left(), 0);
    let mut source = player.open(BUFFER).unwrap();
    wait_for(&mut source, 1_600);
    drop(source);
    let left = progress.samples_left();
    assert!(left <= 16_000 - 1_600, "{left}");
    let mut source = player.open(BUFFER).unwrap();
    assert_eq!(wait_for(&mut source, 1)[0] as usize, 16_000 - left - 480 + 1);
}

#[test]
fn a_file_resumed_at_its_very_start_begins_anew() {
    let folder = Folder::new();
    let path = counting(&folder, 16_000, 1, 16_000);
    let reopen = Reopen::Resume { overlap: Duration::from_millis(250) };
    let mut player = WavPlayer::new(&[path], reopen).unwrap();
    for _ in 0..2 {
        let mut source = player.open(BUFFER).unwrap();
        assert_eq!(wait_for(&mut source, 1)[0], 1);
    }
}

#[test]
fn a_file_that_was_played_to_its_end_is_not_resumed() {
    let folder = Folder::new();
    let paths = [counting(&folder, 16_000, 1, 160), counting(&folder, 8_000, 1, 160)];
    let reopen = Reopen::Resume { overlap: Duration::from_millis(250) };
    let mut player = WavPlayer::new(&paths, reopen).unwrap();
    for rate_hz in [16_000, 8_000, 16_000] {
        let source = player.open(BUFFER).unwrap();
        assert_eq!(source.rate_hz, rate_hz);
        assert_eq!(source.faults.recv_timeout(DEADLINE), Ok(SourceFault::Ended));
        assert_eq!(player.progress().samples_left(), 0);
    }
}

#[test]
fn no_file_and_a_bad_file_are_refused_before_anything_plays() {
    let none = WavPlayer::new(&[], Reopen::Next).err().unwrap();
    assert_eq!(none.to_string(), "--sample: no file to play was given");
    let folder = Folder::new();
    let paths = [counting(&folder, 16_000, 1, 160), folder.bytes("notes.wav", b"notes")];
    let bad = WavPlayer::new(&paths, Reopen::Next).err().unwrap();
    assert_eq!(bad.path, paths[1]);
}
