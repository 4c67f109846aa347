//! The sound of a take, asked for when it is over.

use super::*;

fn frame(take: u128, start: u64, value: f32) -> AudioFrame {
    AudioFrame { take: TakeId(take), start, samples: vec![value; 100] }
}

#[test]
fn the_sound_of_the_newest_take_is_handed_out_and_no_other() {
    let rig = Rig::new(&[]);
    rig.frames.send(frame(1, 0, 0.25)).unwrap();
    rig.frames.send(frame(1, 100, 0.5)).unwrap();
    // A decode is finished when everything before it was taken in.
    rig.worker.decode(order(1, DecodeKind::Final, 0..200));
    rig.events.recv_timeout(DEADLINE).unwrap();
    rig.worker.want_sound(TakeId(9));
    rig.worker.want_sound(TAKE);
    // The next take begins at once; the request came before it.
    rig.frames.send(frame(2, 0, 1.0)).unwrap();
    let (take, samples) = rig.worker.sounds().recv_timeout(DEADLINE).unwrap();
    let expected = [[0.25; 100], [0.5; 100]].concat();
    assert_eq!((take, samples), (TAKE, expected));
    rig.worker.decode(DecodeOrder { take: TakeId(2), ..order(1, DecodeKind::Final, 0..100) });
    rig.events.recv_timeout(DEADLINE).unwrap();
    assert!(rig.worker.sounds().try_recv().is_err());
}
