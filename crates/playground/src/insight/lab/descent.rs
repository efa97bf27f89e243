//! Going down: gradient descent, Adam and Newton's method on an output of one or two variables, from the same start.
//!
//! Adam is `nn`'s own expression. Newton's method takes whole steps: where the curvature is not positive it goes to a saddle or a
//! maximum, and where there is none it ends.

use autodiff::{Graph, Op};
use nn::optimiser::{self, Method, Update};

use super::program::Program;
use super::tape::Tape;

/// A way of going down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descent {
    /// Against the gradient, by the rate.
    Gradient,
    /// Adam, with its usual hyper-parameters.
    Adam,
    /// To where the quadratic that fits here has its slope 0.
    Newton,
}

impl Descent {
    /// All, in the order of a legend.
    pub const ALL: [Descent; 3] = [Descent::Gradient, Descent::Adam, Descent::Newton];
}

/// A point on the way and the value there.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The variables that move, in the order in which they were given.
    pub at: Vec<f64>,
    /// The output.
    pub value: f64,
}

/// The way from `at` in `n_steps`, its start included; it ends early where something is not finite.
///
/// Only the variables `moving` move, of which there are one or two.
pub fn descend(
    program: &Program,
    output: usize,
    at: &[f64],
    moving: &[usize],
    way: Descent,
    rate: f64,
    n_steps: usize,
) -> Vec<Stop> {
    let mut here = at.to_vec();
    let mut stops = vec![stop(program, output, &here, moving)];
    let mut adam = Adam::new(moving.len());
    for step in 1..=n_steps {
        let slopes = program.reverse(&here, output).derivatives;
        let gradient: Vec<f64> = moving.iter().map(|variable| slopes[program.inputs[*variable]]).collect();
        let change = match way {
            Descent::Gradient => Some(gradient.iter().map(|slope| -rate * slope).collect()),
            Descent::Adam => Some(adam.change(&gradient, rate, step as f64)),
            Descent::Newton => program.hessian(output, moving, &here).and_then(|hessian| solved(&hessian, &gradient)),
        };
        let Some(change) = change else { break };
        for (variable, change) in moving.iter().zip(&change) {
            here[*variable] += change;
        }
        let next = stop(program, output, &here, moving);
        if !next.value.is_finite() || next.at.iter().any(|value| !value.is_finite()) {
            break;
        }
        stops.push(next);
    }
    stops
}

fn stop(program: &Program, output: usize, at: &[f64], moving: &[usize]) -> Stop {
    let value = program.values(at)[program.outputs[output].1];
    Stop { at: moving.iter().map(|variable| at[*variable]).collect(), value }
}

/// `−H⁻¹g` for one or two variables.
fn solved(hessian: &[Vec<f64>], gradient: &[f64]) -> Option<Vec<f64>> {
    let change = match (hessian, gradient) {
        ([row], [g]) => vec![-g / row[0]],
        ([first, second], [g, h]) => {
            let ([a, b], [c, d]) = ([first[0], first[1]], [second[0], second[1]]);
            let determinant = a * d - b * c;
            vec![(b * h - d * g) / determinant, (c * g - a * h) / determinant]
        }
        _ => return None,
    };
    change.iter().all(|value| value.is_finite()).then_some(change)
}

/// The largest curvature in any direction: gradient descent on a quadratic diverges from rate 2 ÷ this on.
pub fn largest_curvature(hessian: &[Vec<f64>]) -> f64 {
    match hessian {
        [row] => row[0],
        [first, second] => {
            let (mean, half) = ((first[0] + second[1]) / 2.0, (first[0] - second[1]) / 2.0);
            mean + libm::sqrt(half * half + first[1] * second[0])
        }
        _ => f64::NAN,
    }
}

/// Adam for several numbers, each with its two slots.
struct Adam {
    tape: Tape,
    /// Where the new value and the new slots are on the tape.
    places: Vec<usize>,
    slots: Vec<[f64; 2]>,
}

impl Adam {
    fn new(n: usize) -> Adam {
        let graph = Graph::new();
        let [param, gradient, first, second, rate, step, weight_decay] =
            ["p", "g", "m", "v", "rate", "t", "decay"].map(|name| graph.input(name, 1, 1));
        let adam = optimiser::find("adam").expect("it is in the catalog");
        let params: Vec<f64> = adam.params.iter().map(|param| param.default).collect();
        let slots = [first, second];
        let update = Update { param, gradient, slots: &slots, rate, step, weight_decay, params: &params };
        let Method::Gradient(method) = adam.method else { unreachable!("Adam needs gradients only") };
        let updated = method(&update);
        let (tape, places) = Tape::of(&graph, &[updated.param, updated.slots[0], updated.slots[1]]);
        debug_assert!(matches!(param.op(), Op::Input(0)));
        Adam { tape, places, slots: vec![[0.0; 2]; n] }
    }

    fn change(&mut self, gradient: &[f64], rate: f64, step: f64) -> Vec<f64> {
        let one = |(slots, slope): (&mut [f64; 2], &f64)| {
            let values = self.tape.values(&[0.0, *slope, slots[0], slots[1], rate, step, 0.0]);
            *slots = [values[self.places[1]], values[self.places[2]]];
            values[self.places[0]]
        };
        self.slots.iter_mut().zip(gradient).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Program {
        Program::of(text, &autodiff::formula::free_names(text).expect("it is short")).expect("definitions")
    }

    #[test]
    fn gradient_descent_on_a_quadratic_halves_or_diverges_as_its_curvature_says() {
        let bowl = program("x^2 + 4*y^2");
        let hessian = bowl.hessian(0, &[0, 1], &[1.0, 1.0]).expect("it is small");
        assert_eq!(largest_curvature(&hessian), 8.0);
        let last = |rate: f64| {
            descend(&bowl, 0, &[1.0, 1.0], &[0, 1], Descent::Gradient, rate, 20).last().expect("a start").value
        };
        assert!(last(0.24) < 5.0 && last(0.26) > 5.0, "2 / 8 is the limit: {} {}", last(0.24), last(0.26));
        let stops = descend(&bowl, 0, &[1.0, 1.0], &[0, 1], Descent::Gradient, 0.25, 1);
        assert_eq!(stops[1].at, [0.5, -1.0]);
    }

    #[test]
    fn newton_needs_one_step_on_a_quadratic_and_adams_first_step_is_the_rate() {
        let bowl = program("x^2 + 3x*y + 4*y^2 - x");
        let newton = descend(&bowl, 0, &[3.0, -2.0], &[0, 1], Descent::Newton, 0.1, 3);
        let slopes = bowl.grad(0, &newton[1].at);
        assert!(slopes.iter().all(|slope| slope.abs() < 1e-12), "{slopes:?}");
        let adam = descend(&bowl, 0, &[3.0, -2.0], &[0, 1], Descent::Adam, 0.1, 1);
        assert!((adam[1].at[0] - 3.1).abs() < 1e-6 || (adam[1].at[0] - 2.9).abs() < 1e-6, "{adam:?}");
        assert!(descend(&program("2x"), 0, &[1.0], &[0], Descent::Newton, 0.1, 3).len() == 1, "there is no curvature");
    }
}
