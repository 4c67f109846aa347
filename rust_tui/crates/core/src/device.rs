//! What can be wrong with a microphone, in words a user can act on.
//!
//! The status row cuts its messages at about a hundred columns, so each begins with the cause and
//! the remedy; the name of the device comes last.

use std::fmt;

use crate::untrusted::printable;

/// Why a source of sound cannot be heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceFailure {
    /// The device, or the file in its place, by the name the user knows.
    pub device: String,
    /// What is wrong.
    pub cause: DeviceCause,
}

/// What is wrong with a source of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceCause {
    /// Another program uses it.
    Busy,
    /// It is not there.
    Absent,
    /// It was open and is not there any more.
    Gone,
    /// The system does not let this program listen.
    Refused,
    /// What it is reached through does not answer.
    NoSoundServer,
    /// It is open and delivers nothing any more.
    Stalled,
    /// There is none of that name; these are there.
    Unknown(Vec<String>),
    /// These are all meant by that name.
    Ambiguous(Vec<String>),
    /// It offers nothing that can be listened to; says what it offers.
    Unusable(String),
    /// It is parlo's own fault.
    Internal,
    /// Something else, in the words of the system.
    Other(String),
}

impl DeviceFailure {
    /// Whether it may be over in a moment: a device that is being plugged in is absent first and
    /// then, until the system has handed it to the user, refused.
    pub fn may_pass(&self) -> bool {
        match self.cause {
            DeviceCause::Busy
            | DeviceCause::Absent
            | DeviceCause::Gone
            | DeviceCause::Refused
            | DeviceCause::NoSoundServer
            | DeviceCause::Stalled
            | DeviceCause::Unknown(_)
            | DeviceCause::Other(_) => true,
            DeviceCause::Ambiguous(_) | DeviceCause::Unusable(_) | DeviceCause::Internal => false,
        }
    }
}

impl fmt::Display for DeviceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names come from the system, and some of them from the maker of the device.
        let device = printable(&self.device);
        let list = |names: &[String]| printable(&names.join(", "));
        let advice = match &self.cause {
            DeviceCause::Busy => {
                "microphone in use: close the program that uses it, or choose another"
            }
            DeviceCause::Absent => {
                return write!(
                    f,
                    "microphone not found: connect one, or choose another ({device} is not there)"
                );
            }
            DeviceCause::Gone => "microphone gone: connect it, or choose another",
            DeviceCause::Refused => {
                "microphone refused: allow it for this terminal, or join the audio group"
            }
            DeviceCause::NoSoundServer => "no sound server answers: start PipeWire or PulseAudio",
            DeviceCause::Stalled => {
                "microphone delivers no sound: connect it again, or choose another"
            }
            DeviceCause::Unknown(names) if names.is_empty() => {
                return write!(f, "no microphone {device:?}: connect one; there is none at all");
            }
            DeviceCause::Unknown(names) => {
                return write!(f, "no microphone {device:?}: choose one of: {}", list(names));
            }
            DeviceCause::Ambiguous(names) => {
                let names = list(names);
                return write!(f, "{device:?} could be any of: {names}; name one in full");
            }
            DeviceCause::Unusable(what) => {
                let what = printable(what);
                return write!(f, "microphone unusable: choose another ({device}: {what})");
            }
            DeviceCause::Internal => {
                let advice = "press the key to go on, and report it with the log file";
                return write!(f, "internal error; {advice}");
            }
            DeviceCause::Other(what) => {
                let advice = "connect it again, or choose another";
                return write!(f, "microphone failed: {advice} ({device}: {})", printable(what));
            }
        };
        write!(f, "{advice} ({device})")
    }
}

impl std::error::Error for DeviceFailure {}

/// What is odd about the sound of a take that goes on all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalProblem {
    /// No sample arrives.
    NothingArrives,
    /// Every sample is a digital zero, which no open microphone hears.
    OnlyZeros,
    /// No sample is a number.
    OnlyInvalid,
}

impl fmt::Display for SignalProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingArrives => {
                "microphone delivers nothing: connect it again, or choose another"
            }
            Self::OnlyZeros => "microphone delivers pure silence: unmute it, or choose another",
            Self::OnlyInvalid => {
                "microphone delivers no valid sound: connect it again, or choose another"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cause_and_remedy_come_before_the_name_and_within_a_row() {
        let causes = [
            DeviceCause::Busy,
            DeviceCause::Absent,
            DeviceCause::Gone,
            DeviceCause::Refused,
            DeviceCause::NoSoundServer,
            DeviceCause::Stalled,
            DeviceCause::Other("failed with error -5".to_owned()),
        ];
        for cause in causes {
            let failure = DeviceFailure { device: "default".to_owned(), cause };
            let text = failure.to_string();
            assert!(text.chars().count() <= 100, "{text}");
            assert!(text.find(": ").unwrap() < text.find("(default").unwrap(), "{text}");
        }
    }

    #[test]
    fn a_name_cannot_carry_what_a_terminal_obeys() {
        let device = "evil\u{1b}]0;x\u{7}\u{202e}mic".to_owned();
        for cause in [DeviceCause::Gone, DeviceCause::Unknown(vec!["\u{9b}2J".to_owned()])] {
            let text = DeviceFailure { device: device.clone(), cause }.to_string();
            assert!(!text.chars().any(crate::untrusted::is_unsafe), "{text:?}");
        }
    }
}
