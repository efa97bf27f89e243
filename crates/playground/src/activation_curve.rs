//! An activation's curve and its slope's, for plots of it. Both come from the catalog's one expression, the slope by
//! differentiating it. Knows no network.

use autodiff::{Graph, jvp};
use nn::activation;

use crate::formula;

/// The values and the slopes at `xs` of the activation of this name, with its default parameters; nothing if there is none.
///
/// ```
/// let (values, slopes) = playground::activation_curve("relu", &[-1.0, 2.0]).expect("the catalog has it");
/// assert_eq!((values, slopes), (vec![0.0, 2.0], vec![0.0, 1.0]));
/// ```
pub fn activation_curve(name: &str, xs: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let entry = activation::find(name)?;
    let graph = Graph::new();
    let x = graph.input("x", 1, xs.len());
    let value = (entry.apply)(x, &nn::defaults(entry.params));
    let slope = jvp(value, &[(x, graph.full(1.0, 1, xs.len()))]);
    let mut rows = formula::rows(&graph, &[(x, formula::row(xs))], &[value, slope]).into_iter();
    Some((rows.next()?, rows.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_activation_has_a_curve_whose_slope_is_its_own() {
        let (h, at) = (1e-5, [-2.3, -0.4, 0.7, 3.1]);
        for entry in activation::listed() {
            let beside = |side: f64| activation_curve(entry.name, &at.map(|x| x + side * h)).unwrap().0;
            let (_, slopes) = activation_curve(entry.name, &at).unwrap();
            for ((left, right), slope) in beside(-1.0).iter().zip(beside(1.0)).zip(slopes) {
                assert!(((right - left) / (2.0 * h) - slope).abs() < 1e-6, "{}", entry.name);
            }
        }
        assert_eq!(activation_curve("no such", &at), None);
    }
}
