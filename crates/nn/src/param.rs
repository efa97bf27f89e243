//! [`Param`]: a number that an entry of a catalog takes, with its range and default. It knows no
//! catalog.

/// A named number of an activation, loss, initialiser, optimiser or schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its value where nothing else is said.
    pub default: f64,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
}

/// The default values, in order: what an entry's functions take as `params`.
pub fn defaults(params: &[Param]) -> Vec<f64> {
    params.iter().map(|param| param.default).collect()
}
