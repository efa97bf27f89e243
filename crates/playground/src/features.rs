//! What the network sees of a point: formulas in x1 and x2, the known ones by name and any other as typed, with their values and
//! slopes at many points. Slopes come from autodiff, never by hand. Invariant: what comes out is finite, whatever the formula.

use autodiff::{Expr, Graph, jvp};

use crate::formula;
use crate::problem::{Found, Problem, Rule};

/// A feature with a name of its own.
#[derive(Debug)]
pub struct Feature {
    /// The word in configurations and links.
    pub name: &'static str,
    /// How it is written on the page.
    pub label: &'static str,
    /// What it computes, in the published grammar.
    pub formula: &'static str,
}

const fn known(name: &'static str, label: &'static str, formula: &'static str) -> Feature {
    Feature { name, label, formula }
}

/// The features of the menu.
pub static KNOWN: [Feature; 10] = [
    known("x1", "x₁", "x1"),
    known("x2", "x₂", "x2"),
    known("x1^2", "x₁²", "x1^2"),
    known("x2^2", "x₂²", "x2^2"),
    known("x1*x2", "x₁x₂", "x1*x2"),
    known("sin(x1)", "sin x₁", "sin(x1)"),
    known("sin(x2)", "sin x₂", "sin(x2)"),
    known("cos(x1)", "cos x₁", "cos(x1)"),
    known("cos(x2)", "cos x₂", "cos(x2)"),
    known("r", "r", "sqrt(x1^2 + x2^2)"),
];

/// Values and slopes end at ±10⁴: steeper or higher ones (a pole between two points of the lattice) would hide all others.
const LARGEST: f64 = 1e4;

/// The features of a configuration, ready to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureSet {
    formulas: Vec<String>,
}

/// Slopes of features at points; each `n_features × n`, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Slopes {
    /// ∂feature/∂x1.
    pub by_x1: Vec<f32>,
    /// ∂feature/∂x2.
    pub by_x2: Vec<f32>,
}

impl Slopes {
    /// The chain rule at one of the points: the slopes along x1 and x2 of what has the slopes `by_feature` along the features.
    ///
    /// # Shapes
    /// `by_feature` is `n_features × n`, as the slopes are.
    pub(crate) fn chained(&self, by_feature: &[f32], at: usize, n: usize) -> [f32; 2] {
        let along = |by: &[f32]| (at..by.len()).step_by(n).map(|k| by_feature[k] * by[k]).sum();
        [along(&self.by_x1), along(&self.by_x2)]
    }
}

impl FeatureSet {
    /// The set of these features.
    ///
    /// # Errors
    /// If one is not a formula in x1 and x2, is not finite on the plane, or occurs twice.
    pub fn new(names: &[String]) -> Result<Self, Problem> {
        for (idx, name) in names.iter().enumerate() {
            let key = format!("features[{idx}]");
            check(&key, name)?;
            if names[..idx].contains(name) {
                return Err(Problem::new(key, Rule::Once, Found::Again(name.clone())));
            }
        }
        Ok(Self { formulas: names.iter().map(|name| formula_of(name).to_owned()).collect() })
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.formulas.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.formulas.is_empty()
    }

