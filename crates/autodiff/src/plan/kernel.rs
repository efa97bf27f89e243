//! One pass over memory: the instruction set of a plan.

use std::fmt;

use wide::f32x4;

use super::buffer::Buffer;
use super::elementwise::{Elementwise, Reading, Registers, Sink, Step};
use super::product::{ProductAlongColumns, ProductOverColumns};
use super::reduce::{Reduce, Transpose};

/// One pass over memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kernel {
    Elementwise(Elementwise),
    ProductAlongColumns(ProductAlongColumns),
    ProductOverColumns(ProductOverColumns),
    Reduce(Reduce),
    Transpose(Transpose),
}

impl Kernel {
    pub(super) fn run(&self, arena: &mut [f32x4], registers: &mut Registers) {
        match self {
            Kernel::Elementwise(kernel) => kernel.run(arena, registers),
            Kernel::ProductAlongColumns(kernel) => kernel.run(arena),
            Kernel::ProductOverColumns(kernel) => kernel.run(arena),
            Kernel::Reduce(kernel) => kernel.run(arena),
            Kernel::Transpose(kernel) => kernel.run(arena),
        }
    }

    pub(super) fn out(&self) -> Buffer {
        match self {
            Kernel::Elementwise(kernel) => kernel.out,
            Kernel::ProductAlongColumns(kernel) => kernel.out,
            Kernel::ProductOverColumns(kernel) => kernel.out,
            Kernel::Reduce(kernel) => kernel.out,
            Kernel::Transpose(kernel) => kernel.out,
        }
    }

    /// Every buffer that the kernel touches, the result first.
    pub(super) fn buffers_mut(&mut self) -> Vec<&mut Buffer> {
        match self {
            Kernel::Elementwise(kernel) => {
                let loads = kernel.steps.iter_mut().filter_map(|step| match step {
                    Step::Load { from, .. } => Some(from),
                    _ => None,
                });
                std::iter::once(&mut kernel.out).chain(loads).collect()
            }
            Kernel::ProductAlongColumns(kernel) => vec![&mut kernel.out, &mut kernel.a, &mut kernel.b],
            Kernel::ProductOverColumns(kernel) => vec![&mut kernel.out, &mut kernel.a, &mut kernel.b],
            Kernel::Reduce(kernel) => vec![&mut kernel.out, &mut kernel.of],
            Kernel::Transpose(kernel) => vec![&mut kernel.out, &mut kernel.of],
        }
    }

    /// Whether the kernel reads `value`.
    pub(super) fn reads(&mut self, value: usize) -> bool {
        self.buffers_mut()[1..].iter().any(|buffer| buffer.start == value)
    }

    /// Whether the kernel may write its result over `value`, which it reads: each entry is read
    /// before the entry at the same place is written.
    pub(super) fn may_overwrite(&self, value: usize) -> bool {
        let harmless = |step: &Step| match step {
            Step::Load { from, reading, .. } => from.start != value || *reading == Reading::Full,
            _ => true,
        };
        matches!(self, Kernel::Elementwise(kernel) if kernel.sink == Sink::Store && kernel.steps.iter().all(harmless))
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = self.out().shape;
        match self {
            Kernel::Elementwise(kernel) => {
                let mut names = kernel.steps.iter().filter_map(|step| match step {
                    Step::Apply { op, .. } => Some(format!("{op:?}").to_lowercase()),
                    Step::Powi { n, .. } => Some(format!("pow{n}")),
                    Step::Load { .. } | Step::Number { .. } => None,
                });
                let first = names.next().unwrap_or_else(|| "copy".to_owned());
                write!(f, "{} {}", names.fold(first, |all, name| all + " " + &name), kernel.over)?;
                if kernel.sink == Sink::Store { Ok(()) } else { write!(f, " → Sum {shape}") }
            }
            Kernel::ProductAlongColumns(kernel) if kernel.a_transposed => {
                write!(f, "matmul ({})ᵀ · {}", kernel.a.shape, kernel.b.shape)
            }
            Kernel::ProductAlongColumns(kernel) => write!(f, "matmul {} · {}", kernel.a.shape, kernel.b.shape),
            Kernel::ProductOverColumns(kernel) => write!(f, "matmul {} · ({})ᵀ", kernel.a.shape, kernel.b.shape),
            Kernel::Reduce(kernel) => write!(f, "{:?} {} → {shape}", kernel.combine, kernel.of.shape),
            Kernel::Transpose(kernel) => write!(f, "transpose {}", kernel.of.shape),
        }
    }
}
