//! The texts among the tokens of a source: literals that are seen or heard where they stand, or that read as a sentence.

use proc_macro2::{Delimiter, Group, Literal, TokenTree};

use super::text::{has_han, has_sentence, has_word, unquoted, without_placeholders};
use crate::sources::{self, ident, inside, is, is_sign};

/// Attributes whose value is read or heard.
pub(crate) const SPOKEN: [&str; 8] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];

/// The same, of a component of our own.
const SPOKEN_BY_COMPONENTS: [&str; 6] = ["heading", "hint", "name", "text", "why", "words"];

/// Attributes and fields whose value is no text: names, styles, shapes.
const SILENT: [&str; 28] = [
    "accept",
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "class",
    "controls",
    "d",
    "fill",
    "font",
    "for",
    "group",
    "href",
    "id",
    "key",
    "path",
    "pattern",
    "points",
    "rel",
    "role",
    "sandbox",
    "src",
    "stroke",
    "style",
    "target",
    "transform",
    "type",
    "value",
    "viewBox",
];

/// Macros whose text nobody reads but who repairs the program.
const SILENT_MACROS: [&str; 17] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "classes",
    "compile_error",
    "console_log",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "include_bytes",
    "include_str",
    "log",
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
];

/// Functions of which the same is true, and those that take names.
const SILENT_CALLS: [&str; 17] = [
    "closest",
    "complain",
    "debug_1",
    "error_1",
    "expect",
    "expect_err",
    "expect_throw",
    "get_property_value",
    "log_1",
    "matches",
    "query_selector",
    "query_selector_all",
    "set_class_name",
    "set_font",
    "set_property",
    "throw_str",
    "warn_1",
];

/// Functions that show what they are given.
const SPOKEN_CALLS: [&str; 8] = [
    "alert_with_message",
    "confirm_with_message",
    "fill_text",
    "set_alt",
    "set_placeholder",
    "set_text_content",
    "set_title",
    "text",
];

/// Functions whose first argument is a style's class.
const STYLED: [(&str, &str); 1] = [("Button", "of")];

/// What a literal at that place is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Seen or heard as it stands: one word is enough.
    Spoken,
    /// Anything: only what looks like a sentence is a text.
    Anywhere,
}

type Found = Vec<(usize, String)>;

/// The texts in a file, with their lines.
pub(crate) fn texts_in(file: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    expression(&sources::tokens(file, text), Place::Anywhere, &mut found);
    found
}

fn expression(tokens: &[TokenTree], place: Place, found: &mut Found) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' && attribute(tokens, at + 1).is_some() => {
                let group = attribute(tokens, at + 1).expect("checked above");
                // The one attribute that holds words: what an error says.
                if ident(&inside(group), 0).as_deref() == Some("error") {
                    expression(&inside(group), Place::Anywhere, found);
                }
                at += 1;
            }
            TokenTree::Ident(name) => {
                let name = name.to_string();
                if let (true, Some(TokenTree::Group(group))) = (is_sign(tokens, at + 1, '!'), tokens.get(at + 2)) {
                    called_macro(&name, group, place, found);
                    at += 2;
                } else if let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                    && group.delimiter() == Delimiter::Parenthesis
                {
                    let owner = (at >= 3 && is_sign(tokens, at - 1, ':')).then(|| ident(tokens, at - 3)).flatten();
                    called(owner.as_deref(), &name, group, place, found);
                    at += 1;
                } else if (is_sign(tokens, at + 1, ':') || is_sign(tokens, at + 1, '='))
                    && SILENT.contains(&name.as_str())
                {
                    at += match (tokens.get(at + 2), tokens.get(at + 3)) {
                        (Some(TokenTree::Literal(_)), _) => 2,
                        (Some(TokenTree::Ident(wrap)), Some(TokenTree::Group(_))) if *wrap == "Some" => 3,
                        _ => 0,
                    };
                }
            }
            TokenTree::Group(group) => expression(&inside(group), place, found),
            TokenTree::Literal(literal) => {
                // A literal that is compared with, or matched, is a name.
                let is_compared = is_sign(tokens, at + 1, '=')
                    || (at > 1 && is_sign(tokens, at - 1, '=') && is_sign(tokens, at - 2, '='));
                let is_name = is_compared || is_sign(tokens, at + 1, '|');
                note(literal, if is_name { Place::Anywhere } else { place }, found);
            }
            TokenTree::Punct(_) => {}
        }
        at += 1;
    }
}

