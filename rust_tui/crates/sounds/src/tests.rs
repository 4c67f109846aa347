//! The sounds are what they are called: levels, lengths, and the same again for the same seed.

use parlo_core::level::rms_dbfs;

use super::*;

#[test]
fn every_sound_is_as_long_and_as_loud_as_asked_for_and_the_same_again() {
    for kind in Kind::ALL {
        for (seed, level_dbfs) in [(1, -20.0), (2, -45.0), (3, -60.0)] {
            let sound = kind.render(5_000, level_dbfs, seed);
            assert_eq!(sound.len(), 80_000, "{}", kind.name());
            assert_eq!(sound, kind.render(5_000, level_dbfs, seed), "{}", kind.name());
            assert!(sound.iter().all(|sample| (-1.0..=1.0).contains(sample)), "{}", kind.name());
            if kind != Kind::DigitalSilence {
                let loudest = loudest_dbfs(&sound);
                // The clicks of a loud keyboard are clipped.
                let off = loudest - level_dbfs;
                assert!((-4.0..1.0).contains(&off), "{}, seed {seed}: {loudest}", kind.name());
                assert_ne!(sound, kind.render(5_000, level_dbfs, seed + 9), "{}", kind.name());
            }
        }
    }
}

#[test]
fn named_noises_have_the_level_asked_for() {
    for (name, sound) in [
        ("white", white_noise(3_000, -30.0)),
        ("pink", pink_noise(3_000, -30.0)),
        ("brown", brown_noise(3_000, -30.0)),
    ] {
        assert!((rms_dbfs(&sound) + 30.0).abs() < 0.1, "{name}: {}", rms_dbfs(&sound));
    }
    for (name, sound) in [("hum", hum(3_000, -30.0)), ("fan", fan(3_000, -30.0))] {
        assert!((loudest_dbfs(&sound) + 30.0).abs() < 0.1, "{name}: {}", loudest_dbfs(&sound));
    }
}

/// The share of the energy above 2 kHz.
fn treble(sound: &[f32]) -> f32 {
    let energy = |sound: &[f32]| sound.iter().map(|sample| sample * sample).sum::<f32>();
    energy(&filter::high_pass(sound, 2_000.0)) / energy(sound)
}

#[test]
fn the_colours_of_noise_fall_as_they_should() {
    let [white, pink, brown] =
        [Kind::White, Kind::Pink, Kind::Brown].map(|kind| treble(&kind.render(5_000, -20.0, 1)));
    assert!(white > 0.6 && pink < 0.5 * white && brown < 0.3 * pink, "{white} {pink} {brown}");
}

#[test]
fn mixing_keeps_the_length_of_the_first_and_adds_the_noise() {
    let speech = at_level(hum(1_000, -20.0), -26.0);
    let noisy = with_noise(speech.clone(), -26.0, 10.0);
    assert_eq!(noisy.len(), speech.len());
    let noise: Vec<f32> = noisy.iter().zip(&speech).map(|(noisy, clean)| noisy - clean).collect();
    assert!((rms_dbfs(&noise) + 36.0).abs() < 0.5, "{}", rms_dbfs(&noise));
    assert_eq!(mixed(vec![0.5; 3], &[0.25]), [0.75, 0.5, 0.5]);
    assert_eq!(at_level(silence(20), -20.0), silence(20));
}
