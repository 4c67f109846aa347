//! Sources that deliver nothing, only zeros, or what is no sound.

use parlo_core::flow::CaptureEvent;

use super::*;

/// The next problem, whatever else is reported before it.
fn problem(rig: &Rig) -> (TakeId, SignalProblem) {
    loop {
        match rig.events.recv_timeout(DEADLINE).unwrap() {
            Event::Capture { take, event: CaptureEvent::SignalSuspect(problem) } => {
                return (take, problem);
            }
            Event::Capture { event: CaptureEvent::Ended { cause, .. }, .. } => {
                panic!("ended by {cause:?}")
            }
            _ => {}
        }
    }
}

#[test]
fn a_source_that_stops_delivering_is_suspect_and_then_lost_with_what_was_said() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence()[..2 * 16_000]);
    microphone.taken();
    let stalled_at = Instant::now();
    assert_eq!(problem(&rig), (TAKE, SignalProblem::NothingArrives));
    let (cause, speech) = rig.end(TAKE);
    assert_eq!(cause, EndCause::DeviceFailed(failure(DeviceCause::Stalled)));
    assert!(speech.unwrap().heard.voiced > 8_000, "{speech:?}");
    assert!(stalled_at.elapsed() >= Duration::from_millis(2_900), "{:?}", stalled_at.elapsed());
    wait_until("the source is closed", || microphone.is_closed());
}

#[test]
fn a_microphone_that_stalls_while_it_is_kept_open_is_opened_again() {
    let settings = VoiceSettings { keep_microphone_open: true, ..VoiceSettings::default() };
    let rig = Rig::new(settings, None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    wait_until("the source is closed", || microphone.is_closed());
    let mut microphone = rig.listen(TakeId(2));
    microphone.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
}

#[test]
fn zeros_are_suspect_and_heard_to_the_end() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&silence(1_100));
    assert_eq!(problem(&rig), (TAKE, SignalProblem::OnlyZeros));
    // It was unmuted.
    microphone.sound(&sentence());
    let facts = rig.facts();
    let Some(Event::Capture { event: CaptureEvent::Ended { cause, speech, stats, .. }, .. }) =
        facts.last()
    else {
        panic!()
    };
    assert_eq!((cause, speech.is_some()), (&EndCause::Silence, true));
    assert!((17_000..19_000).contains(&stats.zero_samples), "{stats:?}");
}

#[test]
fn what_is_no_number_becomes_silence_and_is_counted() {
    let rig = Rig::at_rate(48_000, VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY].repeat(18_000));
    assert_eq!(problem(&rig), (TAKE, SignalProblem::OnlyInvalid));
    microphone.taken();
    microphone.faults.send(SourceFault::Failed(DeviceCause::Gone)).unwrap();
    let facts = rig.facts();
    let Some(Event::Capture { event: CaptureEvent::Ended { speech, stats, .. }, .. }) =
        facts.last()
    else {
        panic!()
    };
    assert_eq!((*speech, stats.invalid_samples), (None, 54_000));
    assert_eq!(stats.signal_problem(), Some(SignalProblem::OnlyInvalid));
}

/// A device that does not close before it is asked to.
struct Stuck(Receiver<()>);

impl Drop for Stuck {
    fn drop(&mut self) {
        let _ = self.0.recv();
    }
}

/// Hands out a source that does not close, once, and then those of another.
struct StuckOnce {
    stuck: Option<Receiver<()>>,
    source: FakeSource,
}

impl AudioSource for StuckOnce {
    fn name(&self) -> String {
        self.source.name()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        let source = self.source.open(buffer)?;
        Ok(match self.stuck.take() {
            Some(stuck) => OpenedSource { keep_alive: Box::new(Stuck(stuck)), ..source },
            None => source,
        })
    }
}

#[test]
fn a_device_that_does_not_close_does_not_take_the_pump_with_it() {
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let (opener, opened) = unbounded();
    let (release, stuck) = bounded(0);
    let opens = Arc::new(AtomicUsize::new(0));
    let source =
        FakeSource { opened: opener, opens: Arc::clone(&opens), fails_on: None, rate_hz: 16_000 };
    let source = StuckOnce { stuck: Some(stuck), source };
    let (pump, frames) = Pump::start(VoiceSettings::default(), Box::new(source), sender).unwrap();
    let rig = Rig { pump, frames, events, opened, opens };
    let microphone = rig.listen(TAKE);
    microphone.faults.send(SourceFault::Failed(DeviceCause::Gone)).unwrap();
    assert_eq!(rig.end(TAKE), (EndCause::DeviceFailed(failure(DeviceCause::Gone)), None));
    let mut microphone = rig.listen(TakeId(2));
    microphone.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
    drop(release);
}
