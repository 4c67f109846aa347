//! What is downloaded when.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::ops::ControlFlow;

use sha1::{Digest, Sha1};

use super::super::fetch::tests::server::{Server, answer};
use super::super::fixture;
use super::super::request::Source;
use super::super::store::record_path;
use super::{Installation, ModelError, Reinstall, install_from};

#[test]
fn a_model_is_downloaded_once_and_again_only_when_damaged_or_asked_for() {
    let model = fixture::ggml();
    let reply = answer("200 OK", "", model.len(), &model);
    let server = Server::start(|_| vec![reply.clone(), reply.clone(), reply]);
    let sha1 = Sha1::digest(&model).iter().map(|byte| format!("{byte:02x}")).collect();
    let source = Source {
        url: format!("{}/m", server.origin),
        permitted_prefix: server.origin.clone(),
        sha1,
        byte_cap: model.len() as u64,
    };
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("models");
    let install = |reinstall| {
        install_from(&source, "mine", &directory, reinstall, &mut |_| ControlFlow::Continue(()))
            .unwrap()
    };
    let downloaded =
        |installation: &Installation| matches!(installation, Installation::Downloaded { .. });

    assert!(downloaded(&install(Reinstall::IfDamaged)));
    assert!(!downloaded(&install(Reinstall::IfDamaged)));
    let path = directory.join("ggml-mine.bin");
    std::fs::write(&path, &model[..1000]).unwrap();
    std::fs::write(record_path(&path), "stale").unwrap();
    assert!(downloaded(&install(Reinstall::IfDamaged)));
    assert!(!record_path(&path).exists());
    assert!(downloaded(&install(Reinstall::Always)));
    assert_eq!(std::fs::read(path).unwrap(), model);
}

#[test]
fn a_failed_download_leaves_the_old_model_alone() {
    let model = fixture::ggml();
    let server = Server::start(|_| vec![answer("503 Service Unavailable", "", 0, b"")]);
    let source = Source {
        url: format!("{}/m", server.origin),
        permitted_prefix: server.origin.clone(),
        sha1: String::new(),
        byte_cap: 1,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ggml-mine.bin");
    std::fs::write(&path, &model).unwrap();
    let result = install_from(&source, "mine", folder.path(), Reinstall::Always, &mut |_| {
        ControlFlow::Continue(())
    });
    assert!(matches!(result, Err(ModelError::Download { .. })), "{result:?}");
    assert_eq!(std::fs::read(path).unwrap(), model);
}
