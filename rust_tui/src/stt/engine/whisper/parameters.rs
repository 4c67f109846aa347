//! The two ways whisper.cpp's pipeline is run. Window and threads are set for each decode.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use whisper_rs::{FullParams, SamplingStrategy};

use super::AbortSignal;

/// Width of the beam: what OpenAI's own results are made with.
const BEAM_SIZE: i32 = 5;

/// Stops right behind the encoder, having set `encoded`.
///
/// The pipeline is the only way to a window shorter than 30 s; it asks the abort callback at the
/// end of the encoder, when the encoder's result is already in the state.
pub(super) fn encoder_only(encoded: Arc<AtomicBool>) -> FullParams<'static, 'static> {
    let mut parameters = base(SamplingStrategy::Greedy { best_of: 1 });
    abort_when(&mut parameters, move || {
        encoded.store(true, Ordering::Relaxed);
        true
    });
    parameters
}

/// Beam search over the whole text at once, given up when the signal is raised.
pub(super) fn beam_search(signal: AbortSignal) -> FullParams<'static, 'static> {
    let strategy = SamplingStrategy::BeamSearch { beam_size: BEAM_SIZE, patience: -1.0 };
    let mut parameters = base(strategy);
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_no_timestamps(true);
    parameters.set_temperature(0.0);
    // No fallback to higher temperatures: it multiplies the time and invents words. parlo has its
    // own second attempt.
    parameters.set_temperature_inc(0.0);
    parameters.set_suppress_blank(true);
    parameters.set_suppress_nst(true);
    abort_when(&mut parameters, move || signal.is_raised());
    parameters
}

fn base(strategy: SamplingStrategy) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(strategy);
    // Anything but "auto": detection would run the encoder once more.
    parameters.set_language(Some("en"));
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    parameters
}

/// whisper-rs 0.16 hands whisper.cpp a pointer to the boxed closure but reads it back as the
/// closure's own type; the two agree only when the closure already is a boxed `dyn FnMut`. The box
/// is never freed, so this is done once per engine and the parameters are cloned for each decode.
fn abort_when(parameters: &mut FullParams, condition: impl FnMut() -> bool + 'static) {
    let callback: Box<dyn FnMut() -> bool> = Box::new(condition);
    parameters.set_abort_callback_safe(callback);
}
