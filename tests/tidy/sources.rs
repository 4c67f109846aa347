//! The project's Rust files, and where each stands in the tree of modules.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// A Rust file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path from the root of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Which crate a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// `parlo-core`.
    Core,
    /// The library of `parlo`.
    Parlo,
    /// `main.rs` of `parlo`.
    Main,
    /// The integration tests.
    Tests,
}

impl Source {
    /// The crate the file is compiled into.
    pub fn package(&self) -> Package {
        match self.path.as_str() {
            path if path.starts_with("rust_tui/crates/core/") => Package::Core,
            "rust_tui/src/main.rs" => Package::Main,
            path if path.starts_with("rust_tui/src/") => Package::Parlo,
            _ => Package::Tests,
        }
    }

    /// The file's module path within its crate: `["ui", "pane"]` for `ui/pane.rs` and
    /// `ui/pane/mod.rs`, empty for the root.
    pub fn module(&self) -> Vec<String> {
        let (_, inner) = self.path.split_once("src/").unwrap_or(("", &self.path));
        let inner = inner.trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        let is_root = |name: &String| ["lib", "main"].contains(&name.as_str());
        if module.last().is_some_and(|name| name == "mod")
            || (module.len() == 1 && module.first().is_some_and(is_root))
        {
            module.pop();
        }
        module
    }

    /// What the compiler would read.
    pub fn syntax(&self) -> syn::File {
        syn::parse_file(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }

    /// Whether it is part of the program.
    pub fn is_product(&self) -> bool {
        self.package() != Package::Tests
            && !self.is_test()
            && !self
                .module()
                .iter()
                .any(|name| ["fuzzing", "fixture", "testing"].contains(&name.as_str()))
    }

    /// Whether only tests compile it: the integration tests and sibling files of unit tests.
    pub fn is_test(&self) -> bool {
        self.package() == Package::Tests || self.module().iter().any(|name| name == "tests")
    }

    /// Every identifier in the file, including macro calls, excluding comments.
    pub fn words(&self) -> Vec<String> {
        let tokens = self.text.parse();
        let mut words = Vec::new();
        collect_words(tokens.unwrap_or_else(|error| panic!("{}: {error}", self.path)), &mut words);
        words
    }
}

fn collect_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    folder.expect("the package lies two folders deep").to_path_buf()
}

/// Every Rust file under `rust_tui/` and `tests/`.
pub fn all_sources() -> Vec<Source> {
    let root = repository();
    let mut sources = Vec::new();
    for folder in ["rust_tui", "tests"] {
        collect_sources(&root, &root.join(folder), &mut sources);
    }
    assert!(sources.len() > 10, "only {} files found", sources.len());
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    sources
}

fn collect_sources(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    let entries = std::fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.map(|entry| entry.expect("a folder entry").path()) {
        if path.is_dir() && !path.ends_with("target") {
            collect_sources(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(Source {
                text: std::fs::read_to_string(&path).expect("a readable source file"),
                path: path.strip_prefix(root).expect("below").to_string_lossy().into_owned(),
            });
        }
    }
}
