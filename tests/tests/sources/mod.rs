//! The program's own sources, read as tokens: comments and tests are not among them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files of the crate whose sources stand in that folder of the workspace, by their places within it; not those that only
/// its tests have.
pub(crate) fn read(folder: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    collect(&root().join(folder), "", &mut all);
    assert!(!all.is_empty(), "{folder} must hold Rust files");
    let mut found = BTreeMap::new();
    let mut open: Vec<String> = ["lib.rs", "main.rs"].map(str::to_owned).into();
    while let Some(file) = open.pop() {
        let Some(text) = all.remove(&file) else { continue };
        let within = file.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
        let within = if ["lib", "main"].contains(&within) { "" } else { within };
        for name in modules(&tokens(&file, &text)) {
            let place = if within.is_empty() { name } else { format!("{within}/{name}") };
            open.extend([format!("{place}.rs"), format!("{place}/mod.rs")]);
        }
        found.insert(file, text);
    }
    found
}

/// The modules that are declared among these tokens and stand in files of their own.
fn modules(tokens: &[TokenTree]) -> Vec<String> {
    let declared = tokens.windows(3).filter_map(|three| match three {
        [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(end)]
            if *word == "mod" && end.as_char() == ';' =>
        {
            Some(name.to_string())
        }
        _ => None,
    });
    declared.collect()
}

fn collect(dir: &Path, place: &str, found: &mut BTreeMap<String, String>) {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    for path in entries.map(|entry| entry.expect("a folder's entry can be read").path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let place = if place.is_empty() { name.to_string() } else { format!("{place}/{name}") };
        if path.is_dir() {
            collect(&path, &place, found);
        } else if name.ends_with(".rs") {
            found.insert(place, std::fs::read_to_string(&path).expect("a source can be read"));
        }
    }
}

/// The tokens of a file without its tests: what `#[cfg(test)]` stands before is left out, and so is documentation.
pub(crate) fn tokens(file: &str, text: &str) -> Vec<TokenTree> {
    let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file} must be Rust: {error}"));
    without_tests(stream)
}

/// Whether a file stands in that folder, or is that file.
pub(crate) fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest == ".rs")
}

/// The word that stands there.
pub(crate) fn ident(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

pub(crate) fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}

pub(crate) fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|token| is(token, sign))
}

pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn without_tests(stream: TokenStream) -> Vec<TokenTree> {
    let all: Vec<TokenTree> = stream.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if let Some((attribute, is_inner, next)) = attribute_at(&all, at) {
            if is_for_tests(attribute) {
                // Of the whole file or block, or of the item that follows.
                at = if is_inner { all.len() } else { end_of_item(&all, next) };
                continue;
            }
            if is_documentation(attribute) {
                at = next;
                continue;
            }
        }
        kept.push(match &all[at] {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_tests(group.stream()).into_iter().collect());
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token.clone(),
        });
        at += 1;
    }
    kept
}

/// The attribute that begins here, whether it is one of the thing around it, and where it has ended.
fn attribute_at(tokens: &[TokenTree], at: usize) -> Option<(&Group, bool, usize)> {
    if !is_sign(tokens, at, '#') {
        return None;
    }
    let is_inner = is_sign(tokens, at + 1, '!');
    let at = at + 1 + usize::from(is_inner);
    match tokens.get(at)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => Some((group, is_inner, at + 1)),
        _ => None,
    }
}

fn is_for_tests(attribute: &Group) -> bool {
    let text = attribute.stream().to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test")
}

fn is_documentation(attribute: &Group) -> bool {
    ident(&inside(attribute), 0).as_deref() == Some("doc")
}

/// Where an item has ended that begins here: after its block, or after its semicolon.
fn end_of_item(tokens: &[TokenTree], mut at: usize) -> usize {
    while let Some((_, _, next)) = attribute_at(tokens, at) {
        at = next;
    }
    let mut until_semicolon = false;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Ident(word) if *word == "use" || *word == "const" || *word == "static" => until_semicolon = true,
            TokenTree::Ident(word) if *word == "fn" => until_semicolon = false,
            token if is(token, ';') => return at,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !until_semicolon => return at,
            _ => {}
        }
    }
    at
}
