//! That every public function of `autodiff` and `nn` has an example in its documentation, which `cargo test` then runs.
//!
//! Sources are read as lines, as `cargo fmt` leaves them: a function's documentation and attributes stand right above it.
//! `unreachable_pub` is a lint of the workspace, so that whatever is `pub` there is part of an interface.

use crate::sources;

/// The crates that a stranger may build on.
const LIBRARIES: [&str; 2] = ["crates/autodiff/src", "crates/nn/src"];

#[test]
fn every_public_function_has_an_example() {
    let mut n = 0;
    let mut missing = Vec::new();
    for folder in LIBRARIES {
        for (file, text) in sources::read(folder) {
            n += functions(&text).count();
            missing.extend(functions(&text).filter(|f| !f.has_example).map(|f| format!("{folder}/{file}: {}", f.name)));
        }
    }
    assert!(missing.is_empty(), "{} of {n} functions have no example:\n{}", missing.len(), missing.join("\n"));
    assert!(n > 100, "there are more than a hundred public functions, of which {n} were found");
}

struct Function {
    name: String,
    has_example: bool,
}

/// The public functions of a file, without those that are hidden from its documentation.
fn functions(text: &str) -> impl Iterator<Item = Function> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let find = move |idx: usize| {
        let after = lines[idx].strip_prefix("pub fn ").or_else(|| lines[idx].strip_prefix("pub const fn "))?;
        let above = lines[..idx].iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#["));
        let above: Vec<&str> = above.copied().collect();
        if above.contains(&"#[doc(hidden)]") {
            return None;
        }
        let name = after.split(['(', '<']).next().unwrap_or_default().to_owned();
        Some(Function { name, has_example: above.iter().any(|line| line.contains("```")) })
    };
    (0..text.lines().count()).filter_map(find)
}

#[test]
fn a_function_without_an_example_is_found() {
    let text = "/// Adds.\n///\n/// ```\n/// assert_eq!(add(1, 2), 3);\n/// ```\n#[must_use]\npub fn add(a: u8, b: u8) -> u8 {\n    a + b\n}\n\n\
                /// Halves.\npub const fn half<T>(a: T) -> T {\n}\n    pub(crate) fn inner() {}\nfn private() {}\n\n#[doc(hidden)]\npub fn hidden() {}\n";
    let found: Vec<(String, bool)> = functions(text).map(|f| (f.name, f.has_example)).collect();
    assert_eq!(found, [("add".to_owned(), true), ("half".to_owned(), false)]);
}
