//! Sets from the literature that are published beside the page, in `web/data`: what each is and where it comes from. They are files
//! like a visitor's own and come when they are wanted; what they are called and what to see in them, the words say.

use crate::task::Task;

/// A set from the literature.
#[derive(Debug)]
pub struct ReadySet {
    /// What programs call it.
    pub id: &'static str,
    /// What is learnt from it.
    pub task: Task,
    /// Its files, which stand beside the program's own: to train, and to test if there are two.
    pub files: &'static [&'static str],
    /// Where it was published.
    pub source: &'static str,
}

/// Every set, in the order of a menu.
pub static READY_SETS: &[ReadySet] = &[
    ReadySet {
        id: "ripley-synth",
        task: Task::Classification,
        files: &["ripley-synth-train.csv", "ripley-synth-test.csv"],
        source: "B. D. Ripley, Pattern Recognition and Neural Networks, Cambridge University Press, 1996",
    },
    ReadySet {
        id: "two-spirals",
        task: Task::Classification,
        files: &["two-spirals.csv"],
        source: "K. J. Lang, M. J. Witbrock, Learning to Tell Two Spirals Apart, Proceedings of the 1988 Connectionist Models Summer School",
    },
    anscombe("anscombe-1", &["anscombe-1.csv"]),
    anscombe("anscombe-2", &["anscombe-2.csv"]),
    anscombe("anscombe-3", &["anscombe-3.csv"]),
    anscombe("anscombe-4", &["anscombe-4.csv"]),
];

const fn anscombe(id: &'static str, files: &'static [&'static str]) -> ReadySet {
    let source = "F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973), 17–21";
    ReadySet { id, task: Task::Curve, files, source }
}
