//! The version of everything that the bits of a run depend on.

/// Raised by any change that changes the bits of a run.
pub const ENGINE: u32 = 2;
