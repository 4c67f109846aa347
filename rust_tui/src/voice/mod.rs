//! The microphone's side: capture, resampling, voice activity, the pump.
