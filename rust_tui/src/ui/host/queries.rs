//! The queries to the host terminal at start.

/// Private modes to query (DECRQM): mouse positions in pixels, synchronised updates, grapheme
/// clusters, reports of the colour scheme.
const MODES: [u16; 4] = [1016, 2026, 2027, 2031];

/// Capabilities to query (XTGETTCAP): those that agents and editors ask for.
const CAPABILITIES: [&str; 14] = [
    "TN", "Co", "colors", "RGB", "Tc", "Ms", "Smulx", "Su", "Setulc", "Ss", "Se", "Sync", "smxx",
    "XM",
];

/// Queries colours, keyboard, name, modes and capabilities; then writes `about_widths`, queries of
/// the caller that may print and are erased; and last queries the device attributes, which every
/// terminal reports.
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
    // Hides what is printed only to be measured, and what an old terminal prints for a query it
    // does not know.
    bytes.extend_from_slice(b"\x1b[?2026h\x1b[?25l");
    bytes.extend_from_slice(about_widths);
    bytes.extend_from_slice(b"\x1b[0m\x1b[H\x1b[2J\x1b[?2026l\x1b[c");
    bytes
}
