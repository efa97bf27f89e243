//! How the files of the page and of the session know each other: no large circles, no arrow against the layers, and as many of both
//! as ARCHITECTURE.md says. An arrow goes from a file to the one that defines what it names; what a module only hands on
//! (`pub use`) is followed to its origin.

mod invented;
mod module;
mod tree;

use std::collections::BTreeSet;

use crate::sources;
use tree::{LARGEST_CIRCLE, Layer, Tree};

/// What ARCHITECTURE.md's line begins with.
const MARK: &str = "<!-- structure -->";

/// The folders whose files are looked at.
const CRATES: [&str; 2] = ["web/src", "crates/playground/src"];

/// What stands in these places of the page (folders or files, without `.rs`) never names anything in those.
const LAYERS: [Layer; 8] = [
    Layer {
        of: "draw",
        never: &["api", "app", "client", "components", "controls", "protocol", "store", "views", "worker"],
    },
    Layer { of: "components", never: &["api", "app", "client", "protocol", "store", "views", "worker"] },
    Layer {
        of: "browser",
        never: &["api", "app", "client", "components", "draw", "protocol", "store", "views", "worker"],
    },
    Layer {
        of: "protocol",
        never: &["api", "app", "browser", "client", "components", "draw", "store", "views", "worker"],
    },
    Layer { of: "views", never: &["api", "app", "client", "worker"] },
    Layer { of: "store", never: &["api", "app", "browser", "client", "components", "draw", "views", "worker"] },
    Layer { of: "worker", never: &["api", "app", "client", "components", "controls", "draw", "store", "views"] },
    Layer { of: "client", never: &["api", "components", "controls", "draw", "views"] },
];

/// The folders of the page whose folders do not know each other; what stands directly in them is shared.
const APART: [&str; 1] = ["views"];

/// Of the workspace's crates, those that each may know: its `[dependencies]` name no others.
const KNOWN_CRATES: [(&str, &[&str]); 7] = [
    ("crates/kernels", &[]),
    ("crates/autodiff", &["kernels"]),
    ("crates/nn", &["autodiff"]),
    ("crates/playground", &["autodiff", "nn"]),
    ("crates/words", &["autodiff", "nn", "playground"]),
    ("crates/lessons", &["playground"]),
    ("web", &["autodiff", "nn", "playground", "words"]),
];

#[test]
fn no_large_circle_ties_files_together() {
    let circles: Vec<String> = CRATES.iter().flat_map(|folder| Tree::read(folder).large_circles()).collect();
    assert!(circles.is_empty(), "no more than {LARGEST_CIRCLE} files may need each other:\n{}", circles.join("\n"));
}

#[test]
fn no_file_of_the_page_knows_a_layer_above_it() {
    let tree = Tree::read("web/src");
    // A rule about a place that is not there holds nothing: who moves a folder moves its row.
    let named = LAYERS.iter().map(|layer| layer.of).chain(APART);
    let absent: Vec<&str> = named.filter(|place| !tree.files.keys().any(|file| sources::is_in(file, place))).collect();
    let forbidden = tree.forbidden(&LAYERS, &APART);
    let count = forbidden.len();
    assert!(
        absent.is_empty() && forbidden.is_empty(),
        "{count} arrows go against the layers:\n{}\nnot in web/src, but with a rule: {absent:?}",
        forbidden.join("\n")
    );
}

#[test]
fn no_crate_knows_one_above_it() {
    let own: BTreeSet<&str> = KNOWN_CRATES.iter().map(|(place, _)| place.rsplit('/').next().unwrap()).collect();
    for (place, known) in KNOWN_CRATES {
        let manifest = std::fs::read_to_string(sources::root().join(place).join("Cargo.toml"))
            .unwrap_or_else(|error| panic!("{place}: {error}"));
        let unknown: Vec<&str> =
            dependencies(&manifest).into_iter().filter(|name| own.contains(name) && !known.contains(name)).collect();
        assert_eq!(unknown, Vec::<&str>::new(), "{place} may know {known:?} and no other crates of ours");
    }
}

#[test]
fn the_figures_of_the_architecture_are_true() {
    let [page, session] = CRATES.map(|folder| {
        let tree = Tree::read(folder);
        format!("{} arrows, {} circles between the files of `{folder}`", tree.arrows.len(), tree.circles().len())
    });
    let right = format!("{MARK} {page}; {session}.");
    let text = std::fs::read_to_string(sources::root().join("ARCHITECTURE.md")).unwrap();
    let found = text.lines().find(|line| line.starts_with(MARK)).unwrap_or("no such line");
    assert_eq!(found, right, "ARCHITECTURE.md must say what is so");
}

/// The names of the tables `[dependencies]` of a manifest, for whatever target.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut is_inside = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            is_inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if is_inside && !line.starts_with('#') {
            names.extend(line.split(['.', '=', ' ']).next().filter(|name| !name.is_empty()));
        }
    }
    names
}

#[test]
fn dependencies_are_those_of_the_program_and_not_of_its_tests() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\nnn.workspace = true\n# kernels\nserde = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\nwords = { path = \"..\" }\n[dev-dependencies]\nweb.workspace = true\n";
    assert_eq!(dependencies(manifest), ["nn", "serde", "words"]);
}
