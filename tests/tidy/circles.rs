//! No circle of imports: from no file can one follow imports back to it.
//!
//! A module and those below it are one family: a child may use what its parent declares, and a parent
//! its children. Between all others the arrows point one way.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::paths;
use super::sources::{Package, Source};

/// A module: the crate it is part of, and its path in there.
type Module = Vec<String>;

/// Which other modules each module imports, families left out.
fn arrows(sources: &[Source]) -> BTreeMap<Module, BTreeSet<Module>> {
    let files: Vec<(Module, &Source)> =
        sources.iter().filter_map(|source| Some((module(source)?, source))).collect();
    let modules: BTreeSet<&Module> = files.iter().map(|(module, _)| module).collect();
    let target = |home: &Module, path: &[String]| -> Option<Module> {
        let base = match path.first()?.as_str() {
            "crate" => home.first()?.clone(),
            "parlo_core" => "parlo_core".to_owned(),
            _ => return None,
        };
        let full: Module = [&[base], &path[1..]].concat();
        let place =
            (1..=full.len()).rev().find(|length| modules.contains(&full[..*length].to_vec()));
        place.map(|length| full[..length].to_vec())
    };
    let is_family = |one: &Module, other: &Module| one.starts_with(other) || other.starts_with(one);
    files
        .iter()
        .map(|(home, source)| {
            let targets = paths(source).into_iter().filter_map(|path| target(home, &path));
            (home.clone(), targets.filter(|target| !is_family(home, target)).collect())
        })
        .collect()
}

/// The module of a file of the product; none of a test.
fn module(source: &Source) -> Option<Module> {
    let base = match source.package() {
        Package::Core => "parlo_core",
        Package::Parlo => "parlo",
        Package::Main | Package::Tests => return None,
    };
    source.is_product().then(|| [vec![base.to_owned()], source.module()].concat())
}

/// All modules that imports lead to from this one.
fn reachable<'a>(
    from: &'a Module,
    arrows: &'a BTreeMap<Module, BTreeSet<Module>>,
) -> BTreeSet<&'a Module> {
    let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(next) = left.pop() {
        left.extend(arrows.get(next).into_iter().flatten().filter(|it| seen.insert(*it)));
    }
    seen
}

/// Every circle, each named by its members.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let arrows = arrows(sources);
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        arrows.keys().map(|module| (module, reachable(module, &arrows))).collect();
    let names = |members: BTreeSet<&Module>| {
        let names: Vec<String> = members.into_iter().map(|module| module.join("::")).collect();
        names.join(" ⇄ ")
    };
    let in_circles = reach.iter().filter(|(module, seen)| seen.contains(**module));
    let found: BTreeSet<String> = in_circles
        .map(|(module, seen)| {
            names(seen.iter().filter(|it| reach[**it].contains(module)).copied().collect())
        })
        .collect();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let source = |(path, text): &(&str, &str)| {
            let path = format!("rust_tui/src/{path}.rs");
            Source { path, text: (*text).to_owned() }
        };
        circles(&files.iter().map(source).collect::<Vec<_>>())
    }

    #[test]
    fn a_circle_is_found_over_any_number_of_files() {
        let three = [
            ("ui/a", "use super::b::B;"),
            ("ui/b", "use crate::ui::c::C;"),
            ("ui/c", "fn f() { super::a::g() }"),
            ("ui/d", "use super::a::A;"),
        ];
        assert_eq!(found(&three), ["parlo::ui::a ⇄ parlo::ui::b ⇄ parlo::ui::c"]);
        assert_eq!(found(&three[1..]), [""; 0]);
    }

    #[test]
    fn a_module_and_its_children_are_one_family() {
        let family = [("ui", "mod a; use a::A;"), ("ui/a", "use super::B;")];
        assert_eq!(found(&family), [""; 0]);
    }
}
