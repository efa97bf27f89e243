//! How large a configuration may be.

/// The most hidden layers.
pub const MAX_LAYERS: usize = 16;
/// The most neurons in a hidden layer.
pub const MAX_UNITS: usize = 256;
/// The most features.
pub const MAX_FEATURES: usize = 16;
/// The most weights and biases with optimiser newton: its Hessian has the square of them.
pub const NEWTON_PARAMETERS: usize = 200;
/// The most characters of a name of a class or an axis.
pub const LONGEST_NAME: usize = 60;
/// The most points, generated or own.
pub const MAX_POINTS: usize = 5000;
