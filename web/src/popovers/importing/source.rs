//! What is brought, read from files: names and bytes. A model that has another name is found out here.

use std::rc::Rc;

use js_sys::Uint8Array;
use playground::problem::{Problem, Rule};
use playground::table::LARGEST_MEGABYTES;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use words::{Importing as Texts, Words};
use yew::AttrValue;

use super::choices::Roles;

/// So many files are read at once, of which one or two are used.
const MOST_FILES: usize = 20;

/// A file, or a text that was pasted.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: AttrValue,
    pub(super) raw: Raw,
}

#[derive(Clone, Debug)]
pub(super) enum Raw {
    Bytes(Uint8Array),
    Text(Rc<str>),
}

/// What became of files that were to be read.
#[derive(Debug)]
pub(super) enum Came {
    Sources(Vec<Source>),
    /// It is a model.
    Model(File),
    /// Why there is nothing to read.
    Refused(String),
}

/// Reads the files: a table, or some of which one is to train and one to test.
pub(super) async fn read(words: &'static Words, files: Vec<File>) -> Came {
    let texts = Texts::of(words.tag);
    let n = files.len();
    if n > MOST_FILES {
        return Came::Refused(texts.too_many_files.with([&MOST_FILES.to_string(), &words.count(n as u64)]));
    }
    let mut sources = Vec::new();
    for file in files {
        let name = file.name();
        if file.size() > f64::from(LARGEST_MEGABYTES) * 1e6 {
            let problem = Problem::new("file", Rule::BelowMegabytes(LARGEST_MEGABYTES), name);
            return Came::Refused(words.refusal(&problem));
        }
        let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
            return Came::Refused(texts.not_readable.with([&name]));
        };
        let bytes = Uint8Array::new(&buffer);
        match kind_of(&bytes.to_vec()) {
            Kind::Model if n > 1 => return Came::Refused(texts.model_among.with([&name])),
            Kind::Model => return Came::Model(file),
            Kind::Other => return Came::Refused(texts.not_a_table.with([&name])),
            Kind::Text => sources.push(Source { name: name.into(), raw: Raw::Bytes(bytes) }),
        }
    }
    Came::Sources(sources)
}

/// Which file trains and which tests, by their names: of two files each has a part, of more only one that says so tests.
pub(super) fn roles(sources: &[Source]) -> Roles {
    let names: Vec<&str> = sources.iter().map(|source| &*source.name).collect();
    roles_of(&names)
}

fn roles_of(names: &[&str]) -> Roles {
    let train = names.iter().position(|name| !is_for_test(name)).unwrap_or(0);
    let others = || (0..names.len()).filter(|at| *at != train);
    let test = others().find(|at| is_for_test(names[*at])).or_else(|| others().next().filter(|_| names.len() == 2));
    Roles { train, test }
}

/// Whether a file's name says that it is to test.
fn is_for_test(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    name.contains("test") || name.contains("测试") || parts.any(|part| part == "te")
}

#[derive(Debug, PartialEq)]
enum Kind {
    Text,
    Model,
    Other,
}

/// What bytes look like: pictures and spreadsheets have bytes that no text has.
fn kind_of(bytes: &[u8]) -> Kind {
    let is_wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    if bytes.contains(&0) && !is_wide {
        return Kind::Other;
    }
    let begins =
        bytes.iter().skip_while(|byte| byte.is_ascii_whitespace() || [0xef, 0xbb, 0xbf].contains(*byte)).take(1);
    if begins.eq([b'{'].iter()) { Kind::Model } else { Kind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_and_what_is_no_text_are_told_from_a_table() {
        let tables: [&[u8]; 5] = [b"1,2\n", b"", b"\xef\xbb\xbfx;y\n", b"\xff\xfe1\0", b"\xb8\xdf"];
        assert!(tables.iter().all(|bytes| kind_of(bytes) == Kind::Text));
        assert_eq!([kind_of(b" \r\n{\"format\""), kind_of(b"\xef\xbb\xbf{}")], [Kind::Model, Kind::Model]);
        assert_eq!([kind_of(b"\x89PNG\r\n\x1a\n\0\0"), kind_of(b"PK\x03\x04\0")], [Kind::Other, Kind::Other]);
    }

    #[test]
    fn of_two_files_each_has_a_part_and_of_more_one_that_is_named_so_tests() {
        let of = |names: &[&str]| {
            let Roles { train, test } = roles_of(names);
            (train, test)
        };
        assert_eq!([of(&["a.csv"]), of(&["a.csv", "b.csv"])], [(0, None), (0, Some(1))]);
        assert_eq!([of(&["test.csv", "train.csv"]), of(&["test1.csv", "test2.csv"])], [(1, Some(0)), (0, Some(1))]);
        assert_eq!([of(&["a.csv", "b.csv", "c.csv"]), of(&["a.te", "b.csv", "c.csv"])], [(0, None), (1, Some(0))]);
    }

    #[test]
    fn the_file_to_test_is_known_by_its_name() {
        let tests = ["synth.te.csv", "TEST.csv", "iris_test.txt", "te-1.csv", "测试集.csv"];
        assert!(tests.iter().all(|name| is_for_test(name)));
        assert!(!["synth.tr.csv", "train.csv", "temperature.csv", "data.csv"].iter().any(|name| is_for_test(name)));
    }
}
