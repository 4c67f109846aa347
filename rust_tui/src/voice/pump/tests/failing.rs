//! Sources that do not open, break, lose samples or end.

use parlo_core::flow::{CaptureEvent, Part};
use parlo_core::sink::Sink;

use super::*;

#[test]
fn a_source_that_does_not_open_ends_the_take_with_its_reason() {
    let rig = Rig::new(VoiceSettings::default(), Some(1));
    rig.pump.perform(VoiceOrder::Listen { take: TAKE });
    assert_eq!(rig.end(TAKE), (EndCause::DeviceFailed(failure(DeviceCause::Busy)), None));
    // The next try is a try.
    let mut microphone = rig.listen(TakeId(2));
    microphone.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
}

#[test]
fn a_source_that_opened_once_may_refuse_the_next_time() {
    let settings = VoiceSettings { follow_up: Duration::ZERO, ..VoiceSettings::default() };
    let rig = Rig::new(settings, Some(2));
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    rig.pump.perform(VoiceOrder::Listen { take: TakeId(2) });
    assert!(matches!(rig.end(TakeId(2)).0, EndCause::DeviceFailed(_)));
}

#[test]
fn a_format_that_cannot_be_is_a_failure_of_the_device() {
    let rig = Rig::at_rate(100, VoiceSettings::default(), None);
    rig.pump.perform(VoiceOrder::Listen { take: TAKE });
    let (cause, _) = rig.end(TAKE);
    let EndCause::DeviceFailed(failure) = cause else { panic!("{cause:?}") };
    assert!(failure.to_string().contains("100 Hz") && !failure.may_pass(), "{failure}");
}

#[test]
fn a_device_that_breaks_after_speech_ends_the_take_with_the_speech() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence()[..2 * 16_000]);
    microphone.faults.send(SourceFault::Failed(DeviceCause::Gone)).unwrap();
    let (cause, speech) = rig.end(TAKE);
    assert_eq!(cause, EndCause::DeviceFailed(failure(DeviceCause::Gone)));
    let heard = speech.unwrap().heard;
    assert!(heard.voiced > 8_000, "{heard:?}");
    assert!(rig.audio(TAKE).len() as u64 >= heard.voiced_end);
    wait_until("the source is closed", || microphone.is_closed());
}

#[test]
fn a_broken_device_is_opened_again_for_the_next_take_even_if_it_is_kept_open() {
    let settings = VoiceSettings { keep_microphone_open: true, ..VoiceSettings::default() };
    let rig = Rig::new(settings, None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    microphone.faults.send(SourceFault::Failed(DeviceCause::Gone)).unwrap();
    wait_until("the source is closed", || microphone.is_closed());
    let mut microphone = rig.listen(TakeId(2));
    microphone.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 2);
}

#[test]
fn a_source_that_ends_without_speech_ends_the_take() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&silence(300));
    microphone.taken();
    microphone.faults.send(SourceFault::Ended).unwrap();
    wait_until("the fault is taken", || microphone.faults.is_empty());
    microphone.sound(&silence(1_000));
    assert_eq!(rig.end(TAKE), (EndCause::SourceEnded, None));
}

#[test]
fn a_ring_that_overflowed_does_not_stop_the_take() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut microphone = rig.listen(TAKE);
    microphone.overrun.add(4_800);
    microphone.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
}

#[test]
fn a_decoder_that_takes_nothing_loses_the_oldest_audio_and_not_the_pump() {
    let settings = VoiceSettings { channel_capacity: 10, ..VoiceSettings::default() };
    let rig = Rig::new(settings, None);
    let mut microphone = rig.listen(TAKE);
    microphone.sound(&sentence());
    let facts = rig.facts();
    let Some(Event::Capture { event: CaptureEvent::Ended { cause, speech, stats, .. }, .. }) =
        facts.last()
    else {
        panic!()
    };
    // Which of the two depends on whether the machine took more than a second over it.
    assert!(matches!(cause, EndCause::Silence | EndCause::QueueFull), "{cause:?}");
    assert!(speech.is_some());
    assert_eq!(stats.frames_dropped, stats.frames - 10);
    assert_eq!(stats.channel_pressure, 1.0);
    assert_eq!(rig.frames.len(), 10);
}

/// A source that breaks when it is opened the first time, and when it is closed.
struct Cursed {
    inner: FakeSource,
    opens: bool,
}

struct BreaksAtItsEnd;

impl Drop for BreaksAtItsEnd {
    fn drop(&mut self) {
        panic!("closed on purpose");
    }
}

impl AudioSource for Cursed {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        assert!(std::mem::replace(&mut self.opens, true), "opened on purpose");
        let opened = self.inner.open(buffer)?;
        Ok(OpenedSource { keep_alive: Box::new(BreaksAtItsEnd), ..opened })
    }
}

#[test]
fn a_source_that_panics_ends_the_take_and_the_next_one_is_heard() {
    let (sender, events) = unbounded();
    let sender = Sink::new(move |event| drop(sender.send(event)));
    let (opener, opened) = unbounded();
    let opens = Arc::new(AtomicUsize::new(0));
    let (fails_on, rate_hz) = (None, 16_000);
    let inner = FakeSource { opened: opener, opens: Arc::clone(&opens), fails_on, rate_hz };
    let source = Box::new(Cursed { inner, opens: false });
    let settings = VoiceSettings { follow_up: Duration::ZERO, ..VoiceSettings::default() };
    let (pump, frames) = Pump::start(settings, source, sender).unwrap();
    let rig = Rig { pump, frames, events, opened, opens };
    let rebuilt = Event::PartRestarted(Part::Listener);

    rig.pump.perform(VoiceOrder::Listen { take: TAKE });
    let facts = rig.facts();
    assert_eq!(facts[0], rebuilt);
    let Some(Event::Capture { take: TAKE, event: CaptureEvent::Ended { cause, .. } }) =
        facts.last()
    else {
        panic!()
    };
    let EndCause::DeviceFailed(reason) = cause else { panic!("{cause:?}") };
    let reason = reason.to_string();
    assert!(reason.contains("press the key") && !reason.contains("on purpose"), "{reason}");

    // It opens now, and breaks each time it is closed.
    for take in [2, 3, 4] {
        let mut microphone = rig.listen(TakeId(take));
        microphone.sound(&sentence());
        assert_eq!(rig.end(TakeId(take)).0, EndCause::Silence);
        assert_eq!(rig.events.recv_timeout(DEADLINE).unwrap(), rebuilt);
    }
}
