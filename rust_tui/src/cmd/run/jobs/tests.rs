//! What the threads report of the models of a directory.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use crossbeam_channel::{Receiver, unbounded};

use super::*;

const DEADLINE: Duration = Duration::from_secs(20);

fn jobs() -> (Jobs, Receiver<JobEvent>) {
    let (sender, events) = unbounded();
    (Jobs::new(Sink::new(move |event| drop(sender.send(event)))), events)
}

#[test]
fn models_are_listed_with_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-base.bin"), b"not a model").unwrap();
    let (jobs, events) = jobs();
    jobs.list_models(Ok(folder.path().to_owned()), 2);
    let JobEvent::ForLayers(LayerUpdate::Models(Ok(rows))) = events.recv_timeout(DEADLINE).unwrap()
    else {
        panic!("no list");
    };
    assert_eq!(rows.len(), catalog::CATALOG.len());
    let of = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
    assert!(matches!(of("base").state, ModelState::Damaged(_)));
    let tiny = of("tiny.en");
    assert_eq!((&tiny.state, tiny.size.as_str()), (&ModelState::Missing, "75 MiB"));
}

#[test]
fn one_model_is_installed_at_a_time_and_its_end_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    // A file where the directory would be: the installation fails before it asks any server.
    let file = folder.path().join("taken");
    std::fs::write(&file, "").unwrap();
    let (mut jobs, events) = jobs();
    jobs.install("no-such-model", file.clone());
    assert_eq!(jobs.installing(), None);
    jobs.install("tiny.en", file.clone());
    jobs.install("base", file);
    let name = "tiny.en".to_owned();
    let going = Installing::Running { name, done_bytes: 0, total_bytes: None };
    assert_eq!(jobs.installing(), Some(&going));
    let event = events.recv_timeout(DEADLINE).unwrap();
    jobs.note(&event);
    let JobEvent::ForLayers(LayerUpdate::Installing(Installing::Failed { name, reason })) = event
    else {
        panic!("{event:?}");
    };
    assert_eq!(name, "tiny.en");
    assert!(reason.contains("cannot create the model directory"), "{reason}");
    assert_eq!(jobs.installing(), None);
}

#[test]
fn work_that_breaks_says_so() {
    let (jobs, events) = jobs();
    jobs.spawn("broken", |why| JobEvent::ModelLoaded(Err(why)), |_| panic!("on purpose"));
    let event = events.recv_timeout(DEADLINE).unwrap();
    let JobEvent::ModelLoaded(Err(why)) = event else { panic!("{event:?}") };
    assert!(why.contains("report it") && !why.contains("on purpose"), "{why}");
}
