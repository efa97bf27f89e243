//! How the files of the page and of the session know each other: no large circles, no arrow against the layers, and as many of both
//! as ARCHITECTURE.md says. An arrow goes from a file to the one that defines what it names; what a module only hands on
//! (`pub use`) is followed to its origin.

mod sources;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

/// Files that may know each other in a circle: a module and two parts of it, say.
const LARGEST_CIRCLE: usize = 3;

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
const KNOWN_CRATES: [(&str, &[&str]); 6] = [
    ("crates/kernels", &[]),
    ("crates/autodiff", &["kernels"]),
    ("crates/nn", &["autodiff"]),
    ("crates/playground", &["autodiff", "nn"]),
    ("crates/words", &["autodiff", "nn", "playground"]),
    ("web", &["autodiff", "nn", "playground", "words"]),
];

/// One row of the layers.
struct Layer {
    of: &'static str,
    never: &'static [&'static str],
}

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
    let absent: Vec<&str> = named.filter(|place| !tree.files.keys().any(|file| is_in(file, place))).collect();
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

/// Whether a file stands in that folder, or is that file.
fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

type Path = Vec<String>;

/// A crate's files and the arrows between them.
#[derive(Default)]
struct Tree {
    /// Each file with its lines.
    files: BTreeMap<String, Vec<String>>,
    modules: BTreeMap<Path, Module>,
    /// From a file to another, with the lines that name it.
    arrows: BTreeMap<(String, String), BTreeSet<usize>>,
}

/// A module, in its own file or within another's.
#[derive(Default)]
struct Module {
    file: String,
    defined: BTreeSet<String>,
    uses: Vec<Use>,
    /// Other paths of two and more parts, each with its line.
    paths: Vec<(Path, usize)>,
    /// Every word that stands alone, outside of `use`.
    words: BTreeSet<String>,
}

/// One name that a `use` brings: `name` is `*` where it brings all.
#[derive(Clone)]
struct Use {
    path: Path,
    name: String,
    line: usize,
    is_handed_on: bool,
}

impl Tree {
    fn read(folder: &str) -> Self {
        Self::of(sources::read(folder))
    }

    fn of(texts: BTreeMap<String, String>) -> Self {
        let files =
            texts.iter().map(|(file, text)| (file.clone(), text.lines().map(str::to_owned).collect())).collect();
        let mut tree = Self { files, ..Self::default() };
        // main.rs is a crate of its own beside lib.rs.
        let root = if texts.contains_key("lib.rs") { "lib.rs" } else { "main.rs" };
        tree.file(&texts, root, Vec::new());
        tree.draw();
        tree
    }

    fn file(&mut self, texts: &BTreeMap<String, String>, file: &str, path: Path) {
        let tokens = sources::tokens(file, &texts[file]);
        self.module(texts, file, path, &tokens);
    }

