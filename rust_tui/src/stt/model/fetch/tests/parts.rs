//! Parts of downloads that somebody else has left, or laid, in the way.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::super::part_path;
use super::server::answer;
use super::{CONTENT, Case};

#[test]
fn a_part_that_is_not_ours_is_neither_followed_nor_gone_on_from() {
    let plant: [fn(&Path, &Path); 3] = [
        |other, part| std::os::unix::fs::symlink(other, part).unwrap(),
        |other, part| std::fs::hard_link(other, part).unwrap(),
        |_, part| std::fs::create_dir(part).unwrap(),
    ];
    for plant in plant {
        let case = Case::new(|_| Vec::new());
        let other = case.folder.path().join("other");
        std::fs::write(&other, "mine").unwrap();
        plant(&other, &part_path(&case.destination));
        let error = case.fetch().unwrap_err().to_string();
        assert!(error.contains("ggml-x.bin.part"), "{error}");
        assert_eq!(std::fs::read(&other).unwrap(), b"mine");
        assert!(!case.destination.exists());
    }
}

#[test]
fn a_part_that_was_open_to_others_becomes_a_model_that_is_not() {
    let rest =
        || answer("206 Partial Content", "Content-Range: bytes 3-25/26\r\n", 23, &CONTENT[3..]);
    let case = Case::new(|_| vec![rest()]).with_part(&CONTENT[..3]);
    let wide = PermissionsExt::from_mode(0o666);
    std::fs::set_permissions(part_path(&case.destination), wide).unwrap();
    case.fetch().unwrap();
    let mode = std::fs::metadata(&case.destination).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_part_of_something_else_ends_with_its_hash() {
    let rest =
        || answer("206 Partial Content", "Content-Range: bytes 3-25/26\r\n", 23, &CONTENT[3..]);
    let case = Case::new(|_| vec![rest()]).with_part(b"xyz");
    let error = case.fetch().unwrap_err().to_string();
    assert!(error.contains("thrown away; run the same command again"), "{error}");
    assert_eq!((case.part(), case.destination.exists()), (None, false));
}
