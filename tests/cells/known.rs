//! Known differences, each with its reason. A case that becomes equal fails until its reason is
//! removed from here.

/// Names of cases and why they differ.
const KNOWN: &[(&str, &str)] = &[
    ("overline", "parlo's emulator knows no overline"),
    (
        "cursor saved by 1048",
        "tmux does not know this mode and leaves the cursor; xterm brings it back",
    ),
    (
        "scroll down with a background",
        "tmux gives lines that scroll in from above no background; xterm gives them the current one",
    ),
    (
        "background on the alternate screen",
        "tmux clears the alternate screen without a background; xterm with the current one",
    ),
    (
        "half of a wide character overwritten",
        "tmux keeps the first half of a wide character whose second half is overwritten",
    ),
    (
        "half of a wide character erased",
        "tmux keeps the first half of a wide character whose second half is erased",
    ),
    (
        "deleted before wide",
        "tmux keeps the second half of a wide character whose first half is deleted",
    ),
];

/// Why the case of that name differs.
pub fn reason(name: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, reason)| *reason)
}
