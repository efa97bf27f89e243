//! Matrix products, one kernel per class of shapes. SIMD lanes run along the columns of the result
//! (forward pass and error signals of a batch), along the columns that are summed (gradients of
//! weights), or along the units if the batch is one point.
//!
//! An elementwise operation that follows a product can be its [`Finish`] (its epilogue), computed
//! while the entry is in a register. The order of every sum depends on the shapes alone.

mod along;
mod ending;
mod over;
mod single;

pub use along::ProductAlong;
pub use ending::{Finish, Function};
pub use over::{ProductOver, RowSums};
pub use single::{Columns, Dots, Outer};
