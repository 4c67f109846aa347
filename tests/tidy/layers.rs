//! Who may import whom: a table, and a reader of paths that grouping does not fool.
//!
//! | who | may import |
//! |---|---|
//! | parlo-core | nothing of ours |
//! | ui, session, voice, stt, diag | parlo-core |
//! | cmd | all |
//! | main | cmd |
//!
//! The reader takes every path of a file, from `use` trees, expressions, types and the inside of
//! macro calls, and resolves `crate`, `self` and `super` against the file's place in the tree.

use super::sources::{Package, Source};
use proc_macro2::{TokenStream, TokenTree};
use std::iter::Peekable;

/// The domains of `rust_tui/src` that know nothing of each other.
const SIBLINGS: [&str; 5] = ["ui", "session", "voice", "stt", "diag"];
/// The composition root.
const ROOT: &str = "cmd";

const DECLARES_ONLY: &str = "lib.rs only declares modules";

fn is_domain(name: &str) -> bool {
    SIBLINGS.contains(&name) || name == ROOT
}

/// What in this file breaks the table, or takes parlo-core to the outside world.
pub fn violations(source: &Source) -> Vec<String> {
    let mut paths = Vec::new();
    collect_paths(source.tokens(), &source.module(), &mut paths);
    paths
        .iter()
        .filter_map(|path| {
            Some(format!("{}: {}: {}", source.path, path.join("::"), objection(source, path)?))
        })
        .collect()
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
        Package::Parlo if first == "parlo" => Some("the library names its own modules by crate::"),
        Package::Parlo if first == "crate" => sibling_objection(&source.module(), second),
        Package::Parlo if source.module().is_empty() && is_domain(first) => Some(DECLARES_ONLY),
        Package::Parlo => None,
    }
}

fn sibling_objection(module: &[String], target: Option<&str>) -> Option<&'static str> {
    let home = module.first().map(String::as_str);
    match (home, target) {
        (Some(ROOT), _) => None,
        (None, _) => Some(DECLARES_ONLY),
        (Some(home), Some(target)) if home == target => None,
        (_, Some(target)) if is_domain(target) => Some("siblings never import each other, nor cmd"),
        // The root itself or something re-exported there would be a way around the table.
        (_, _) => Some("crate:: is followed by the file's own domain"),
    }
}

fn impurity(path: &[String]) -> Option<&'static str> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["std", "fs" | "net" | "process" | "thread" | "io" | "env" | "os", ..] => {
            Some("parlo-core does no I/O")
        }
        [.., "Instant" | "SystemTime", "now"] => Some("parlo-core takes time as an argument"),
        _ => None,
    }
}

/// Adds every path in the tokens, with `crate`, `self` and `super` resolved.
fn collect_paths(tokens: TokenStream, module: &[String], paths: &mut Vec<Vec<String>>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "mod" => collect_module(&mut tokens, module, paths),
            // The `(crate)` of a visibility imports nothing.
            TokenTree::Ident(word) if word == "pub" => {
                tokens.next_if(|it| matches!(it, TokenTree::Group(_)));
            }
            TokenTree::Ident(word) => {
                collect_tree(vec![word.to_string()], &mut tokens, module, paths);
            }
            TokenTree::Group(group) => collect_paths(group.stream(), module, paths),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The inside of `mod name { … }`, one level further down.
fn collect_module(
    tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
    module: &[String],
    paths: &mut Vec<Vec<String>>,
) {
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return;
    };
    if let Some(TokenTree::Group(body)) = tokens.next_if(|it| matches!(it, TokenTree::Group(_))) {
        let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
        collect_paths(body.stream(), &inner, paths);
    }
}

/// Follows `a::b::{c, d::e}` from its first word on.
fn collect_tree(
    mut path: Vec<String>,
    tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
    module: &[String],
    paths: &mut Vec<Vec<String>>,
) {
    while takes_separator(tokens) {
        match tokens.next() {
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            Some(TokenTree::Group(group)) => {
                collect_branches(&path, group.stream(), module, paths);
                return;
            }
            // A glob, or the `<` of a turbofish.
            _ => break,
        }
    }
    paths.extend(resolve(path, module));
}

fn collect_branches(
    stem: &[String],
    tokens: TokenStream,
    module: &[String],
    paths: &mut Vec<Vec<String>>,
) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "as" => drop(tokens.next()),
            TokenTree::Ident(word) => {
                let branch = stem.iter().cloned().chain([word.to_string()]).collect();
                collect_tree(branch, &mut tokens, module, paths);
            }
            TokenTree::Punct(mark) if mark.as_char() == '*' => {
                paths.extend(resolve(stem.to_vec(), module));
            }
            TokenTree::Group(group) => collect_branches(stem, group.stream(), module, paths),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn takes_separator(tokens: &mut Peekable<impl Iterator<Item = TokenTree>>) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':' && mark.spacing() == proc_macro2::Spacing::Joint);
    if tokens.next_if(is_colon).is_none() {
        return false;
    }
    tokens.next();
    true
}

/// The path from the root of its crate; `None` for words that start at no crate we judge.
fn resolve(path: Vec<String>, module: &[String]) -> Option<Vec<String>> {
    let is_relative = |word: &String| word == "self" || word == "super";
    let mut place = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return (path.len() > 1).then_some(path),
    };
    let mut words = path.into_iter().peekable();
    words.next_if(|word| word == "crate");
    while let Some(word) = words.next_if(is_relative) {
        if word == "super" {
            place.pop();
        }
    }
    let mut resolved = vec!["crate".to_owned()];
    resolved.append(&mut place);
    resolved.extend(words);
    Some(resolved)
}

mod tests;
