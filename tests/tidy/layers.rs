//! Who may import whom: a table, and a reader of paths that sees through grouping.
//!
//! | who | may import |
//! |---|---|
//! | parlo-core | nothing of ours |
//! | ui, session, voice, stt, diag | parlo-core |
//! | config | parlo-core, ui, session, stt, diag |
//! | dictation | parlo-core, config, voice, stt, diag |
//! | integration | parlo-core, dictation, diag |
//! | cmd | all |
//! | main | cmd |
//!
//! The reader collects every path of a file, from `use` trees, expressions, types and macro calls,
//! and resolves `crate`, `self` and `super` by the file's place in the tree.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, discouraged::Speculative};
use syn::visit::{self, Visit};
use syn::{Ident, Item, ItemExternCrate, ItemMod, ItemUse, Path, Token, UseTree, Visibility};

use super::sources::{Package, Source};

/// The domains of `rust_tui/src`, and which of the others each may import.
const DOMAINS: [(&str, &[&str]); 9] = [
    ("ui", &[]),
    ("session", &[]),
    ("voice", &[]),
    ("stt", &[]),
    ("diag", &[]),
    ("config", &["ui", "session", "stt", "diag"]),
    ("dictation", &["config", "voice", "stt", "diag"]),
    ("integration", &["dictation", "diag"]),
    ("cmd", &["ui", "session", "voice", "stt", "diag", "config", "dictation", "integration"]),
];
/// The composition root, which alone may name its own crate as a whole.
const ROOT: &str = "cmd";

const DECLARES_ONLY: &str = "lib.rs only declares modules";

/// What a domain may import besides itself; `None` if it is no domain.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    DOMAINS.iter().find(|(domain, _)| *domain == name).map(|(_, others)| *others)
}

/// Paths of this file that violate the table or the purity of parlo-core.
pub fn violations(source: &Source) -> Vec<String> {
    paths(source)
        .iter()
        .filter_map(|path| {
            Some(format!("{}: {}: {}", source.path, path.join("::"), objection(source, path)?))
        })
        .collect()
}

/// Every path that a file names, from `crate` or from the name of a crate.
pub fn paths(source: &Source) -> Vec<Vec<String>> {
    let mut paths = Paths { module: source.module(), found: Vec::new() };
    paths.visit_file(&source.syntax());
    paths.found
}

/// Why this file may not name this path; paths start with `crate` or the name of a crate.
fn objection(source: &Source, path: &[String]) -> Option<&'static str> {
    let first = path.first()?.as_str();
    let second = path.get(1).map(String::as_str);
    match source.package() {
        Package::Tests => None,
        Package::Core if first == "parlo" => Some("parlo-core imports nothing of ours"),
        Package::Core if source.is_test() => None,
        Package::Core => impurity(path),
        Package::Main if first == "parlo" && second != Some(ROOT) => Some("main imports only cmd"),
        Package::Main => None,
        Package::Parlo if first == "parlo" && second.is_some() => {
            Some("the library names its own modules by crate::")
        }
        Package::Parlo if first == "crate" => domain_objection(&source.module(), second),
        Package::Parlo if source.module().is_empty() && allowed(first).is_some() => {
            Some(DECLARES_ONLY)
        }
        Package::Parlo => None,
    }
}

fn domain_objection(module: &[String], target: Option<&str>) -> Option<&'static str> {
    let Some(home) = module.first().map(String::as_str) else { return Some(DECLARES_ONLY) };
    match target {
        _ if home == ROOT => None,
        Some(target) if home == target => None,
        Some(target) if allowed(home).is_some_and(|others| others.contains(&target)) => None,
        Some(target) if allowed(target).is_some() => Some("the table of layers has no such arrow"),
        // The root itself or something re-exported there would be a way around the table.
        _ => Some("crate:: is followed by the file's own domain"),
    }
}

fn impurity(path: &[String]) -> Option<&'static str> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["std"] => Some("a part of std is named where it is used"),
        ["std", "fs" | "net" | "process" | "thread" | "io" | "env" | "os", ..] => {
            Some("parlo-core does no I/O")
        }
        [.., _, "now"] => Some("parlo-core takes time as an argument"),
        _ => None,
    }
}

/// Every path of a file, from the root of its crate or from the name of another.
struct Paths {
    /// The module that is being read.
    module: Vec<String>,
    found: Vec<Vec<String>>,
}

impl Paths {
    /// Adds a path, with `crate`, `self` and `super` resolved.
    fn add(&mut self, path: Vec<String>) {
        let mut place = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return self.found.push(path),
        };
        for word in path {
            match word.as_str() {
                "crate" | "self" => {}
                "super" => drop(place.pop()),
                _ => place.push(word),
            }
        }
        place.insert(0, "crate".to_owned());
        self.found.push(place);
    }

    /// Adds the paths of a `use` tree below this stem.
    fn add_imports(&mut self, mut stem: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(branch) => {
                stem.push(branch.ident.to_string());
                self.add_imports(stem, &branch.tree);
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_imports(stem.clone(), tree));
            }
            UseTree::Name(leaf) => self.add([stem, vec![leaf.ident.to_string()]].concat()),
            UseTree::Rename(leaf) => self.add([stem, vec![leaf.ident.to_string()]].concat()),
            _ => self.add(stem),
        }
    }

    /// Reads the inside of a macro call, which need not be Rust: items where there are any,
    /// otherwise words joined by `::`. `crate::$name` yields `crate` alone, which is refused.
    fn read_tokens(&mut self, input: ParseStream) -> syn::Result<()> {
        while !input.is_empty() {
            let ahead = input.fork();
            if let Ok(item) = ahead.parse::<Item>() {
                input.advance_to(&ahead);
                self.visit_item(&item);
            } else if input.peek(Token![pub]) {
                input.parse::<Visibility>()?;
            } else if input.peek(Ident::peek_any) {
                let mut path = vec![input.call(Ident::parse_any)?.to_string()];
                while input.parse::<Option<Token![::]>>()?.is_some() && input.peek(Ident::peek_any)
                {
                    path.push(input.call(Ident::parse_any)?.to_string());
                }
                self.add(path);
            } else if let TokenTree::Group(group) = input.parse()? {
                self.visit_token_stream(&group.stream());
            }
        }
        Ok(())
    }
}

impl Visit<'_> for Paths {
    fn visit_path(&mut self, path: &Path) {
        self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        self.add_imports(Vec::new(), &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &ItemExternCrate) {
        let own = item.ident == "self";
        self.add(vec![if own { "crate".to_owned() } else { item.ident.to_string() }]);
    }

    fn visit_item_mod(&mut self, item: &ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    /// The `(crate)` of a visibility imports nothing.
    fn visit_visibility(&mut self, _: &Visibility) {}

    fn visit_token_stream(&mut self, tokens: &TokenStream) {
        let read = (|input: ParseStream| self.read_tokens(input)).parse2(tokens.clone());
        read.unwrap_or_else(|error| panic!("{tokens}: {error}"));
    }
}

mod tests;
