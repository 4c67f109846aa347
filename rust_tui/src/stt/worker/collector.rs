//! What the stt-worker thread does: takes frames and orders in, keeps the decoder at work, and
//! replaces one that does not come back.
//!
//! Runs no code that waits or that others wrote; all of that is the decoder's.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, after, never, select};
use parlo_core::audio::{AudioFrame, duration_of};
use parlo_core::decoded::Decoded;
use parlo_core::flow::{DecodeEvent, DecodeKind, DecodeOrder, Event, Part};
use parlo_core::sink::Sink;
use parlo_core::take_id::{JobId, TakeId};

use super::audio::TakeAudio;
use super::decoder::{Built, Decoder, DecoderEvent};
use super::{EngineError, NumberedOrder, TakeSound};
use crate::stt::engine::DecodeRequest;

/// How often a running decode is checked for having been asked to stop.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A decode that was asked to stop may take so long over it. whisper.cpp asks at the end of the
/// encoder only, which a large model on few cores takes seconds to reach; the next take's audio
/// waits in the queue meanwhile, and that holds 10 s.
const STOPPING: Duration = Duration::from_secs(5);
/// So many decoders may be left behind at a time: each holds memory and cores.
const MOST_LEFT_BEHIND: usize = 2;

/// What the decoder does.
enum Doing {
    /// Its engine is being built.
    Building,
    Nothing,
    Decoding(Running),
}

/// The decode that was begun last.
struct Running {
    take: TakeId,
    job: JobId,
    kind: DecodeKind,
    start: u64,
    samples: usize,
    /// When it was found to have been asked to stop.
    stopping_since: Option<Instant>,
}

/// What the thread owns.
pub(super) struct Collector {
    decoder: Decoder,
    doing: Doing,
    left_behind: Vec<JoinHandle<()>>,
    is_loading: Arc<AtomicBool>,
    audio: TakeAudio,
    frames: Receiver<AudioFrame>,
    events: Sink<Event>,
    sounds: Sender<TakeSound>,
    /// Takes whose sound was asked for and is not complete.
    wanted: Vec<TakeId>,
}

impl Collector {
    pub(super) fn new(
        decoder: Decoder,
        is_loading: Arc<AtomicBool>,
        frames: Receiver<AudioFrame>,
        events: Sink<Event>,
        sounds: Sender<TakeSound>,
    ) -> Self {
        Self {
            decoder,
            doing: Doing::Building,
            left_behind: Vec::new(),
            is_loading,
            audio: TakeAudio::default(),
            frames,
            events,
            sounds,
            wanted: Vec::new(),
        }
    }

    /// Works until the handle is gone.
    pub(super) fn run(
        &mut self,
        orders: &Receiver<NumberedOrder>,
        engines: &Receiver<Built>,
        requests: &Receiver<TakeId>,
    ) {
        let (no_orders, no_engines, no_frames) = (never(), never(), never());
        let mut pump_is_gone = false;
        loop {
            let is_decoding = matches!(self.doing, Doing::Decoding(_));
            let is_idle = matches!(self.doing, Doing::Nothing);
            // A pump that is gone leaves a channel that is always ready; wait on nothing instead.
            let takes_frames = !is_decoding && !pump_is_gone;
            let frames = if takes_frames { self.frames.clone() } else { no_frames.clone() };
            let look = if is_decoding { after(LOOK_EVERY) } else { never() };
            select! {
                recv(frames) -> frame => match frame {
                    Ok(frame) => self.add(&frame, requests),
                    Err(_) => pump_is_gone = true,
                },
                recv(self.decoder.events) -> event => match event {
                    Ok(event) => self.handle_decoder_event(event),
                    // All that may break is caught there, so this is not to be expected.
                    Err(_) => self.replace_decoder("the decoder's thread ended"),
                },
                // The loader lives as long as the orders come.
                recv(if is_decoding { &no_engines } else { engines }) -> built => {
                    if let Ok(built) = built {
                        self.decoder.use_engine(built);
                    }
                }
                recv(requests) -> take => match take {
                    Ok(take) => self.hand_out(take, requests),
                    // What requests also orders.
                    Err(_) => return,
                },
                recv(if is_idle { orders } else { &no_orders }) -> order => {
                    let Ok(order) = order else { return };
                    let newest = orders.try_iter().last().unwrap_or(order);
                    self.perform(newest, requests);
                }
                recv(look) -> _ => {}
            }
            self.look_for_a_stall();
        }
    }

    /// To be called after a panic of [`Self::run`], before it is run again.
    pub(super) fn go_on(&mut self) {
        tracing::error!("the worker broke; it goes on with the next order");
        self.events.send(Event::PartRestarted(Part::Decoder));
    }

    /// Ends the decoder's thread, or leaves it behind.
    pub(super) fn end(self) {
        self.decoder.end();
    }

    /// Takes a frame in. Before the first one of another take, the sound that is still wanted of the
    /// last one is handed out.
    fn add(&mut self, frame: &AudioFrame, requests: &Receiver<TakeId>) {
        if frame.take != self.audio.take {
            self.wanted.extend(requests.try_iter());
            self.hand_out_wanted();
        }
        self.audio.add(frame);
    }

