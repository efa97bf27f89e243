//! What a compiled plan executes: kernels over an arena of vectors of four `f32`. Everything is prepared in
//! advance: every matrix has its place in the arena, and nothing allocates while kernels run. The crate knows no
//! graph and no derivative.
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
pub use machine::{Broadcast, CHUNK, Code, Instruction, Location, Opcode, Output, Sink, WIDE};
pub use product::{Columns, Dots, Finish, Function, Outer, ProductAlong, ProductOver, RowSums};
pub use reduce::{Combine, Reduce, Transpose};
pub use shape::{Axis, Shape};
