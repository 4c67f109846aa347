//! Downloads from a server on loopback that misbehaves in every way.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use super::super::catalog::CATALOG;
use super::{ModelError, Progress, Source, fetch, open_part, part_path};
use server::{Server, answer};

mod parts;
pub(in super::super) mod server;

const CONTENT: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const CONTENT_SHA1: &str = "32d10c7b8cf96570ca04ce37f2a19d84240d3a89";

struct Case {
    server: Server,
    source: Source,
    folder: TempDir,
    destination: PathBuf,
}

impl Case {
    fn new(script: impl FnOnce(&str) -> Vec<Vec<u8>>) -> Self {
        let server = Server::start(script);
        let folder = tempfile::tempdir().unwrap();
        Self {
            source: Source {
                url: format!("{}/model", server.origin),
                permitted_prefix: format!("{}/", server.origin),
                sha1: CONTENT_SHA1.to_owned(),
                byte_cap: 100,
            },
            destination: folder.path().join("ggml-x.bin"),
            server,
            folder,
        }
    }

    fn with_part(self, part: &[u8]) -> Self {
        std::fs::write(part_path(&self.destination), part).unwrap();
        self
    }

    fn fetch(&self) -> Result<u64, ModelError> {
        fetch(&self.source, &self.destination, &mut |_| ControlFlow::Continue(()))
    }

    fn part(&self) -> Option<Vec<u8>> {
        std::fs::read(part_path(&self.destination)).ok()
    }