    fn add_what_is_queued(&mut self, requests: &Receiver<TakeId>) {
        while let Ok(frame) = self.frames.try_recv() {
            self.add(&frame, requests);
        }
    }

    /// Hands the sound of a take that is over out, with what the queue still holds of it.
    fn hand_out(&mut self, take: TakeId, requests: &Receiver<TakeId>) {
        self.wanted.push(take);
        self.add_what_is_queued(requests);
        self.hand_out_wanted();
        self.wanted.clear();
    }

    fn hand_out_wanted(&mut self) {
        let take = self.audio.take;
        if self.wanted.contains(&take) && !self.audio.samples.is_empty() {
            let _ = self.sounds.send((take, self.audio.samples.clone()));
            self.wanted.retain(|wanted| *wanted != take);
        }
    }

    fn perform(&mut self, order: NumberedOrder, requests: &Receiver<TakeId>) {
        // The pump queues the samples before it reports the fact that led to this order.
        self.add_what_is_queued(requests);
        let NumberedOrder { serial, order, hints } = order;
        let DecodeOrder { take, job, kind, span, context } = order;
        let yields = matches!(kind, DecodeKind::Partial | DecodeKind::Speculative);
        self.decoder.signal.begin(serial, yields);
        if self.decoder.signal.is_raised() {
            return;
        }
        let audio = self.audio.span(take, &span).to_vec();
        let (samples, start, effort) = (audio.len(), span.start, kind.into());
        self.decoder.decode(audio, DecodeRequest { take, start, effort, context, hints });
        let running = Running { take, job, kind, start, samples, stopping_since: None };
        self.doing = Doing::Decoding(running);
    }

    fn handle_decoder_event(&mut self, event: DecoderEvent) {
        let doing = std::mem::replace(&mut self.doing, Doing::Nothing);
        match (event, doing) {
            (DecoderEvent::Decoded(result), Doing::Decoding(running)) => {
                self.report(&running, result);
            }
            (DecoderEvent::Skipped, Doing::Decoding(running)) => {
                self.send(&running, DecodeEvent::Skipped { job: running.job });
            }
            (DecoderEvent::Broken(error), Doing::Decoding(running)) => {
                self.begin_building();
                self.report(&running, Err(error));
            }
            (DecoderEvent::Ready, Doing::Building) => {
                self.is_loading.store(false, Ordering::Relaxed);
            }
            (_, doing) => self.doing = doing,
        }
    }

    fn report(&self, running: &Running, result: Result<Decoded, EngineError>) {
        let Running { take, job, kind, .. } = *running;
        let utterance = format_args!("{:032x}", take.0);
        let _stage = tracing::info_span!("decode", %utterance, job, kind = ?kind).entered();
        let event = match result {
            Ok(decoded) => {
                let evidence = decoded.evidence;
                tracing::info!(
                    audio_ms = running.samples as u64 / 16,
                    ran_ms = decoded.ran_for.as_millis() as u64,
                    no_speech = evidence.no_speech_probability.map(f64::from),
                    mean_log_probability = evidence.mean_log_probability.map(f64::from),
                    "decoded"
                );
                let decoded = decoded.delayed(duration_of(running.start));
                DecodeEvent::Finished { job, decoded }
            }
            // The one that dropped or replaced the order knows.
            Err(EngineError::Aborted) => return,
            Err(EngineError::Failed(error)) => {
                tracing::warn!(%error, "decode failed");
                DecodeEvent::Failed { job, error }
            }
        };
        self.send(running, event);
    }

    /// A decode that was asked to stop and does not is left behind.
    fn look_for_a_stall(&mut self) {
        let is_raised = self.decoder.signal.is_raised();
        let Doing::Decoding(running) = &mut self.doing else { return };
        if !is_raised {
            return;
        }
        let since = *running.stopping_since.get_or_insert_with(Instant::now);
        if since.elapsed() < STOPPING {
            return;
        }
        self.left_behind.retain(|thread| !thread.is_finished());
        if self.left_behind.len() < MOST_LEFT_BEHIND {
            self.replace_decoder("the decoder does not stop; leaving it behind");
        } else {
            running.stopping_since = None;
            tracing::error!("the decoder does not stop, nor did those before it");
        }
    }

    fn replace_decoder(&mut self, why: &str) {
        tracing::error!(why, "starting another decoder");
        match self.decoder.another() {
            Ok(decoder) => {
                let stuck = std::mem::replace(&mut self.decoder, decoder);
                self.left_behind.push(stuck.leave());
                self.begin_building();
            }
            Err(error) => {
                tracing::error!(%error, "no thread for another decoder");
                // The system is short of everything; asking at once again would not help it.
                std::thread::sleep(LOOK_EVERY);
            }
        }
    }

    /// The engine is being built again.
    fn begin_building(&mut self) {
        self.is_loading.store(true, Ordering::Relaxed);
        self.doing = Doing::Building;
        self.events.send(Event::PartRestarted(Part::Decoder));
    }

    fn send(&self, running: &Running, event: DecodeEvent) {
        self.events.send(Event::Decode { take: running.take, event });
    }
}
