//! What a module says of others: what it defines, what it brings with `use`, and the paths that it names.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenTree};

use crate::sources::{ident, inside, is, is_sign};

pub(crate) type Path = Vec<String>;

/// A module, in its own file or within another's.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) file: String,
    pub(crate) defined: BTreeSet<String>,
    pub(crate) uses: Vec<Use>,
    /// Other paths of two and more parts, each with its line.
    pub(crate) paths: Vec<(Path, usize)>,
    /// Every word that stands alone, outside of `use`.
    pub(crate) words: BTreeSet<String>,
}

/// One name that a `use` brings: `name` is `*` where it brings all.
#[derive(Clone)]
pub(crate) struct Use {
    pub(crate) path: Path,
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) is_handed_on: bool,
}

impl Module {
    /// Notes what stands among these tokens; the modules within are for the caller, with their blocks where they have one.
    pub(crate) fn read(&mut self, tokens: &[TokenTree], inner: &mut Vec<(String, Option<Vec<TokenTree>>)>) {
        let mut at = 0;
        let mut statement = 0; // where the item began, for its `pub`
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(word) if *word == "mod" && ident(tokens, at + 1).is_some() => {
                    let name = ident(tokens, at + 1).expect("checked above");
                    inner.push((
                        name,
                        match tokens.get(at + 2) {
                            Some(TokenTree::Group(block)) => Some(inside(block)),
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
                    self.read(&inside(group), inner);
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
                    inside(group)
                        .split(|token| is(token, ','))
                        .for_each(|part| self.brought(part, &path, is_handed_on));
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
