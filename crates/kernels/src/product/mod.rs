//! Matrix products, one kernel per class of shapes: SIMD along the columns of the result (forward
//! pass and error signals of a batch), along columns that are summed away (gradients of weights),
//! and along the units where there is one point only.
//!
//! What follows a product entry by entry can be its [`Finish`], computed while the entry is in a
//! register. The order of every sum depends on the shapes alone.

mod along;
mod ending;
mod over;
mod single;

pub use along::ProductAlong;
pub use ending::{Finish, Function};
pub use over::{ProductOver, RowSums};
pub use single::{Columns, Dots, Outer};
