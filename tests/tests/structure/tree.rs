//! A crate as its files and the arrows between them: circles, and arrows that go against the layers.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;

use super::module::{Module, Path, Use};
use crate::sources::{self, is_in};

/// Files that may know each other in a circle: a module and two parts of it, say.
pub(crate) const LARGEST_CIRCLE: usize = 3;

/// One row of the layers: what stands in a folder, or is that file, never names anything in those.
pub(crate) struct Layer {
    pub(crate) of: &'static str,
    pub(crate) never: &'static [&'static str],
}

/// A crate's files and the arrows between them.
#[derive(Default)]
pub(crate) struct Tree {
    /// Each file with its lines.
    pub(crate) files: BTreeMap<String, Vec<String>>,
    modules: BTreeMap<Path, Module>,
    /// From a file to another, with the lines that name it.
    pub(crate) arrows: BTreeMap<(String, String), BTreeSet<usize>>,
}

impl Tree {
    pub(crate) fn read(folder: &str) -> Self {
        Self::of(sources::read(folder))
    }

    pub(crate) fn of(texts: BTreeMap<String, String>) -> Self {
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
    pub(crate) fn circles(&self) -> Vec<BTreeSet<&str>> {
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
    pub(crate) fn large_circles(&self) -> Vec<String> {
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
    pub(crate) fn forbidden(&self, layers: &[Layer], apart: &[&str]) -> Vec<String> {
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