    /// The file is whole, and nothing else is left.
    fn assert_complete(&self) {
        assert_eq!(std::fs::read(&self.destination).unwrap(), CONTENT);
        assert_eq!(std::fs::read_dir(self.folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_file_arrives_with_progress_for_its_owner_alone() {
    let case = Case::new(|_| vec![answer("200 OK", "", 26, CONTENT)]);
    let mut seen = Vec::new();
    let resumed = fetch(&case.source, &case.destination, &mut |progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    });
    assert_eq!(resumed.unwrap(), 0);
    case.assert_complete();
    let mode = std::fs::metadata(&case.destination).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(seen.first(), Some(&Progress { done: 0, total: Some(26) }));
    assert_eq!(seen.last(), Some(&Progress { done: 26, total: Some(26) }));
    let request = case.server.request();
    assert!(!request.contains("range:"), "{request}");
    assert!(request.contains("accept-encoding: identity"), "{request}");
}

#[test]
fn a_broken_transfer_is_kept_and_resumed() {
    let case = Case::new(|_| {
        vec![
            answer("200 OK", "", 26, &CONTENT[..10]),
            answer("206 Partial Content", "Content-Range: bytes 10-25/26\r\n", 16, &CONTENT[10..]),
        ]
    });
    match case.fetch() {
        Err(error @ ModelError::TransferInterrupted { received_bytes: 10, .. }) => {
            assert!(error.to_string().contains("run the same command again"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(case.part().unwrap(), &CONTENT[..10]);
    assert!(!case.destination.exists());
    case.server.request();
    assert_eq!(case.fetch().unwrap(), 10);
    case.assert_complete();
    assert!(case.server.request().contains("range: bytes=10-"));
}

#[test]
fn a_download_that_is_stopped_goes_on_from_there() {
    let case = Case::new(|_| {
        vec![
            answer("200 OK", "", 26, CONTENT),
            answer("206 Partial Content", "Content-Range: bytes 26-25/26\r\n", 0, b""),
        ]
    });
    let stop_with_some = |progress: Progress| {
        if progress.done > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    match fetch(&case.source, &case.destination, &mut |progress| stop_with_some(progress)) {
        Err(ModelError::Stopped { received_bytes }) => assert!(received_bytes > 0),
        other => panic!("{other:?}"),
    }
    assert!(!case.destination.exists());
    assert_eq!(case.part().unwrap(), CONTENT, "what has arrived is kept");
    case.server.request();
    assert_eq!(case.fetch().unwrap(), 26);
    case.assert_complete();
}

#[test]
fn a_server_without_ranges_starts_over() {
    let case = Case::new(|_| vec![answer("200 OK", "", 26, CONTENT)]).with_part(b"0123456789");
    assert_eq!(case.fetch().unwrap(), 10);
    case.assert_complete();
}

#[test]
fn a_part_that_is_complete_already_only_needs_its_hash() {
    let refusal = || vec![answer("416 Range Not Satisfiable", "", 0, b"")];
    let case = Case::new(|_| refusal()).with_part(CONTENT);
    assert_eq!(case.fetch().unwrap(), 26);
    case.assert_complete();

    let case = Case::new(|_| refusal()).with_part(b"too long and not even right");
    assert!(matches!(case.fetch(), Err(ModelError::HashMismatch { .. })));
    assert_eq!(case.part(), None);
}

#[test]
fn a_range_that_begins_elsewhere_is_not_appended() {
    let case = Case::new(|_| {
        vec![answer("206 Partial Content", "Content-Range: bytes 0-25/26\r\n", 26, CONTENT)]
    })
    .with_part(b"abc");
    let error = case.fetch().unwrap_err();
    assert!(error.to_string().contains("206"), "{error}");
    assert_eq!(case.part().unwrap(), b"abc");
}

#[test]
fn wrong_bytes_never_reach_the_final_name() {
    let case = Case::new(|_| vec![answer("200 OK", "", 26, &[b'x'; 26])]);
    match case.fetch() {
        Err(ModelError::HashMismatch { expected, actual, .. }) => {
            assert_eq!(expected, CONTENT_SHA1);
            assert_ne!(actual, expected);
        }
        other => panic!("{other:?}"),
    }
    assert!(!case.destination.exists());
    assert_eq!(case.part(), None);
}

#[test]
fn more_bytes_than_the_cap_are_refused_announced_or_not() {
    let endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    let endless = [endless, vec![b'x'; 5000]].concat();
    for bytes in [answer("200 OK", "", 101, b""), endless] {
        let case = Case::new(|_| vec![bytes]);
        let error = case.fetch().unwrap_err();
        assert!(error.to_string().contains("larger than 100 bytes"), "{error}");
        assert_eq!(case.part(), None);
    }
}

#[test]
fn redirects_are_followed_within_what_is_permitted() {
    let case = Case::new(|origin| {
        vec![
            answer("302 Found", "Location: /second\r\n", 0, b""),
            answer("307 Temporary Redirect", &format!("Location: {origin}/third\r\n"), 0, b""),
            answer("200 OK", "", 26, CONTENT),
        ]
    });
    case.fetch().unwrap();
    case.assert_complete();
    case.server.request();
    assert!(case.server.request().starts_with("get /second "));
    assert!(case.server.request().starts_with("get /third "));
}

#[test]
fn a_redirect_that_leaves_what_is_permitted_is_refused() {
    let location = "Location: http://elsewhere.example/model\r\n";
    let case = Case::new(|_| vec![answer("302 Found", location, 0, b"")]);
    let error = case.fetch().unwrap_err().to_string();
    assert!(error.contains("redirects to http://elsewhere.example/model"), "{error}");
    assert!(error.contains("not followed"), "{error}");
}

#[test]
fn a_redirect_loop_ends() {
    let hop = || answer("302 Found", "Location: /model\r\n", 0, b"");
    let case = Case::new(|_| (0..6).map(|_| hop()).collect());
    let error = case.fetch().unwrap_err();
    assert!(error.to_string().contains("circle"), "{error}");
}

#[test]
fn a_refusal_of_the_server_is_passed_on() {
    let case = Case::new(|_| vec![answer("404 Not Found", "", 0, b"")]).with_part(b"abc");
    let error = case.fetch().unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    assert_eq!(case.part().unwrap(), b"abc");
}

#[test]
fn without_a_server_the_message_names_host_and_way_out() {
    let case = Case::new(|_| Vec::new());
    // Nothing listens on the first port; the refusal comes at once.
    let mut source = case.source.clone();
    source.url = "http://127.0.0.1:1/model".to_owned();
    source.permitted_prefix = "http://127.0.0.1:1/".to_owned();
    let error = fetch(&source, &case.destination, &mut |_| ControlFlow::Continue(()))
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("cannot reach http://127.0.0.1:1: "), "{error}");
    assert!(error.contains("parlo models import PATH"), "{error}");
    assert_eq!(case.part(), None);
}

#[test]
fn two_downloads_of_one_model_are_kept_apart() {
    let case = Case::new(|_| Vec::new());
    let held = open_part(&part_path(&case.destination)).unwrap();
    let error = case.fetch().unwrap_err().to_string();
    assert!(error.contains("another parlo"), "{error}");
    // The first has not received anything yet; its part is not the second one's to clear away.
    assert_eq!(case.part().unwrap(), b"");
    drop(held);
}

#[test]
fn published_models_come_over_https_alone() {
    for entry in CATALOG {
        let source = Source::of(entry);
        assert_eq!(source.permitted_prefix, "https://");
        assert!(source.url.starts_with("https://"));
    }
    // Even a source that begins elsewhere is refused before anything is asked.
    let case = Case::new(|_| Vec::new());
    let mut source = case.source.clone();
    source.permitted_prefix = "https://".to_owned();
    let error = fetch(&source, &case.destination, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(error.to_string().contains("does not begin with https://"), "{error}");
}
