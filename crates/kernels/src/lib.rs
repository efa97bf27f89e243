//! What a compiled plan executes: kernels over an arena of vectors of four `f32`. They are prepared: every matrix
//! has its place, and nothing allocates while they run. The crate knows no graph and no derivative.
//!
//! Invariants: padding lanes hold 0 in every stored matrix; the order of every sum depends on shapes alone, so
//! that the bits are the same on every platform.

mod shape;
mod buffer;
mod lanes;
mod product;
mod reduce;
mod machine;
mod kernel;
mod arena;

pub use arena::Arena;
pub use buffer::Buffer;
pub use kernel::Kernel;
pub use machine::{CHUNK, Code, Does, Exit, Instruction, Moves, Place, Sink, WIDE};
pub use product::{Columns, Dots, Finish, Function, Outer, ProductAlong, ProductOver, RowSums};
pub use reduce::{Combine, Reduce, Transpose};
pub use shape::{Axis, Shape};