    fn module(&mut self, texts: &BTreeMap<String, String>, file: &str, path: Path, tokens: &[TokenTree]) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        let mut inner = Vec::new();
        module.read(tokens, &mut inner);
        self.modules.insert(path.clone(), module);
        for (name, block) in inner {
            let path: Path = path.iter().cloned().chain([name]).collect();
            match block {
                Some(tokens) => self.module(texts, file, path, &tokens),
                None => {
                    let place = path.join("/");
                    let [one, other] = [format!("{place}.rs"), format!("{place}/mod.rs")];
                    let found = [one, other].into_iter().find(|file| texts.contains_key(file));
                    self.file(texts, &found.unwrap_or_else(|| panic!("{file}: `mod` {place} has no file")), path);
                }
            }
        }
    }

    fn draw(&mut self) {
        let mut arrows: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
        for (at, module) in &self.modules {
            let mut note = |path: &Path, line| {
                if let Some(to) = self.origin(at, path, 0).filter(|to| *to != module.file) {
                    arrows.entry((module.file.clone(), to)).or_default().insert(line);
                }
            };
            // What is handed on and not used here ties those together who use it, and not this file.
            let is_used = |used: &&Use| !used.is_handed_on || module.words.contains(&used.name);
            module.uses.iter().filter(is_used).for_each(|used| note(&used.path, used.line));
            module.paths.iter().for_each(|(path, line)| note(path, *line));
        }
        self.arrows = arrows;
    }

    /// The file that defines what a path names, seen from a module; nothing where that is another crate's.
    fn origin(&self, at: &[String], path: &[String], depth: usize) -> Option<String> {
        let deeper = depth + 1;
        if depth > 16 {
            return None; // names that lead to each other
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.inside(&[], rest, deeper),
            "self" => self.inside(at, rest, deeper),
            "super" => {
                let (_, above) = at.split_last()?;
                let is_super = rest.first().is_some_and(|next| next == "super");
                if is_super { self.origin(above, rest, deeper) } else { self.inside(above, rest, deeper) }
            }
            _ if self.modules.contains_key(&joined(at, first)) => self.inside(at, path, deeper),
            _ => {
                let used = self.modules[at].uses.iter().find(|used| used.name == *first && used.path != path)?;
                let whole: Path = used.path.iter().chain(rest).cloned().collect();
                self.origin(at, &whole, deeper)
            }
        }
    }

    /// The same from a module on, of which all but the first words are known.
    fn inside(&self, at: &[String], path: &[String], depth: usize) -> Option<String> {
        let module = &self.modules[at];
        let Some((first, rest)) = path.split_first() else { return Some(module.file.clone()) };
        if self.modules.contains_key(&joined(at, first)) {
            return self.inside(&joined(at, first), rest, depth);
        }
        if module.defined.contains(first) {
            return Some(module.file.clone());
        }
        if let Some(used) = module.uses.iter().find(|used| used.name == *first) {
            let whole: Path = used.path.iter().chain(rest).cloned().collect();
            return self.origin(at, &whole, depth);
        }
        let others = module.uses.iter().filter(|used| used.name == "*" && used.is_handed_on);
        let mut others = others.filter_map(|used| self.module_of(at, &used.path)).filter(|other| other != at);
        let other = others.find(|other| self.modules[other].defined.contains(first));
        Some(other.map_or_else(|| module.file.clone(), |other| self.modules[&other].file.clone()))
    }

    fn module_of(&self, at: &[String], path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let start: Path = match first.as_str() {
            "crate" => Vec::new(),
            "self" => at.to_vec(),
            "super" => at.split_last()?.1.to_vec(),
            _ => joined(at, first),
        };
        let whole: Path = start.iter().chain(rest).cloned().collect();
        self.modules.contains_key(&whole).then_some(whole)
    }

    /// The sets of files that all need each other.
    fn circles(&self) -> Vec<BTreeSet<&str>> {
        let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in self.arrows.keys() {
            next.entry(from).or_default().push(to);
        }
        let reach: BTreeMap<&str, BTreeSet<&str>> = next.keys().map(|from| (*from, reached(&next, from))).collect();
        let mut circles: Vec<BTreeSet<&str>> = Vec::new();
        for from in reach.keys().filter(|from| reach[**from].contains(**from)) {
            if !circles.iter().any(|circle| circle.contains(from)) {
                let leads_back = |to: &&&str| reach.get(**to).is_some_and(|back| back.contains(from));
                circles.push(reach[from].iter().filter(leads_back).copied().collect());
            }
        }
        circles
    }

    /// The circles that are too large, each with the lines that tie it.
    fn large_circles(&self) -> Vec<String> {
        let large = self.circles().into_iter().filter(|circle| circle.len() > LARGEST_CIRCLE);
        large
            .map(|circle| {
                let tied = self
                    .arrows
                    .iter()
                    .filter(|((from, to), _)| [from, to].iter().all(|file| circle.contains(file.as_str())));
                let lines: Vec<String> = tied.map(|((from, to), lines)| self.described(from, to, lines)).collect();
                format!("a circle of {} files\n{}", circle.len(), lines.join("\n"))
            })
            .collect()
    }

    /// The arrows that go against the layers, or from one folder to another that stands apart.
    fn forbidden(&self, layers: &[Layer], apart: &[&str]) -> Vec<String> {
        let is_against = |from: &str, to: &str| {
            let is_above = |layer: &Layer| is_in(from, layer.of) && layer.never.iter().any(|place| is_in(to, place));
            layers.iter().any(is_above) || apart.iter().any(|place| are_apart(place, from, to))
        };
        let found = self.arrows.iter().filter(|((from, to), _)| is_against(from, to));
        found.map(|((from, to), lines)| self.described(from, to, lines)).collect()
    }

    fn described(&self, from: &str, to: &str, lines: &BTreeSet<usize>) -> String {
        let line = *lines.first().expect("an arrow has a line");
        format!("  {from}:{line} → {to}   {}", self.files[from][line - 1].trim())
    }
}

/// Whether two files stand in different folders of that place.
fn are_apart(place: &str, from: &str, to: &str) -> bool {
    let folder = |file: &str| -> Option<String> {
        let rest = file.strip_prefix(place)?.strip_prefix('/')?;
        let name = rest.split('/').next()?;
        (name != "mod.rs").then(|| name.trim_end_matches(".rs").to_owned())
    };
    let [from, to] = [from, to].map(folder);
    from.is_some() && to.is_some() && from != to
}