    /// The features as expressions of `x1` and `x2`, for graphs that go on from them.
    pub fn expressions<'g>(&self, graph: &'g Graph, x1: Expr<'g>, x2: Expr<'g>) -> Vec<Expr<'g>> {
        let parse = |text: &String| autodiff::formula::parse(graph, text, &[("x1", x1), ("x2", x2)]);
        self.formulas.iter().map(|text| parse(text).expect("a feature is checked when the set is made")).collect()
    }

    /// The features at `points` (x1, x2), computed in `f64` and rounded once.
    ///
    /// # Shapes
    /// `n_features × n`, row by row.
    pub fn values(&self, points: &[[f32; 2]]) -> Vec<f32> {
        self.evaluate(points, |features, _| features)
    }

    /// The slopes of the features at `points` (x1, x2); 0 where a feature has none, such as r at the centre.
    pub fn slopes(&self, points: &[[f32; 2]]) -> Slopes {
        let along = |axis: usize| {
            self.evaluate(points, |features, inputs| {
                let x = inputs[axis];
                let ones = x.graph().full(1.0, 1, x.cols());
                features.into_iter().map(|feature| jvp(feature, &[(x, ones)])).collect()
            })
        };
        Slopes { by_x1: along(0), by_x2: along(1) }
    }

    fn evaluate(
        &self,
        points: &[[f32; 2]],
        outputs: impl for<'g> FnOnce(Vec<Expr<'g>>, [Expr<'g>; 2]) -> Vec<Expr<'g>>,
    ) -> Vec<f32> {
        if points.is_empty() {
            return Vec::new();
        }
        let graph = Graph::new();
        let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, points.len()));
        let wanted = outputs(self.expressions(&graph, x1, x2), [x1, x2]);
        let column = |axis: usize| formula::row(&points.iter().map(|point| f64::from(point[axis])).collect::<Vec<_>>());
        let rows = formula::rows(&graph, &[(x1, column(0)), (x2, column(1))], &wanted);
        rows.into_iter().flatten().map(|value| tamed(value) as f32).collect()
    }
}

fn tamed(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(-LARGEST, LARGEST) }
}

/// The formula behind a name; a formula is its own name.
fn formula_of(name: &str) -> &str {
    KNOWN.iter().find(|feature| feature.name == name).map_or(name, |feature| feature.formula)
}

/// Whether a feature changes with x2, as far as its text tells.
pub(crate) fn mentions_x2(name: &str) -> bool {
    formula_of(name).contains("x2")
}

/// Whether two names or formulas, which are checked, say the same feature, however they are written.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    let graph = Graph::new();
    let variables = ["x1", "x2"].map(|name| (name, graph.input(name, 1, 1)));
    let read = |text: &str| autodiff::formula::parse(&graph, formula_of(text), &variables).ok();
    a == b || read(a) == read(b)
}

