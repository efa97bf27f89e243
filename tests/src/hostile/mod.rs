//! Text from outside, and what is promised about it: whatever stands there, nothing panics, nothing hangs, no more memory is taken than
//! stated here, and what is refused changes nothing and can be said in every language. Fuzz targets (`tests/fuzz`) and properties
//! (`tests/tests/hostile.rs`) call the same functions; a new kind of text is a file here and a word in `for_kinds!`.

mod run;

use playground::Problem;

/// A kind of text from outside.
#[derive(Debug)]
pub struct Target {
    /// What it is called: the name of its fuzz target too.
    pub name: &'static str,
    /// Reads one text, and panics where a promise is broken.
    pub read: fn(&str),
    /// Texts that make sense, to be altered.
    pub seeds: fn() -> Vec<String>,
    /// Pieces of which such texts consist.
    pub pieces: &'static [&'static str],
    /// Longer texts need not be tried: all that is longer is refused by its length.
    pub longest: usize,
    /// The most memory that reading takes at once: so many bytes, and so many more for each byte of the text.
    pub most_bytes: (u64, u64),
}

impl Target {
    /// The most memory that reading a text of this length may take at once, in bytes.
    pub fn limit(&self, length: usize) -> u64 {
        self.most_bytes.0 + self.most_bytes.1 * length as u64
    }
}

/// Gives the kinds, which are the names of their files, to another macro: the one list of them.
#[macro_export]
macro_rules! for_kinds {
    ($does:ident) => {
        $does!(link message model matrix goal formula table);
    };
}

macro_rules! targets {
    ($($kind:ident)*) => {
        $(mod $kind;)*

        /// Every kind.
        pub const TARGETS: &[Target] = &[$(Target { name: stringify!($kind), ..$kind::TARGET }),*];
    };
}
for_kinds!(targets);

/// The kind of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// That a refusal can be said to programs and to people.
fn can_be_said(problem: &Problem) {
    assert!(!problem.to_string().is_empty());
    for words in words::ALL {
        assert!(!words.refusal(problem).is_empty(), "{problem}");
    }
}
