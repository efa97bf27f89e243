//! [`Param`]: a numeric parameter of a catalog's entry, with its range and default. It knows no
//! catalog.

/// A numeric parameter of an activation, loss, initialiser, optimiser or schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its default value.
    pub default: f64,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
}

/// The default values in order, which is the form in which an entry's functions take their `params`.
///
/// ```
/// use nn::{defaults, optimiser};
///
/// let adam = optimiser::find("adam").expect("it is in the catalog");
/// assert_eq!(adam.params.iter().map(|param| param.name).collect::<Vec<_>>(), ["b1", "b2", "eps"]);
/// assert_eq!(defaults(adam.params), [0.9, 0.999, 1e-8]);
/// ```
pub fn defaults(params: &[Param]) -> Vec<f64> {
    params.iter().map(|param| param.default).collect()
}

/// Panics unless there is a value for each parameter of the entry of this name.
pub(crate) fn assert_complete(name: &str, params: &[Param], values: &[f64]) {
    let (n, given) = (params.len(), values.len());
    assert!(n == given, "parameters of {name}: {n} expected, {given} given");
}
