//! The grid of cells an agent has painted, independent of the emulator behind it.
