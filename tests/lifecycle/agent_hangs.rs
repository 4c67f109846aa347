//! Agents that flood the terminal, or never read it.

use rustix::process::{Pid, Signal, kill_process};

use super::{Stage, state_of};
use crate::support::recorder::{PASTE_BEGIN, PASTE_END};
use crate::support::{samples, wait};

/// The resident memory of a process, in kilobytes.
fn memory_kb(process: Pid) -> u64 {
    let file = format!("/proc/{}/status", process.as_raw_nonzero());
    let status = std::fs::read_to_string(file).expect("a running program");
    let row = status.lines().find_map(|row| row.strip_prefix("VmRSS:")).expect("its memory");
    row.trim().trim_end_matches(" kB").parse().expect("kilobytes")
}

#[test]
fn while_an_agent_floods_keys_layers_and_dictation_work_and_memory_is_bounded() {
    let clip = samples::named("g13.wav");
    let sample = clip.path.to_str().unwrap();
    let it = Stage::start(&["--sample", sample]);
    // The first dictation touches every page of the model.
    it.recorder.enable_paste();
    it.host.wait_for_text("PASTE ON", wait::SOON);
    it.dictate();
    let once = format!("{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    it.received(&once);
    it.recorder.flood();
    it.host.wait_for_text("FLOOD FLOOD", wait::SOON);
    it.host.send("abc");
    it.received(&format!("{once}abc"));
    let before = memory_kb(it.host.process());
    it.host.send("\0");
    it.host.wait_for_text("microphones", wait::SOON);
    it.host.send("q");
    it.dictate();
    it.received(&format!("{once}abc{once}"));
    it.host.send("d");
    it.received(&format!("{once}abc{once}d"));
    let after = memory_kb(it.host.process());
    assert!(after < before + 48 * 1024, "{before} kB before, {after} kB after");
}

#[test]
fn a_text_for_an_agent_that_hangs_waits_whole_and_the_user_is_notified() {
    let clip = samples::named("g13.wav");
    let it = Stage::start(&["--sample", clip.path.to_str().unwrap()]);
    it.recorder.enable_paste();
    it.host.wait_for_text("PASTE ON", wait::SOON);
    let agent = it.recorder.process();
    kill_process(agent, Signal::STOP).unwrap();
    wait::until(
        "a hanging agent",
        wait::SOON,
        || (state_of(agent) == Some('T')).then_some(()),
        String::new,
    );
    // More than the kernel buffers.
    let paste = format!("{PASTE_BEGIN}{}{PASTE_END}", "paste ".repeat(50_000));
    it.host.send(&paste);
    it.dictate();
    it.host.wait_for_text("the agent reads no input", wait::START);
    // parlo itself works.
    it.host.send("\0");
    it.host.wait_for_text("microphones", wait::SOON);
    it.host.send("q");
    it.host.send("z");
    kill_process(agent, Signal::CONT).unwrap();
    it.received(&format!("{paste}{PASTE_BEGIN}{}{PASTE_END}z", clip.text));
}

#[test]
fn input_that_no_longer_fits_is_refused_with_a_message() {
    let it = Stage::start(&[]);
    kill_process(it.recorder.process(), Signal::STOP).unwrap();
    let paste = "0123456789abcdef".repeat(1 << 16);
    for _ in 0..17 {
        it.host.send(&paste);
    }
    it.host.wait_for_text("your input is lost", wait::START);
    kill_process(it.recorder.process(), Signal::CONT).unwrap();
}
