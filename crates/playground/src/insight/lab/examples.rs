//! What the lab offers to begin with.

use super::program::Program;

/// Definitions and a place where to look at them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// Its word in links.
    pub name: &'static str,
    /// One definition a line.
    pub text: &'static str,
    /// The variables and their values, in order.
    pub at: &'static [(&'static str, f64)],
}

/// Every example, the one of a first visit first.
pub const EXAMPLES: [Example; 10] = [
    Example { name: "two-variables", text: "f = x^2*y + y + 2", at: &[("x", 3.0), ("y", 4.0)] },
    Example { name: "gradient", text: "f = x^2 + 3x*y + y^2 + z^3", at: &[("x", 1.0), ("y", 2.0), ("z", 3.0)] },
    Example {
        name: "chain",
        text: "y1 = x*w1 + b1\ny2 = y1*w2 + b2",
        at: &[("x", 1.0), ("w1", 2.0), ("b1", 1.0), ("w2", 2.0), ("b2", 1.0)],
    },
    Example {
        name: "neuron",
        text: "p = sigmoid(w*x + b)\nL = -t*ln(p) - (1 - t)*ln(1 - p)",
        at: &[("w", 0.5), ("b", 0.1), ("x", 2.0), ("t", 1.0)],
    },
    Example { name: "reuse", text: "s = x*x\nf = s*x + s", at: &[("x", 2.0)] },
    Example {
        name: "loop",
        text: "a1 = r*x*(1 - x)\na2 = r*a1*(1 - a1)\na3 = r*a2*(1 - a2)\nf = r*a3*(1 - a3)",
        at: &[("x", 0.4), ("r", 3.2)],
    },
    Example { name: "condition", text: "f = if(x > y, x^2 - y, x*y)", at: &[("x", 1.5), ("y", 0.5)] },
    Example { name: "several-outputs", text: "u = r*cos(t)\nv = r*sin(t)", at: &[("r", 2.0), ("t", 0.5)] },
    Example { name: "bowl", text: "f = x^2 + 4*y^2", at: &[("x", -4.0), ("y", 2.0)] },
    Example { name: "valley", text: "f = (1 - x)^2 + 5*(y - x^2)^2", at: &[("x", -1.2), ("y", 1.0)] },
];

/// How many operations a derivative takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// How often the step is repeated.
    pub repetitions: usize,
    /// Written out as one formula.
    pub symbolic: u64,
    /// In a graph, where what is used twice is computed once.
    pub automatic: usize,
}

/// How the derivative of `x → 3.2·x·(1 − x)`, repeated, grows.
pub fn growth() -> Vec<Growth> {
    let mut text = String::from("a0 = x\n");
    let row = |repetitions: usize| {
        text += &format!("a{repetitions} = 3.2*a{before}*(1 - a{before})\n", before = repetitions - 1);
        let program = Program::of(&text, &["x".to_owned()]).ok()?;
        let symbolic = program.unsimplified(0, 0);
        Some(Growth { repetitions, symbolic, automatic: program.operations(0, &[0]).1 })
    };
    (1..=8).map_while(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_out_multiplies_and_a_graph_adds_up() {
        let rows = growth();
        assert_eq!(rows.len(), 8);
        for pair in rows.windows(2) {
            assert!(pair[1].symbolic > pair[0].symbolic * 3 / 2, "{pair:?}");
            assert!(pair[1].automatic <= pair[0].automatic + 5, "{pair:?}");
        }
    }

    #[test]
    fn every_example_is_finite_at_its_place() {
        for example in EXAMPLES {
            let names: Vec<String> = example.at.iter().map(|(name, _)| (*name).to_owned()).collect();
            let at: Vec<f64> = example.at.iter().map(|(_, value)| *value).collect();
            let program = Program::of(example.text, &names).expect("definitions");
            assert!(program.values(&at).iter().all(|value| value.is_finite()), "{}", example.name);
            let mut free = autodiff::formula::free_names(example.text).expect("it is short");
            let mut named = names.clone();
            free.sort();
            named.sort();
            assert_eq!(free, named, "{}", example.name);
        }
    }
}
