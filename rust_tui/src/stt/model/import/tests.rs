//! From folder, wheel and parts to an installed model.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::Write;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use super::super::fixture::{self, Precision};
use super::super::verify::{Authenticity, verify};
use super::{ImportedModel, ModelError, NameCollision, import};

fn run(
    paths: &[PathBuf],
    directory: &Path,
    name: Option<&str>,
) -> Result<ImportedModel, ModelError> {
    import(paths, directory, name, NameCollision::Refuse, &mut |_| {})
}

fn wheel(path: &Path, entries: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn folder_wheel_and_parts_give_the_same_model() {
    let folder = tempfile::tempdir().unwrap();
    let model = fixture::model_bin(Precision::Float16);
    let vocabulary = fixture::vocabulary_txt().into_bytes();
    let source = folder.path().join("source");
    fixture::write_folder(&source, Precision::Float16);
    let one = folder.path().join("one.whl");
    wheel(
        &one,
        &[
            ("pkg/__init__.py", b""),
            ("pkg/model/model.bin", &model),
            ("pkg/model/vocabulary.txt", &vocabulary),
        ],
    );
    let (head, tail) = model.split_at(model.len() / 3);
    let part1 = folder.path().join("part1.whl");
    wheel(&part1, &[("a/data/model.bin.part1", head), ("a/data/vocabulary.txt", &vocabulary)]);
    let part2 = folder.path().join("part2.whl");
    wheel(&part2, &[("b/data/model.bin.part2", tail)]);

    let mut sums = Vec::new();
    let cases: [(&str, Vec<PathBuf>); 4] = [
        ("a", vec![source.clone()]),
        ("b", vec![source.join("model.bin")]),
        ("c", vec![one]),
        ("d", vec![part2, part1]),
    ];
    for (name, paths) in cases {
        let directory = folder.path().join(format!("models-{name}"));
        let mut last = None;
        let imported =
            import(&paths, &directory, Some(name), NameCollision::Refuse, &mut |progress| {
                last = Some(progress);
            })
            .unwrap();
        assert_eq!(imported.path, directory.join(format!("ggml-{name}.bin")));
        assert_eq!(imported.info.dimensions, fixture::DIMENSIONS);
        assert_eq!(verify(&imported.path).unwrap().1, Authenticity::AsImported);
        assert_eq!(last.map(|progress| Some(progress.done) == progress.total), Some(true));
        let left: Vec<_> = std::fs::read_dir(&directory).unwrap().collect();
        assert_eq!(left.len(), 2, "{left:?}");
        sums.push(imported.sha256);
    }
    assert!(sums.iter().all(|sum| *sum == sums[0]), "{sums:?}");
}

#[test]
fn importing_twice_is_fine_but_another_model_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    let directory = folder.path().join("models");
    fixture::write_folder(&source, Precision::Float16);
    let paths = [source.clone()];
    let first = run(&paths, &directory, Some("mine")).unwrap();
    assert_eq!(run(&paths, &directory, Some("mine")).unwrap(), first);

    let other = fixture::vocabulary_txt().replacen("t9\n", "T9\n", 1);
    std::fs::write(source.join("vocabulary.txt"), other).unwrap();
    let error = run(&paths, &directory, Some("mine")).unwrap_err();
    assert!(matches!(error, ModelError::NameTaken { .. }), "{error}");
    assert_eq!(verify(&first.path).unwrap().1, Authenticity::AsImported);
    let replaced =
        import(&paths, &directory, Some("mine"), NameCollision::Replace, &mut |_| {}).unwrap();
    assert_ne!(replaced.sha256, first.sha256);
    assert_eq!(verify(&replaced.path).unwrap().1, Authenticity::AsImported);
}

#[test]
fn a_model_of_unknown_dimensions_needs_a_name() {
    let folder = tempfile::tempdir().unwrap();
    fixture::write_folder(&folder.path().join("source"), Precision::Float32);
    let paths = [folder.path().join("source")];
    let error = run(&paths, &folder.path().join("models"), None).unwrap_err();
    assert!(error.to_string().contains("--name"), "{error}");
    let error = run(&paths, &folder.path().join("models"), Some("../x")).unwrap_err();
    assert!(matches!(error, ModelError::InvalidName { .. }), "{error}");
}

#[test]
fn a_damaged_model_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fixture::write_folder(&source, Precision::Float16);
    let model = fixture::model_bin(Precision::Float16);
    std::fs::write(source.join("model.bin"), &model[..model.len() / 2]).unwrap();
    let directory = folder.path().join("models");
    let error = run(&[source], &directory, Some("mine")).unwrap_err();
    assert!(error.to_string().contains("truncated"), "{error}");
    assert_eq!(std::fs::read_dir(directory).unwrap().count(), 0);
}
