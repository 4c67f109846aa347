//! Decoders without a model: one that is done at once, and one that everything can be wrong with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::after;
use fastrand::Rng;
use parlo::stt::{AbortSignal, DecodeRequest, Engine, EngineError};
use parlo_core::decoded::{Decoded, Evidence};

/// How often a slow decode looks whether it was given up.
const LOOK: Duration = Duration::from_millis(20);

/// Yields the same word for any audio.
pub struct Fake {
    pub signal: AbortSignal,
    /// Whether it is slow, fails, and does not listen.
    pub struggles: Arc<AtomicBool>,
    pub rng: Rng,
}

impl Fake {
    /// What a loaded machine makes of a decode: anything up to half again the longest queue, which is
    /// given up when it is asked to, or not.
    fn struggle(&mut self) -> Result<(), EngineError> {
        let lasts = Duration::from_millis([200, 1_500, 6_000, 15_000][self.rng.usize(..4)]);
        let listens = self.rng.bool();
        let began = Instant::now();
        while began.elapsed() < lasts {
            if listens && self.signal.is_raised() {
                return Err(EngineError::Aborted);
            }
            let _ = after(LOOK).recv();
        }
        if self.rng.u8(..4) == 0 {
            Err(EngineError::Failed("out of luck".to_owned()))
        } else {
            Ok(())
        }
    }
}

impl Engine for Fake {
    fn decode(&mut self, _: &[f32], _: &DecodeRequest) -> Result<Decoded, EngineError> {
        if self.struggles.load(Ordering::Relaxed) {
            self.struggle()?;
        }
        Ok(Decoded {
            text: "Done.".to_owned(),
            evidence: Evidence {
                no_speech_probability: Some(0.01),
                mean_log_probability: Some(-0.2),
                sentence_end_probability: Some(0.9),
            },
            words: Vec::new(),
            ran_for: Duration::from_millis(1),
        })
    }
}
