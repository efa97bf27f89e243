//! Which loss can be used for which task, and how: the targets, the activation of the output layer,
//! and the prediction that a score stands for. It knows no formula of a loss.

use std::fmt;

use autodiff::{Axis, Expr};

use super::{Loss, Target, find, listed};

/// The kind of task, which says what the network predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// A class.
    Classification,
    /// A number, from two coordinates.
    Regression,
    /// A number, from one coordinate.
    Curve,
}

/// What a network learns, which follows from the task and the number of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learns {
    /// One of two classes. There is one score; it is 0 at the boundary.
    TwoClasses,
    /// One of three or more classes. There is one score per class.
    ManyClasses,
    /// A number.
    Number,
}

/// How a loss is used for one kind of task.
#[derive(Debug)]
pub struct Pairing {
    /// What the network learns.
    pub learns: Learns,
    /// How labels become targets.
    pub target: Target,
    /// Name of the activation between score and loss.
    pub output: &'static str,
    /// The prediction for a score: the probability of class 2, one probability per class, or the
    /// value.
    pub predict: for<'g> fn(Expr<'g>) -> Expr<'g>,
    /// The same of the scores of one point, one per output.
    pub predict_point: fn(&[f32]) -> Vec<f32>,
}

/// How `loss` is used for `task` with this number of classes, which only matters in classification.
///
/// # Errors
/// If the loss cannot be used for the task. The refusal names the losses that can.
///
/// ```
/// use nn::loss::{Target, Task, pairing};
///
/// let log = pairing(Task::Classification, 2, "log")?;
/// assert_eq!((log.output, log.target), ("linear", Target::ZeroOne));
/// assert_eq!((log.predict_point)(&[0.0]), [0.5]); // the sigmoid of the score
/// assert!(pairing(Task::Regression, 2, "log").is_err());
/// # Ok::<(), nn::loss::Mismatch>(())
/// ```
pub fn pairing(task: Task, classes: usize, loss: &str) -> Result<&'static Pairing, Mismatch> {
    let learns = match (task, classes) {
        (Task::Classification, ..=2) => Learns::TwoClasses,
        (Task::Classification, _) => Learns::ManyClasses,
        (Task::Regression | Task::Curve, _) => Learns::Number,
    };
    let fitting = |loss: &'static Loss| loss.pairings.iter().find(|pairing| pairing.learns == learns);
    find(loss).and_then(fitting).ok_or_else(|| {
        let fitting = listed().into_iter().filter(|l| fitting(l).is_some()).map(|l| l.name).collect();
        Mismatch { learns, classes, loss: loss.to_owned(), fitting }
    })
}

/// A loss that does not go with what is learnt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Mismatch {
    /// What is learnt.
    pub learns: Learns,
    /// How many classes there are, where classes are learnt.
    pub classes: usize,
    /// The loss.
    pub loss: String,
    /// The losses of the menu that do go with it.
    pub fitting: Vec<&'static str>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loss must be {} for ", one_of(&self.fitting))?;
        match self.learns {
            Learns::TwoClasses => f.write_str("two classes")?,
            Learns::ManyClasses => write!(f, "{} classes", self.classes)?,
            Learns::Number => f.write_str("regression")?,
        }
        write!(f, ", got {}", self.loss)
    }
}

