//! The agent's side: its pty, the terminal emulation, the profiles of known agents.
