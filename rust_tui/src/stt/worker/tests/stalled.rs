//! An engine that does not come back, whatever it is asked.

use super::*;

#[test]
fn a_decode_that_does_not_stop_is_left_behind_and_the_next_one_has_the_sound() {
    let rig = Rig::new(&[Behaviour::Hang]);
    rig.frame(0, vec![0.25; 160]);
    rig.order(1, DecodeKind::Final, 0..320);
    rig.call();
    // This is still in the queue when the decode is given up.
    rig.frame(160, vec![0.5; 160]);
    rig.worker.drop_decodes();
    rig.order(2, DecodeKind::Batch, 0..320);
    assert_eq!(rig.rebuilt(), Part::Decoder);
    let sound = [[0.25; 160], [0.5; 160]].concat();
    // The other engine hangs in its first decode, too; that one is let go on.
    assert_eq!(rig.call(), (sound.clone(), Effort::Exhaustive));
    rig.worker.want_sound(TAKE);
    let kept = rig.worker.sounds().recv_timeout(DEADLINE).unwrap();
    assert_eq!(kept, (TAKE, sound));
    for _ in 0..2 {
        rig.go_on.send(()).unwrap();
    }
    assert_eq!(rig.result(), (2, text(1)), "and not what the first one says by now");
    let took = Instant::now();
    drop(rig.worker);
    assert!(took.elapsed() < DEADLINE);
    assert!(rig.events.try_recv().is_err(), "what was left behind is heard no more");
}

#[test]
fn the_sound_of_a_take_is_at_hand_while_the_decoder_hangs() {
    let rig = Rig::new(&[Behaviour::Hang]);
    rig.order(1, DecodeKind::Partial, 0..160);
    rig.call();
    // A whole take that only the queue has seen, and the beginning of the next.
    for (take, start) in [(2, 0), (2, 160), (3, 0)] {
        let samples = vec![take as f32; 160];
        rig.frames.send(AudioFrame { take: TakeId(take), start, samples }).unwrap();
    }
    rig.worker.want_sound(TakeId(2));
    let (take, samples) = rig.worker.sounds().recv_timeout(DEADLINE).unwrap();
    assert_eq!((take, samples), (TakeId(2), vec![2.0; 320]));
}

#[test]
fn parlo_ends_although_the_decoder_hangs() {
    let rig = Rig::new(&[Behaviour::Hang]);
    rig.order(1, DecodeKind::Final, 0..160);
    rig.call();
    let (ended, has_ended) = bounded(1);
    let Rig { worker, go_on, .. } = rig;
    std::thread::spawn(move || {
        drop(worker);
        let _ = ended.send(());
    });
    has_ended.recv_timeout(DEADLINE).unwrap();
    drop(go_on);
}
