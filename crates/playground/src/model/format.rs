//! What reader and writer of a model's file agree on.

/// What the file calls itself.
pub(super) const FORMAT: &str = "gradient-playground/model";
/// Its version.
pub(super) const VERSION: u64 = 1;

/// The positions on the plane at which a file states scores and predictions, so that a reader can check itself.
pub(super) const CHECK_INPUTS: [[f32; 2]; 8] =
    [[0.0, 0.0], [1.0, 0.5], [-1.0, 0.5], [2.0, -3.0], [-2.5, -2.5], [4.0, 4.0], [-4.5, 1.5], [5.5, -5.5]];

/// The keys of the file.
pub(super) const FIELDS: [&str; 12] = [
    "format",
    "version",
    "engine",
    "config",
    "features",
    "scaling",
    "layers",
    "optimiserState",
    "progress",
    "data",
    "record",
    "checks",
];
