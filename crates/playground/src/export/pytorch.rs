//! A network as a program in PyTorch, which goes on training from the state of the run.

use super::facts::Facts;
use super::python::{Library, program};
use super::pytorch_training;
use super::torch::TORCH;

const LIBRARY: Library = Library {
    title: "PyTorch",
    template: include_str!("templates/pytorch.py"),
    language: &TORCH,
    helpers: &HELPERS,
    import: ("from torch.nn import functional\n", "functional."),
    offers: ", classify(x, y)",
    last: None,
    indent: "    ",
    largest: "score(x, y).argmax(-1)",
};

const HELPERS: [(&str, &str); 1] = [(
    "tame",
    "def tame(x):\n    \"\"\"Features end at 10000 either way, and where there is no value it is 0.\"\"\"\n    return torch.nan_to_num(x, nan=0.0, posinf=1e4, neginf=-1e4).clamp(-1e4, 1e4)\n",
)];

pub(super) fn write(facts: &Facts<'_>) -> String {
    program(facts, &LIBRARY, &[("training", &pytorch_training::write(facts))])
}
