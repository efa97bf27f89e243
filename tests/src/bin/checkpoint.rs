//! Writes `tests/tests/checkpoint.bin` anew: what a browser keeps of a run, in a new form.

use playground_tests::eventful::eventful;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/checkpoint.bin");
    std::fs::write(path, eventful().checkpoint().packed()).expect("the file can be written");
}
