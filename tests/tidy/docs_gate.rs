//! `scripts/docs-gate` in a repository of its own: what asks for a note, and what for the changelog too.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::sources::repository;

const NOTE: &str = "docs/architecture/2026-01-01/ARCHITECTURE.md";
const SOURCE: &str = "rust_tui/src/ui/hud.rs";
const PROGRAM: &str = "//! The rows.\nfn row() -> &'static str { \"no microphone\" }\n";
const SNAPSHOT: &str = "rust_tui/src/ui/snapshots/hud.snap";

/// A repository with one commit, which the gate has nothing against.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let sections = ["Goal", "Decision", "Alternatives", "Trade-offs", "Benchmarks", "Risks"];
        let note: String = sections.iter().map(|section| format!("\n## {section}\n")).collect();
        for (name, text) in [
            (NOTE, note.as_str()),
            ("master_index.md", NOTE),
            ("CHANGELOG.md", "# Changes\n"),
            (SOURCE, PROGRAM),
            (SNAPSHOT, "---\nsource: hud.rs\n---\nidle\n"),
        ] {
            project.write(name, text);
        }
        std::fs::create_dir(project.0.path().join("scripts")).unwrap();
        let script = repository().join("scripts/docs-gate");
        std::fs::copy(script, project.0.path().join("scripts/docs-gate")).unwrap();
        for arguments in ["init --quiet", "add .", "commit --quiet --message all"] {
            let mut git = Command::new("git");
            git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
            git.args(arguments.split(' ')).current_dir(project.0.path());
            assert!(git.status().unwrap().success(), "{arguments}");
        }
        project
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        let path = |name: &str| self.0.path().join(name);
        std::fs::create_dir_all(path(to).parent().unwrap()).unwrap();
        std::fs::rename(path(from), path(to)).unwrap();
    }

    /// What the gate asks for beside what is there: the names before the colons.
    #[track_caller]
    fn asks_for(&self, expected: &[&str]) {
        let mut gate = Command::new(Path::new("scripts/docs-gate"));
        let output = gate.arg("HEAD").current_dir(self.0.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let asked: Vec<&str> =
            said.lines().map(|line| line.split(": ").nth(1).unwrap_or(line)).collect();
        assert_eq!(asked, expected, "{said}");
        assert_eq!(output.status.success(), expected.is_empty(), "{said}");
    }
}

#[test]
fn what_has_not_changed_asks_for_nothing() {
    Project::new().asks_for(&[]);
}

#[test]
fn a_refactor_asks_for_the_note_alone() {
    let project = Project::new();
    project.rename(SOURCE, "rust_tui/src/ui/hud/row.rs");
    project.rename(SNAPSHOT, "rust_tui/src/ui/hud/snapshots/row.snap");
    project.write("rust_tui/src/ui/hud/snapshots/row.snap", "---\nsource: row.rs\n---\nidle\n");
    let source = format!(
        "{PROGRAM}// Words of a \"new comment\".\n#[expect(dead_code, reason = \"not used yet\")]\n\
         fn f() {{ tracing::info!(at = g(1), \"an entry of the log\"); h(\"word\", '\"') }}\n"
    );
    project.write("rust_tui/src/ui/hud/row.rs", &source);
    project.write("rust_tui/src/ui/hud/tests.rs", "const SAID: &str = \"one two three\";\n");
    project.asks_for(&[NOTE]);
    project.write(
        NOTE,
        &format!("{}\nmore", std::fs::read_to_string(project.0.path().join(NOTE)).unwrap()),
    );
    project.asks_for(&[]);
}

#[test]
fn what_a_user_sees_asks_for_the_changelog_too() {
    let said = PROGRAM.replace("no microphone", "no microphone found");
    for (name, text) in [
        (SOURCE, said.as_str()),
        ("rust_tui/src/ui/raw.rs", "const SAID: &str = r#\"a \"new\" message\"#;\n"),
        ("rust_tui/src/ui/error.rs", "#[error(\"{0} is gone\")]\nstruct Gone(String);\n"),
        (SNAPSHOT, "---\nsource: hud.rs\n---\nlistening\n"),
        ("rust_tui/assets/themes/dark.toml", "text = 1\n"),
    ] {
        let project = Project::new();
        project.write(name, text);
        let code = name.ends_with(".rs") || name.ends_with(".toml");
        project.asks_for(if code { &[NOTE, "CHANGELOG.md"] } else { &["CHANGELOG.md"] });
        project.write("CHANGELOG.md", "# Changes\n\nOne.\n");
        project.asks_for(if code { &[NOTE] } else { &[] });
    }
}