/// "a", "a or b", "a, b or c".
fn one_of(names: &[&str]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Log loss and logistic loss: the score is the log-odds of class 2.
pub(super) const ODDS: Pairing = Pairing {
    learns: Learns::TwoClasses,
    target: Target::ZeroOne,
    output: "linear",
    predict: |s| s.sigmoid(),
    predict_point: |scores| scores.iter().map(|s| 1.0 / (1.0 + (-s).exp())).collect(),
};

/// Losses of the margin t · s.
pub(super) const MARGIN: Pairing = Pairing {
    learns: Learns::TwoClasses,
    target: Target::PlusMinus,
    output: "linear",
    predict: |s| {
        let (zero, one) = (s.graph().constant(0.0), s.graph().constant(1.0));
        (0.5 * s + 0.5).maximum(zero).minimum(one)
    },
    predict_point: |scores| scores.iter().map(|s| (0.5 * s + 0.5).clamp(0.0, 1.0)).collect(),
};

/// Losses of the distance: for two classes that of a tanh to ±1, in regression that of the score to the value.
pub(super) const DISTANCE: [Pairing; 2] = [
    Pairing {
        learns: Learns::TwoClasses,
        target: Target::PlusMinus,
        output: "tanh",
        // The same as (tanh(s) + 1) / 2, and small where that is 0.
        predict: |s| (2.0 * s).sigmoid(),
        predict_point: |scores| scores.iter().map(|s| 1.0 / (1.0 + (-2.0 * s).exp())).collect(),
    },
    Pairing {
        learns: Learns::Number,
        target: Target::Value,
        output: "linear",
        predict: |s| s,
        predict_point: <[f32]>::to_vec,
    },
];

/// Softmax cross-entropy: one score per class.
pub(super) const CLASSES: Pairing = Pairing {
    learns: Learns::ManyClasses,
    target: Target::OneHot,
    output: "linear",
    predict: |s| s.softmax(Axis::Rows),
    predict_point: |scores| {
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        scores.iter().map(|s| (s - top).exp() / total).collect()
    },
};

#[cfg(test)]
mod tests {
    use autodiff::{Graph, Matrix, interpret};

    use super::*;

    #[test]
    fn a_loss_that_does_not_fit_is_refused_with_those_that_do() {
        let reason =
            |task, classes, loss| pairing(task, classes, loss).expect_err("they do not go together").to_string();
        assert_eq!(reason(Task::Classification, 3, "hinge"), "loss must be cross-entropy for 3 classes, got hinge");
        assert_eq!(reason(Task::Curve, 2, "log"), "loss must be squared, absolute or huber for regression, got log");
        assert!(reason(Task::Classification, 2, "mse").contains("for two classes, got mse"));
    }

    #[test]
    fn distances_go_through_tanh_for_classes_and_stay_values_in_regression() {
        let output = |task| pairing(task, 2, "huber").map(|p| (p.output, p.target));
        assert_eq!(output(Task::Classification), Ok(("tanh", Target::PlusMinus)));
        assert_eq!(output(Task::Regression), Ok(("linear", Target::Value)));
    }

    /// What the front page of the crate says in a sentence.
    #[test]
    fn only_distances_of_two_classes_want_a_tanh_and_only_log_wants_zero_and_one() {
        for loss in super::super::all() {
            for pairing in loss.pairings {
                let of_two = pairing.learns == Learns::TwoClasses;
                let is_distance = ["squared", "absolute", "huber"].contains(&loss.name);
                assert_eq!(pairing.output, if of_two && is_distance { "tanh" } else { "linear" }, "{}", loss.name);
                let targets = if loss.name == "log" { Target::ZeroOne } else { Target::PlusMinus };
                assert!(!of_two || pairing.target == targets, "{}", loss.name);
            }
        }
    }

    #[test]
    fn one_point_is_predicted_as_a_graph_does() {
        for pairing in super::super::all().iter().flat_map(|loss| loss.pairings) {
            let n_outputs = if pairing.learns == Learns::ManyClasses { 3 } else { 1 };
            for k in -40..=40 {
                let scores: Vec<f32> = (0..n_outputs).map(|output| k as f32 * [0.5, 0.3, -0.7][output]).collect();
                let graph = Graph::new();
                let s = graph.input("score", n_outputs, 1);
                let column = Matrix::new(n_outputs, 1, scores.iter().map(|score| f64::from(*score)).collect());
                let wanted = interpret(&graph, &[(s, column)], &[(pairing.predict)(s)]).expect("the score has a value");
                for (got, wanted) in (pairing.predict_point)(&scores).into_iter().zip(&wanted[0].data) {
                    assert!((f64::from(got) - wanted).abs() < 1e-6, "{pairing:?} {scores:?}: {got} {wanted}");
                }
            }
        }
    }

    #[test]
    fn every_output_activation_is_in_the_catalog() {
        for pairing in super::super::all().iter().flat_map(|loss| loss.pairings) {
            assert!(crate::activation::find(pairing.output).is_some(), "{pairing:?}");
        }
    }
}
