//! One pass over memory: the instruction set of a plan.

use wide::f32x4;

use crate::machine::Code;
use crate::product::{Columns, Dots, Outer, ProductAlong, ProductOver, RowSums};
use crate::reduce::{Reduce, Transpose};

/// One pass over memory.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the type of each variant's field is documented")]
pub enum Kernel {
    Chain(Code),
    ProductAlong(ProductAlong),
    ProductOver(ProductOver),
    Dots(Dots),
    Columns(Columns),
    Outer(Outer),
    RowSums(RowSums),
    Reduce(Reduce),
    Transpose(Transpose),
}

impl Kernel {
    #[inline(always)]
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        match self {
            Kernel::Chain(kernel) => kernel.run(arena),
            Kernel::ProductAlong(kernel) => kernel.run(arena),
            Kernel::ProductOver(kernel) => kernel.run(arena),
            Kernel::Dots(kernel) => kernel.run(arena),
            Kernel::Columns(kernel) => kernel.run(arena),
            Kernel::Outer(kernel) => kernel.run(arena),
            Kernel::RowSums(kernel) => kernel.run(arena),
            Kernel::Reduce(kernel) => kernel.run(arena),
            Kernel::Transpose(kernel) => kernel.run(arena),
        }
    }
}
