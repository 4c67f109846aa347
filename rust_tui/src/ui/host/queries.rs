//! What the host terminal is asked at start.

/// Private modes that are asked for (DECRQM): mouse positions in pixels, synchronised updates, whole
/// graphemes, reports of the colour scheme.
const MODES: [u16; 4] = [1016, 2026, 2027, 2031];

/// Capabilities that are asked for (XTGETTCAP): those agents and editors ask for.
const CAPABILITIES: [&str; 14] = [
    "TN", "Co", "colors", "RGB", "Tc", "Ms", "Smulx", "Su", "Setulc", "Ss", "Se", "Sync", "smxx",
    "XM",
];

/// Asks for colours, keyboard, name, modes and capabilities; then writes `about_widths`, questions of
/// the caller's that may print and are erased; and last asks for the device attributes, which every
/// terminal answers.
#[must_use]
pub fn queries(about_widths: &[u8]) -> Vec<u8> {
    let mut text = String::from("\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b]12;?\x1b\\");
    for index in 0..16 {
        text.push_str(&format!("\x1b]4;{index};?\x1b\\"));
    }
    text.push_str("\x1b[?u\x1b[>0q\x1b[>c\x1b]7501;?\x07\x1b[?4m");
    for mode in MODES {
        text.push_str(&format!("\x1b[?{mode}$p"));
    }
    for name in CAPABILITIES {
        let name: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!("\x1bP+q{name}\x1b\\"));
    }
    let mut bytes = text.into_bytes();
    // Nobody is to see what is written only to be measured, nor what an old terminal makes of a
    // question it does not know.
    bytes.extend_from_slice(b"\x1b[?2026h\x1b[?25l");
    bytes.extend_from_slice(about_widths);
    bytes.extend_from_slice(b"\x1b[0m\x1b[H\x1b[2J\x1b[?2026l\x1b[c");
    bytes
}