fn called_macro(name: &str, group: &Group, place: Place, found: &mut Found) {
    match name {
        "html" | "html_nested" => markup(&inside(group), found),
        "format" => expression(&inside(group), place, found),
        _ if SILENT_MACROS.contains(&name) => {}
        _ => expression(&inside(group), Place::Anywhere, found),
    }
}

fn called(owner: Option<&str>, name: &str, group: &Group, place: Place, found: &mut Found) {
    let tokens = inside(group);
    let first_end = tokens.iter().position(|token| is(token, ',')).unwrap_or(tokens.len());
    if SILENT_CALLS.contains(&name) {
        return;
    }
    if SPOKEN_CALLS.contains(&name) {
        expression(&tokens, Place::Spoken, found);
    } else if name == "set_attribute" {
        let names = matches!(tokens.first(), Some(TokenTree::Literal(first)) if SPOKEN.contains(&unquoted(&first.to_string()).unwrap_or_default().as_str()));
        expression(&tokens[first_end..], if names { Place::Spoken } else { Place::Anywhere }, found);
    } else if STYLED.iter().any(|(of, function)| owner == Some(of) && name == *function) {
        expression(&tokens[first_end..], Place::Anywhere, found);
    } else {
        // What wraps a value shows it where the value would be shown.
        let wraps = ["Err", "Ok", "Some", "from"].contains(&name);
        expression(&tokens, if wraps { place } else { Place::Anywhere }, found);
    }
}

fn markup(tokens: &[TokenTree], found: &mut Found) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => at = tag(tokens, at + 1, found),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = inside(group);
                if is_sign(&inner, 0, '<') { markup(&inner, found) } else { expression(&inner, Place::Spoken, found) }
            }
            TokenTree::Group(group) => expression(&inside(group), Place::Anywhere, found),
            TokenTree::Literal(literal) => note(literal, Place::Spoken, found),
            _ => {}
        }
        at += 1;
    }
}

/// The inside of a tag, and where its `>` is.
fn tag(tokens: &[TokenTree], mut at: usize, found: &mut Found) -> usize {
    let is_component = ident(tokens, at).is_some_and(|name| name.starts_with(char::is_uppercase));
    let mut name = String::new();
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '>' => break,
            TokenTree::Punct(sign) if sign.as_char() == '-' => name.push('-'),
            TokenTree::Ident(part) if name.ends_with('-') => name.push_str(&part.to_string()),
            TokenTree::Ident(part) => name = part.to_string(),
            TokenTree::Literal(_) | TokenTree::Group(_) if is_sign(tokens, at - 1, '=') => {
                let is_spoken =
                    SPOKEN.contains(&name.as_str()) || (is_component && SPOKEN_BY_COMPONENTS.contains(&name.as_str()));
                if !SILENT.contains(&name.as_str()) {
                    expression(&tokens[at..=at], if is_spoken { Place::Spoken } else { Place::Anywhere }, found);
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

fn note(literal: &Literal, place: Place, found: &mut Found) {
    let Some(text) = unquoted(&literal.to_string()) else { return };
    let shown = without_placeholders(&text);
    let is_text = has_han(&shown) || has_sentence(&shown) || (place == Place::Spoken && has_word(&shown));
    if is_text {
        found.push((literal.span().start().line, text));
    }
}

fn attribute(tokens: &[TokenTree], at: usize) -> Option<&Group> {
    match tokens.get(at)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => Some(group),
        _ => None,
    }
}