fn joined(path: &[String], name: &str) -> Path {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

fn reached<'a>(next: &BTreeMap<&'a str, Vec<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for to in next.get(file).into_iter().flatten() {
            if found.insert(*to) {
                open.push(to);
            }
        }
    }
    found
}

impl Module {
    /// Notes what stands among these tokens; the modules within are for the caller, with their blocks where they have one.
    fn read(&mut self, tokens: &[TokenTree], inner: &mut Vec<(String, Option<Vec<TokenTree>>)>) {
        let mut at = 0;
        let mut statement = 0; // where the item began, for its `pub`
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(word) if *word == "mod" && ident(tokens, at + 1).is_some() => {
                    let name = ident(tokens, at + 1).expect("checked above");
                    inner.push((
                        name,
                        match tokens.get(at + 2) {
                            Some(TokenTree::Group(block)) => Some(block.stream().into_iter().collect()),
                            _ => None,
                        },
                    ));
                    at += 2;
                }
                TokenTree::Ident(word) if *word == "use" && !is_sign(tokens, at + 1, '<') => {
                    let end = at + tokens[at..].iter().take_while(|token| !is(token, ';')).count();
                    let is_handed_on = tokens[statement..at]
                        .iter()
                        .any(|token| matches!(token, TokenTree::Ident(word) if *word == "pub"));
                    self.brought(&tokens[at + 1..end], &[], is_handed_on);
                    at = end;
                }
                TokenTree::Ident(word) => {
                    // What follows the lifetime 'static is used, not defined.
                    let is_lifetime = at > 0 && is(&tokens[at - 1], '\'');
                    let is_definition = !is_lifetime
                        && ["fn", "struct", "enum", "trait", "type", "const", "static", "union"]
                            .iter()
                            .any(|kind| *word == kind);
                    if let Some(name) = ident(tokens, at + 1).filter(|_| is_definition) {
                        self.defined.insert(name);
                        at += 1;
                    } else {
                        at = self.path(tokens, at) - 1;
                    }
                }
                TokenTree::Group(group) => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.read(&inside, inner);
                    statement = if group.delimiter() == Delimiter::Brace { at + 1 } else { statement };
                }
                _ => {}
            }
            if tokens.get(at).is_some_and(|token| is(token, ';')) {
                statement = at + 1;
            }
            at += 1;
        }
    }

    /// Notes the path or the word that begins here, and says where it has ended.
    fn path(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let line = tokens[at].span().start().line;
        // What follows `::` is the rest of a path that began with a type in angle brackets, or another crate's.
        let is_rest = at >= 2 && is(&tokens[at - 1], ':') && is(&tokens[at - 2], ':');
        let mut path: Path = ident(tokens, at).into_iter().collect();
        let mut at = at + 1;
        while is_sign(tokens, at, ':') && is_sign(tokens, at + 1, ':') {
            let Some(next) = ident(tokens, at + 2) else { break };
            path.push(next);
            at += 3;
        }
        self.words.insert(path[0].clone());
        if path.len() > 1 && !is_rest {
            self.paths.push((path, line));
        }
        at
    }

    /// Notes each name of a tree of `use`.
    fn brought(&mut self, tree: &[TokenTree], before: &[String], is_handed_on: bool) {
        let mut path = before.to_vec();
        let mut alias = None;
        let mut line = 0;
        for (at, token) in tree.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if *word == "as" => {
                    alias = ident(tree, at + 1);
                    break;
                }
                TokenTree::Ident(word) => {
                    line = word.span().start().line;
                    path.push(word.to_string());
                }
                TokenTree::Group(group) => {
                    let parts: Vec<TokenTree> = group.stream().into_iter().collect();
                    parts.split(|token| is(token, ',')).for_each(|part| self.brought(part, &path, is_handed_on));
                    return;
                }
                TokenTree::Punct(sign) if sign.as_char() == '*' => {
                    line = sign.span().start().line;
                    alias = Some("*".to_owned());
                }
                _ => {}
            }
        }
        if path.len() > before.len() && path.last().is_some_and(|last| last == "self") && !before.is_empty() {
            path.pop(); // `a::{self}` is a
        }
        if line > 0 {
            let name = alias.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
            self.uses.push(Use { path, name, line, is_handed_on });
        }
    }
}

fn ident(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}

fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|token| is(token, sign))
}

/// An invented crate.
fn invented(files: &[(&str, &str)]) -> Tree {
    Tree::of(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect())
}

