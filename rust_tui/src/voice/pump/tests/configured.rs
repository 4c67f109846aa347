//! Other settings and another source, from the next take on.

use super::*;

#[test]
fn another_source_is_opened_for_the_next_take() {
    let rig = Rig::new(VoiceSettings::default(), None);
    let mut first = rig.listen(TAKE);
    let (opener, opened) = unbounded();
    let opens = Arc::new(AtomicUsize::new(0));
    let other = |fails_on| FakeSource {
        opened: opener.clone(),
        opens: Arc::clone(&opens),
        fails_on,
        rate_hz: 16_000,
    };
    rig.pump.configure(PendingSettings {
        settings: VoiceSettings::default(),
        source: Some(Box::new(other(None))),
    });
    // The running take goes on with the microphone it began with.
    first.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    first.sound(&silence(3_000));
    wait_until("the first source is closed", || first.is_closed());
    rig.pump.perform(VoiceOrder::Listen { take: TakeId(2) });
    let mut second = opened.recv_timeout(DEADLINE).unwrap();
    second.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 1);
}

#[test]
fn a_microphone_that_is_kept_open_is_closed_for_another() {
    let settings = VoiceSettings { keep_microphone_open: true, ..VoiceSettings::default() };
    let rig = Rig::new(settings.clone(), None);
    let mut first = rig.listen(TAKE);
    first.sound(&sentence());
    assert_eq!(rig.end(TAKE).0, EndCause::Silence);
    rig.pump.configure(PendingSettings { settings: VoiceSettings::default(), source: None });
    let began = Instant::now();
    while !first.is_closed() {
        if first.ring.slots() > 1_600 {
            first.sound(&silence(50));
        }
        assert!(began.elapsed() < DEADLINE, "it stays open");
        std::thread::yield_now();
    }
    // The new settings go: it is reopened, and closed after the take.
    let mut again = rig.listen(TakeId(2));
    again.sound(&sentence());
    assert_eq!(rig.end(TakeId(2)).0, EndCause::Silence);
    assert_eq!(rig.opens.load(Ordering::SeqCst), 2);
}