/// Checks that `name`, the value of `key`, is a feature.
///
/// # Errors
/// If it is not a formula in x1 and x2, or is not finite somewhere on the lattice of the plane.
pub(crate) fn check(key: &str, name: &str) -> Result<(), Problem> {
    if KNOWN.iter().any(|feature| feature.name == name) {
        return Ok(());
    }
    let axis = formula::lattice();
    let graph = Graph::new();
    let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, axis.len() * axis.len()));
    let feature = formula::parse(key, name, &graph, |_| vec![("x1", x1), ("x2", x2)])?;
    let (xs, ys): (Vec<f64>, Vec<f64>) = axis.iter().flat_map(|&y| axis.iter().map(move |&x| (x, y))).unzip();
    let values = formula::rows(&graph, &[(x1, formula::row(&xs)), (x2, formula::row(&ys))], &[feature]).remove(0);
    match (0..values.len()).find(|&i| !(-LARGEST..=LARGEST).contains(&values[i])) {
        Some(i) => {
            let at = vec![("x1".to_owned(), xs[i]), ("x2".to_owned(), ys[i])];
            Err(Problem::new(key, Rule::WithinOnPlane(LARGEST), Found::ValueAt { value: values[i], at }))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Result<FeatureSet, Problem> {
        FeatureSet::new(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
    }

    fn refusal(names: &[&str]) -> String {
        set(names).map_or_else(|problem| problem.to_string(), |_| "accepted".into())
    }

    const POINTS: [[f32; 2]; 3] = [[3.0, 4.0], [0.0, 0.0], [-1.5, 2.25]];

    #[test]
    fn rows_are_features_and_columns_are_points() {
        let features = set(&["x1", "x2", "x1*x2", "r", "x1 - 2"]).unwrap();
        let (r, n) = (2.704_163_5, 3);
        let rows = [[3.0, 0.0, -1.5], [4.0, 0.0, 2.25], [12.0, 0.0, -3.375], [5.0, 0.0, r], [1.0, -2.0, -3.5]];
        assert_eq!(features.values(&POINTS), rows.concat());
        assert_eq!(features.len() * n, rows.concat().len());
    }

    #[test]
    fn slopes_agree_with_central_differences() {
        let names: Vec<String> =
            KNOWN.iter().map(|feature| feature.name.to_owned()).chain(["x1*exp(x2/3)".into()]).collect();
        let features = FeatureSet::new(&names).unwrap();
        let slopes = features.slopes(&[[1.25, -0.75]]);
        // A power of two, so that the shifted positions are exact; the values carry 24 bits, which bounds the quotient's error
        // by 2⁻²³ × value / h ≈ 1e-5, and h²/6 × third derivative by 1e-5.
        let h = 1.0 / 128.0;
        let quotient = |low: [f32; 2], high: [f32; 2]| -> Vec<f32> {
            let (low, high) = (features.values(&[low]), features.values(&[high]));
            low.iter().zip(&high).map(|(low, high)| (high - low) / (2.0 * h)).collect()
        };
        let close = |got: &[f32], want: Vec<f32>| got.iter().zip(&want).all(|(got, want)| (got - want).abs() < 1e-4);
        assert!(close(&slopes.by_x1, quotient([1.25 - h, -0.75], [1.25 + h, -0.75])), "{slopes:?}");
        assert!(close(&slopes.by_x2, quotient([1.25, -0.75 - h], [1.25, -0.75 + h])), "{slopes:?}");
    }

    #[test]
    fn slopes_are_finite_where_a_feature_has_none() {
        let slopes = set(&["r", "3"]).unwrap().slopes(&[[0.0, 0.0]]);
        assert_eq!((slopes.by_x1, slopes.by_x2), (vec![0.0, 0.0], vec![0.0, 0.0]));
    }

    #[test]
    fn poles_between_the_lattice_are_cut_off() {
        let features = set(&["1/(x1 - 0.1)"]).unwrap();
        assert!(features.values(&[[0.1, 0.0]])[0].abs() <= 1e4);
        assert!(features.slopes(&[[0.1, 0.0]]).by_x1[0].abs() <= 1e4);
    }

    #[test]
    fn bad_features_are_refused_by_name() {
        assert_eq!(refusal(&["x1", "x1"]), "features[1] must occur once only, got x1 again");
        let range = "must lie between -10000 and 10000 everywhere on the plane";
        assert_eq!(refusal(&["1/x1"]), format!("features[0] {range}, got inf at x1 = 0, x2 = -6"));
        assert_eq!(refusal(&["exp(x1^2)"]), format!("features[0] {range}, got 4311231547115195 at x1 = -6, x2 = -6"));
        assert!(refusal(&["x3"]).starts_with("features[0] must be a formula: "), "{}", refusal(&["x3"]));
        assert!(refusal(&[""]).starts_with("features[0] must be a formula: "), "{}", refusal(&[""]));
    }

    #[test]
    fn a_feature_is_the_same_however_it_is_written() {
        for (a, b, same) in [
            ("x1^2", "x1 ^ 2", true),
            ("x1^2", "x₁²", true),
            ("r", "sqrt(x1^2 + x2^2)", true),
            ("sin x1", "sin(x1)", true),
            ("x1^2", "x2^2", false),
        ] {
            assert_eq!(is_same(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn no_points_have_no_values() {
        assert!(set(&["x1"]).unwrap().values(&[]).is_empty());
    }

    #[test]
    fn every_known_feature_passes_the_check_of_typed_ones() {
        for feature in &KNOWN {
            let typed = format!("{} + 0", feature.formula);
            assert_eq!(check(feature.name, &typed), Ok(()));
        }
    }
}