fn drawn(tree: &Tree) -> Vec<String> {
    tree.arrows.keys().map(|(from, to)| format!("{from} → {to}")).collect()
}

#[test]
fn a_circle_of_four_is_found_with_the_lines_that_tie_it_and_one_of_three_is_let_be() {
    let mut files = vec![
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::{self, B};\npub(crate) struct A;"),
        ("b.rs", "pub(crate) struct B;\nfn f() { super::c::g(); }"),
        ("c.rs", "pub(crate) fn g() { let d: crate::d::D = todo!(); }"),
        ("d.rs", "pub(crate) struct D;\nuse super::{a::A as Other};"),
    ];
    let [circle] = &invented(&files).large_circles()[..] else { panic!("one circle") };
    assert_eq!(
        circle.lines().collect::<Vec<_>>(),
        [
            "a circle of 4 files",
            "  a.rs:1 → b.rs   use crate::b::{self, B};",
            "  b.rs:2 → c.rs   fn f() { super::c::g(); }",
            "  c.rs:1 → d.rs   pub(crate) fn g() { let d: crate::d::D = todo!(); }",
            "  d.rs:2 → a.rs   use super::{a::A as Other};",
        ]
    );
    files[3].1 = "pub(crate) fn g() { let a: crate::a::A = todo!(); }";
    let tree = invented(&files);
    assert_eq!(tree.circles(), [BTreeSet::from(["a.rs", "b.rs", "c.rs"])]);
    assert!(tree.large_circles().is_empty());
}

#[test]
fn an_arrow_against_the_layers_is_found_and_so_is_one_between_views() {
    let tree = invented(&[
        ("lib.rs", "mod store; mod draw; mod views;"),
        ("draw.rs", "use crate::store::State;\npub(crate) fn line() {}"),
        ("store/mod.rs", "mod state;\npub(crate) use state::State;"),
        ("store/state.rs", "pub(crate) struct State;"),
        ("views/mod.rs", "pub(crate) mod plot; pub(crate) mod curve; pub(crate) struct Shared;"),
        ("views/plot.rs", "use super::Shared; use crate::draw::line; pub(crate) fn plot() {}"),
        ("views/curve/mod.rs", "use crate::store::State; mod axes;"),
        ("views/curve/axes.rs", "fn f() { super::super::plot::plot() }"),
    ]);
    let layers = [Layer { of: "draw", never: &["views", "store"] }, Layer { of: "views", never: &["client"] }];
    assert_eq!(
        tree.forbidden(&layers, &["views"]),
        [
            "  draw.rs:1 → store/state.rs   use crate::store::State;",
            "  views/curve/axes.rs:1 → views/plot.rs   fn f() { super::super::plot::plot() }",
        ]
    );
}

#[test]
fn what_is_handed_on_leads_to_its_origin_and_comments_strings_and_tests_lead_nowhere() {
    let tree = invented(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        (
            "a/mod.rs",
            "mod inner; mod all;\npub use self::inner::{One, Two as Second}; pub(crate) use all::*; fn f(two: Second) -> &'static One {}",
        ),
        ("a/inner.rs", "pub struct One; pub struct Two;"),
        ("a/all.rs", "pub enum Many { First }"),
        (
            "b.rs",
            "use crate::a::One; use crate::d; fn f(one: &'static One) { crate::a::Many::First; d::deep::f(); Vec::<u8>::new(); }",
        ),
        (
            "c.rs",
            "// use crate::b;\n/// crate::b::f()\nconst S: &str = \"crate::b\";\n#[cfg(test)] use crate::b;\n#[cfg(test)]\nmod tests { use crate::b; }\n#[cfg(test)]\nmod more;",
        ),
        ("d/mod.rs", "pub mod deep; mod block { use super::super::c::S; }"),
        ("d/deep.rs", "pub fn f() -> impl Sized + use<> {}"),
    ]);
    let wanted = [
        "a/mod.rs → a/inner.rs",
        "b.rs → a/all.rs",
        "b.rs → a/inner.rs",
        "b.rs → d/deep.rs",
        "b.rs → d/mod.rs",
        "d/mod.rs → c.rs",
    ];
    assert_eq!(drawn(&tree), wanted);
}

#[test]
fn dependencies_are_those_of_the_program_and_not_of_its_tests() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\nnn.workspace = true\n# kernels\nserde = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\nwords = { path = \"..\" }\n[dev-dependencies]\nweb.workspace = true\n";
    assert_eq!(dependencies(manifest), ["nn", "serde", "words"]);
}
