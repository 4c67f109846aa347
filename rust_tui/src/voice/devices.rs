//! Which input devices there are, and which one a name means.

use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{Device, ErrorKind};
use parlo_core::device::{DeviceCause, DeviceFailure};

/// An input device as a user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// What `--device` takes.
    pub name: String,
    /// Whether this is the device used without `--device`.
    pub is_default: bool,
    /// The formats it offers, such as `f32 · 1–2 channels · 8000–48000 Hz`.
    pub formats: Vec<String>,
}

/// All input devices, the default one first.
///
/// # Errors
/// No sound system, or it does not answer.
pub fn input_devices() -> Result<Vec<DeviceInfo>, DeviceFailure> {
    let host = cpal::default_host();
    let default = host.default_input_device().map(|device| device_name(&device));
    let devices = host.input_devices().map_err(|error| describe("the sound system", &error))?;
    let mut infos: Vec<DeviceInfo> = devices
        .map(|device| {
            let name = device_name(&device);
            let is_default = default.as_ref() == Some(&name);
            DeviceInfo { name, is_default, formats: formats_of(&device) }
        })
        // ALSA also lists its converters, which open no device by themselves, and a sink of silence.
        .filter(|info| !info.formats.is_empty() && info.name != "null")
        .collect();
    infos.sort_by_key(|info| !info.is_default);
    infos.dedup_by(|a, b| a.name == b.name);
    Ok(infos)
}

/// The device of that name: exact, else the only one that contains it, whatever its case.
pub(super) fn find(wanted: Option<&str>) -> Result<Device, DeviceFailure> {
    let host = cpal::default_host();
    let Some(wanted) = wanted else {
        let absent = || DeviceFailure { device: "default".to_owned(), cause: DeviceCause::Absent };
        return host.default_input_device().ok_or_else(absent);
    };
    let devices: Vec<Device> =
        host.input_devices().map_err(|error| describe("the sound system", &error))?.collect();
    if let Some(device) = devices.iter().find(|device| device_name(device) == wanted) {
        return Ok(device.clone());
    }
    let folded = wanted.to_lowercase();
    let is_alike = |device: &&Device| device_name(device).to_lowercase().contains(&folded);
    let alike: Vec<&Device> = devices.iter().filter(is_alike).collect();
    let cause = match alike.as_slice() {
        [device] => return Ok((*device).clone()),
        [] => DeviceCause::Unknown(input_devices()?.into_iter().map(|info| info.name).collect()),
        many => DeviceCause::Ambiguous(many.iter().map(|device| device_name(device)).collect()),
    };
    Err(DeviceFailure { device: wanted.to_owned(), cause })
}

/// The device's identifier on its host, which is stable and unique, unlike its description.
pub(super) fn device_name(device: &Device) -> String {
    device.id().map_or_else(|_| device.to_string(), |id| id.id().to_owned())
}

fn formats_of(device: &Device) -> Vec<String> {
    let Ok(configs) = device.supported_input_configs() else { return Vec::new() };
    let mut formats: Vec<(String, u16, u16, u32, u32)> = Vec::new();
    for config in configs.filter(|config| !config.sample_format().is_dsd()) {
        let (format, channels) = (config.sample_format().to_string(), config.channels());
        let (low, high) = (config.min_sample_rate(), config.max_sample_rate());
        let same =
            |f: &&mut (String, u16, u16, u32, u32)| f.0 == format && (f.3, f.4) == (low, high);
        match formats.iter_mut().find(same) {
            Some(entry) => {
                entry.1 = entry.1.min(channels);
                entry.2 = entry.2.max(channels);
            }
            None => formats.push((format, channels, channels, low, high)),
        }
    }
    let range = |low: u32, high: u32| {
        if low == high { low.to_string() } else { format!("{low}–{high}") }
    };
    formats
        .into_iter()
        .map(|(format, few, many, low, high)| {
            let channels = range(u32::from(few), u32::from(many));
            format!("{format} · {channels} channels · {} Hz", range(low, high))
        })
        .collect()
}

/// What an error of the sound system says of a device.
pub(super) fn describe(device: &str, error: &cpal::Error) -> DeviceFailure {
    DeviceFailure { device: device.to_owned(), cause: cause_of(error) }
}

/// What an error of the sound system means.
pub(super) fn cause_of(error: &cpal::Error) -> DeviceCause {
    match error.kind() {
        ErrorKind::DeviceBusy => DeviceCause::Busy,
        ErrorKind::DeviceNotAvailable => DeviceCause::Absent,
        ErrorKind::HostUnavailable => DeviceCause::NoSoundServer,
        ErrorKind::PermissionDenied => DeviceCause::Refused,
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation => {
            DeviceCause::Unusable(error.to_string())
        }
        // What ALSA's plugin for PulseAudio and PipeWire says when neither runs.
        _ if error.to_string().contains("Connection refused") => DeviceCause::NoSoundServer,
        _ => DeviceCause::Other(error.to_string()),
    }
}
