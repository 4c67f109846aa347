//! `parlo listen --stream`: a take as it goes on, from a real microphone, one JSON object per line.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::{machine, samples, wait};

/// parlo while it listens.
struct Stream {
    parlo: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Stream {
    fn start(home: &Home) -> Self {
        let mut parlo = home.command(&["listen", "--stream"]);
        parlo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut parlo = parlo.spawn().unwrap();
        let lines = BufReader::new(parlo.stdout.take().unwrap()).lines();
        Self { parlo, lines }
    }

    /// The next line, as soon as it is written.
    fn next(&mut self) -> Option<Value> {
        let line = self.lines.next()?.unwrap();
        Some(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")))
    }

    /// The lines up to one of this kind, that one included.
    fn until(&mut self, event: &str) -> Vec<Value> {
        let mut seen = Vec::new();
        while seen.last().is_none_or(|last: &Value| last["event"] != event) {
            seen.push(self.next().unwrap_or_else(|| panic!("no {event} in {seen:#?}")));
        }
        seen
    }

    /// Whether nothing more is written, and the exit code.
    fn end(mut self) -> Option<i32> {
        assert_eq!(self.next(), None);
        self.parlo.wait().unwrap().code()
    }
}

#[test]
fn listen_streams_the_words_of_a_take_while_they_are_said() {
    let _machine = machine::shared();
    let room = Room::open();
    let clip = samples::named("g01.wav");
    let mut stream = Stream::start(&Home::in_room(&room));
    room.wait_for_listeners(1, wait::START);
    let playback = room.play(&clip.path);
    // These lines are read while the clip still sounds: they are flushed one by one.
    let mut lines = stream.until("words");
    playback.finish();
    lines.extend(stream.until("take_ended"));
    assert_eq!(stream.end(), Some(0));

    let take = lines[0]["take"].as_str().unwrap();
    assert!(lines.iter().all(|line| line["take"] == take), "{lines:#?}");
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    assert_eq!((of("take_started").len(), of("final").len(), of("cancelled").len()), (1, 1, 0));
    let voice: Vec<bool> = of("vad").iter().map(|line| line["speaking"] == true).collect();
    assert_eq!((voice.first(), voice.last()), (Some(&true), Some(&false)), "{lines:#?}");
    let revisions = lines.iter().filter_map(|line| line["revision"].as_u64());
    assert!(revisions.is_sorted_by(|earlier, later| earlier < later), "{lines:#?}");
    let last = of("final")[0];
    assert_eq!(last["text"], clip.text.as_str());
    let words = last["words"].as_array().unwrap();
    assert_eq!(words.len(), clip.text.split_whitespace().count());
    assert_eq!(last["committed"], words.len());
    let metrics = &of("take_ended")[0]["metrics"];
    assert_eq!(
        (&metrics["utterance_id"], &metrics["end_reason"]),
        (&lines[0]["take"], &"silence".into())
    );
}

#[test]
fn a_stream_that_is_interrupted_says_that_its_take_was_cancelled() {
    let _machine = machine::shared();
    let room = Room::open();
    let mut stream = Stream::start(&Home::in_room(&room));
    room.wait_for_listeners(1, wait::START);
    let _playback = room.play(&samples::named("cities.wav").path);
    stream.until("words");
    let process = Pid::from_child(&stream.parlo);
    kill_process(process, Signal::INT).unwrap();
    let lines = stream.until("take_ended");
    let cancelled: Vec<&Value> = lines.iter().filter(|line| line["event"] == "cancelled").collect();
    assert_eq!(cancelled.len(), 1, "{lines:#?}");
    assert_eq!(cancelled[0]["by_user"], true);
    assert_eq!(lines.last().unwrap()["metrics"]["end_reason"], "cancel");
    assert_eq!(stream.end(), Some(128 + 2));
}
