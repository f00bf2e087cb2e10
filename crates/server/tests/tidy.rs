//! House rules that no compiler checks. Each failure names the file.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file, in lines: past it, it is more than one thing.
const LINES_MAX: usize = 400;

/// The demo shop's backend.
const SHOP: &str = "web/demo-shop/backend";

/// Crates that would bring IO, time, randomness, async or SQL into the rules.
const NOT_IN_DOMAIN: [&str; 12] = [
    "tokio",
    "axum",
    "hyper",
    "reqwest",
    "rusqlite",
    "postgres",
    "tokio-postgres",
    "rand",
    "aws-lc-rs",
    "tracing",
    "metrics",
    "tender-store",
];

#[test]
fn source_files_stay_short() {
    let long = sources().into_iter().filter(|(_, text)| text.lines().count() > LINES_MAX);
    assert_none(long.map(|(path, _)| path), "longer than 400 lines; split it");
}

#[test]
fn the_shops_backend_is_an_example_that_is_read_in_one_go() {
    let lines = sources().into_iter().filter(|(path, _)| path.starts_with(SHOP));
    let lines: usize = lines.map(|(_, text)| text.lines().count()).sum();
    assert!((1..200).contains(&lines), "{lines} lines");
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources().into_iter().filter(|(_, text)| {
        let first = text.lines().find(|line| !line.is_empty() && !line.starts_with("#!["));
        !first.is_some_and(|line| line.starts_with("//! ") && line.len() > 10)
    });
    assert_none(silent.map(|(path, _)| path), "must begin with a //! comment");
}

#[test]
fn modules_are_named_by_their_file() {
    let named_mod = sources().into_iter().filter(|(path, _)| path.ends_with("mod.rs"));
    assert_none(named_mod.map(|(path, _)| path), "use foo.rs beside foo/, not mod.rs");
}

#[test]
fn open_ends_have_an_issue() {
    // Spelt apart, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let open = sources().into_iter().filter(|(_, text)| {
        let marked = |line: &&str| marks.iter().any(|mark| line.contains(mark));
        text.lines().filter(marked).any(|line| !line.contains('#'))
    });
    assert_none(open.map(|(path, _)| path), "has an open end without an issue number");
}

#[test]
fn no_pictures_in_the_source() {
    let pictures = sources().into_iter().filter(|(_, text)| text.chars().any(is_emoji));
    assert_none(pictures.map(|(path, _)| path), "has an emoji");
}

#[test]
fn no_path_of_a_machine() {
    let homes = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];
    let bound =
        sources().into_iter().filter(|(_, text)| homes.iter().any(|home| text.contains(home)));
    assert_none(bound.map(|(path, _)| path), "names a folder of one machine");
}

#[test]
fn imports_run_one_way() {
    let found = |package: &str, banned: &[&str]| -> Vec<String> {
        let manifest = read(&root().join(package).join("Cargo.toml"));
        let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
        let dependencies = dependencies.split("\n[").next().unwrap();
        let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
        dependencies.lines().map(name).filter(|name| banned.contains(&name.as_str())).collect()
    };
    assert_eq!(found("crates/domain", &NOT_IN_DOMAIN), [""; 0]);
    assert_eq!(found("crates/store", &["tender-server", "tender-processors", "axum"]), [""; 0]);
    assert_eq!(found("crates/processors", &["tender-server", "tender-store", "axum"]), [""; 0]);
    // As a merchant's: HTTP is all that it shares with Tender.
    let inside = ["tender-domain", "tender-processors", "tender-server", "tender-store"];
    assert_eq!(found("web/demo-shop", &inside), [""; 0]);
}

#[track_caller]
fn assert_none(files: impl Iterator<Item = PathBuf>, rule: &str) {
    let files: Vec<_> = files.map(|path| path.display().to_string()).collect();
    assert!(files.is_empty(), "{rule}: {}", files.join(", "));
}

/// Every Rust file of the project with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders =
        ["crates", "bench", SHOP, "web/sdk/embed"].map(|path| root().join(path)).to_vec();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_owned();
                sources.push((name, read(&path)));
            }
        }
    }
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn is_emoji(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}')
}
