//! The microphone through cpal: any sample format, rate and channel count the device offers.
//!
//! The callback runs on the audio thread: it converts to f32 and pushes into the ring, nothing else.

use std::time::Duration;

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{
    BufferSize, Device, ErrorKind, FromSample, SampleFormat, SizedSample, Stream, StreamConfig,
};
use crossbeam_channel::{Sender, bounded};
use parlo_core::device::{DeviceCause, DeviceFailure};

use super::devices::{self, cause_of};
use super::source::{AudioSource, OpenedSource, Overrun, SourceFault, push_samples, ring_for};

/// Length of a device period asked for. Shorter hears the end of speech sooner; below 10 ms a busy
/// machine loses samples while the decoder uses every core.
const PERIOD: Duration = Duration::from_millis(20);
/// How long a device may take to open.
const OPEN_TIMEOUT: Duration = Duration::from_secs(3);

/// An input device by name, or whichever is the default when it is opened.
#[derive(Debug, Clone)]
pub struct Microphone {
    wanted: Option<String>,
}

impl Microphone {
    /// The device called `wanted`, or the system's default one.
    pub fn new(wanted: Option<String>) -> Self {
        Self { wanted }
    }

    /// Checks that there is such a device, without opening it.
    ///
    /// # Errors
    /// There is none; the message lists those there are.
    pub fn check(&self) -> Result<(), DeviceFailure> {
        devices::find(self.wanted.as_deref()).map(drop)
    }
}

impl AudioSource for Microphone {
    fn name(&self) -> String {
        self.wanted.clone().unwrap_or_else(|| "default".to_owned())
    }

    fn open(&mut self, buffer: Duration) -> Result<OpenedSource, DeviceFailure> {
        // Looked up again each time: the default device may have changed since the last take.
        let device = devices::find(self.wanted.as_deref())?;
        let name = self.name();
        let describe = |error: &cpal::Error| devices::describe(&name, error);
        let supported = device.default_input_config().map_err(|error| describe(&error))?;
        let format = supported.sample_format();
        let period = supported.sample_rate() / 1_000 * PERIOD.as_millis() as u32;
        let mut config: StreamConfig = supported.into();
        config.buffer_size = BufferSize::Fixed(period);
        let opened = open_stream(&device, config, format, buffer).or_else(|error| {
            if matches!(cause_of(&error), DeviceCause::Busy | DeviceCause::Refused) {
                return Err(error);
            }
            // Some devices have one fixed period; theirs is then as good as it gets.
            config.buffer_size = BufferSize::Default;
            open_stream(&device, config, format, buffer)
        });
        opened.map_err(|error| describe(&error))
    }
}

/// What the callback needs, moved into it.
struct Sink {
    ring: rtrb::Producer<f32>,
    overrun: Overrun,
    faults: Sender<SourceFault>,
}

fn open_stream(
    device: &Device,
    config: StreamConfig,
    format: SampleFormat,
    buffer: Duration,
) -> Result<OpenedSource, cpal::Error> {
    let (ring, samples) = ring_for(config.sample_rate, config.channels, buffer);
    let overrun = Overrun::default();
    // One fault ends the capture; a second one has nothing to add.
    let (fault_sender, faults) = bounded(1);
    let sink = Sink { ring, overrun: overrun.clone(), faults: fault_sender };
    let stream = match format {
        SampleFormat::I8 => build::<i8>(device, config, sink),
        SampleFormat::I16 => build::<i16>(device, config, sink),
        SampleFormat::I24 => build::<cpal::I24>(device, config, sink),
        SampleFormat::I32 => build::<i32>(device, config, sink),
        SampleFormat::I64 => build::<i64>(device, config, sink),
        SampleFormat::U8 => build::<u8>(device, config, sink),
        SampleFormat::U16 => build::<u16>(device, config, sink),
        SampleFormat::U24 => build::<cpal::U24>(device, config, sink),
        SampleFormat::U32 => build::<u32>(device, config, sink),
        SampleFormat::U64 => build::<u64>(device, config, sink),
        SampleFormat::F32 => build::<f32>(device, config, sink),
        SampleFormat::F64 => build::<f64>(device, config, sink),
        // Direct-stream digital is a bit stream for playback; no microphone delivers it.
        _ => Err(ErrorKind::UnsupportedConfig.into()),
    }?;
    stream.play()?;
    Ok(OpenedSource {
        rate_hz: config.sample_rate,
        channels: config.channels,
        samples,
        faults,
        overrun,
        keep_alive: Box::new(stream),
    })
}

fn build<T>(device: &Device, config: StreamConfig, sink: Sink) -> Result<Stream, cpal::Error>
where
    T: SizedSample + 'static,
    f32: FromSample<T>,
{
    let Sink { mut ring, overrun, faults } = sink;
    device.build_input_stream(
        config,
        move |data: &[T], _| {
            push_samples(&mut ring, &overrun, data.iter().map(|&s| f32::from_sample_(s)));
        },
        move |error: cpal::Error| match error.kind() {
            // The stream goes on after these.
            ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {
                tracing::warn!(%error, "audio stream");
            }
            _ => {
                tracing::warn!(%error, "audio stream failed");
                let _ = faults.try_send(SourceFault::Failed(broken_by(&error)));
            }
        },
        Some(OPEN_TIMEOUT),
    )
}

/// What an error of a stream that was running means: whatever the system calls it, the device that
/// was there is not there any more, unless it says something more precise.
fn broken_by(error: &cpal::Error) -> DeviceCause {
    match cause_of(error) {
        DeviceCause::Absent | DeviceCause::Other(_) | DeviceCause::Unusable(_) => DeviceCause::Gone,
        precise => precise,
    }
}
