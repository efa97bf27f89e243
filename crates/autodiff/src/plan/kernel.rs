//! A plan's kernels during compilation, each one pass over memory: what it reads and writes, and which epilogue it can
//! have. `registers` turns them into the kernels that run.

use std::fmt;

use kernels::{
    Buffer, Columns, Dots, Finish, Function, Outer, ProductAlong, ProductOver, Reduce, RowSums, Sink, Transpose,
};

use super::elementwise::{Elementwise, Reading, Step};

/// One pass over memory.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kernel {
    Elementwise(Elementwise),
    ProductAlong(ProductAlong),
    ProductOver(ProductOver),
    Dots(Dots),
    Columns(Columns),
    Outer(Outer),
    RowSums(RowSums),
    Reduce(Reduce),
    Transpose(Transpose),
}

/// Which kinds of [`Finish`] a kernel can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finishes {
    /// None.
    Nothing,
    /// A bias and an activation.
    Forward,
    /// The slope of an activation.
    Backward,
    /// An update by gradient descent.
    Gradient,
}

impl Kernel {
    /// Every buffer that the kernel reads or writes, its results first.
    pub(super) fn buffers_mut(&mut self) -> Vec<&mut Buffer> {
        let (mut buffers, finish) = match self {
            Kernel::Elementwise(kernel) => {
                let loads = kernel.steps.iter_mut().filter_map(|step| match step {
                    Step::Load { from, .. } => Some(from),
                    _ => None,
                });
                return kernel.outputs.iter_mut().map(|output| &mut output.out).chain(loads).collect();
            }
            Kernel::ProductAlong(k) => return forward(&mut k.finish, [&mut k.out, &mut k.a, &mut k.b]),
            Kernel::ProductOver(ProductOver { a, b, out, finish, sums })
            | Kernel::Outer(Outer { g: a, x: b, out, finish, sums }) => {
                let mut buffers = vec![out];
                let mut loads = vec![a, b];
                if let Some(RowSums { of, out, finish }) = sums {
                    buffers.push(out);
                    loads.push(of);
                    loads.extend(operands(finish));
                }
                buffers.extend(loads);
                (buffers, Some(finish))
            }
            Kernel::Dots(k) => return forward(&mut k.finish, [&mut k.out, &mut k.a, &mut k.x]),
            Kernel::Columns(k) => (vec![&mut k.out, &mut k.a, &mut k.g], Some(&mut k.finish)),
            Kernel::RowSums(k) => (vec![&mut k.out, &mut k.of], Some(&mut k.finish)),
            Kernel::Reduce(k) => (vec![&mut k.out, &mut k.of], None),
            Kernel::Transpose(k) => (vec![&mut k.out, &mut k.of], None),
        };
        buffers.extend(finish.into_iter().flat_map(operands));
        buffers
    }

    /// The number of results.
    pub(super) fn n_outs(&self) -> usize {
        match self {
            Kernel::Elementwise(kernel) => kernel.outputs.len(),
            Kernel::ProductAlong(ProductAlong { finish: Finish::TanhAndSlope { .. }, .. })
            | Kernel::Dots(Dots { finish: Finish::TanhAndSlope { .. }, .. }) => 2,
            _ => 1 + usize::from(self.sums().is_some()),
        }
    }

    /// The sums of rows that the kernel computes in addition to its product.
    fn sums(&self) -> Option<&RowSums> {
        match self {
            Kernel::ProductOver(ProductOver { sums, .. }) | Kernel::Outer(Outer { sums, .. }) => sums.as_ref(),
            _ => None,
        }
    }

    /// The values that the kernel computes.
    pub(super) fn outs(&mut self) -> Vec<usize> {
        let n = self.n_outs();
        self.buffers_mut()[..n].iter().map(|buffer| buffer.start).collect()
    }

    /// The values that the kernel reads; one that it reads twice occurs twice.
    pub(super) fn loads(&mut self) -> Vec<usize> {
        let n = self.n_outs();
        self.buffers_mut()[n..].iter().map(|buffer| buffer.start).collect()
    }

    /// The kinds of [`Finish`] that the kernel can have.
    pub(super) fn finishes(&self) -> Finishes {
        match self {
            Kernel::ProductAlong(kernel) if kernel.a_transposed => Finishes::Backward,
            Kernel::Dots(kernel) if kernel.is_over_points => Finishes::Nothing,
            Kernel::ProductAlong(_) | Kernel::Dots(_) => Finishes::Forward,
            Kernel::Columns(_) => Finishes::Backward,
            Kernel::ProductOver(_) | Kernel::Outer(_) | Kernel::RowSums(_) => Finishes::Gradient,
            Kernel::Elementwise(_) | Kernel::Reduce(_) | Kernel::Transpose(_) => Finishes::Nothing,
        }
    }

    /// The kernel's [`Finish`] with its result, if it is a kernel that has one.
    pub(super) fn finish_mut(&mut self) -> Option<(&mut Finish, &mut Buffer)> {
        match self {
            Kernel::ProductAlong(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::ProductOver(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::Dots(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::Columns(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::Outer(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::RowSums(kernel) => Some((&mut kernel.finish, &mut kernel.out)),
            Kernel::Elementwise(_) | Kernel::Reduce(_) | Kernel::Transpose(_) => None,
        }
    }

    /// Whether the kernel reads `value`.
    pub(super) fn reads(&mut self, value: usize) -> bool {
        self.loads().contains(&value)
    }

    /// Whether the kernel can write its result over `value`, which it reads. It can if it reads each
    /// entry before it writes the entry at the same position.
    pub(super) fn may_overwrite(&mut self, value: usize) -> bool {
        let n_reads = self.loads().iter().filter(|read| **read == value).count();
        let own = self.finish_mut().map(|(finish, _)| *finish);
        let steps_from = |finish: &Finish| matches!(finish, Finish::Descent { from, .. } if from.start == value);
        if own.iter().chain(self.sums().map(|sums| &sums.finish)).any(steps_from) {
            return n_reads == 1;
        }
        let harmless = |step: &Step| match step {
            Step::Load { from, reading, .. } => from.start != value || *reading == Reading::Full,
            _ => true,
        };
        matches!(self, Kernel::Elementwise(kernel) if kernel.steps.iter().all(harmless))
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kernel::Elementwise(kernel) => {
                let mut names = kernel.steps.iter().filter_map(|step| match step {
                    Step::Apply { op, .. } => Some(op.to_string()),
                    Step::Powi { n, .. } => Some(format!("pow{n}")),
                    Step::Load { .. } | Step::Number { .. } => None,
                });
                let first = names.next().unwrap_or_else(|| "copy".to_owned());
                write!(f, "{} {}", names.fold(first, |all, name| all + " " + &name), kernel.over.shape)?;
                for (k, output) in kernel.outputs.iter().enumerate() {
                    match output.sink {
                        Sink::Store if kernel.outputs.len() == 1 => {}
                        Sink::Store => write!(f, "{} {}", if k == 0 { " →" } else { "," }, output.out.shape)?,
                        _ => write!(f, "{} Sum {}", if k == 0 { " →" } else { "," }, output.out.shape)?,
                    }
                }
                Ok(())
            }
            Kernel::ProductAlong(ProductAlong { a, a_transposed: false, b, finish, .. })
            | Kernel::Dots(Dots { a, x: b, finish, .. }) => {
                write!(f, "matmul {} · {}{}", a.shape, b.shape, print_of(finish))
            }
            Kernel::ProductAlong(ProductAlong { a, b, finish, .. })
            | Kernel::Columns(Columns { a, g: b, finish, .. }) => {
                write!(f, "matmul ({})ᵀ · {}{}", a.shape, b.shape, print_of(finish))
            }
            Kernel::ProductOver(ProductOver { a, b, finish, sums, .. })
            | Kernel::Outer(Outer { g: a, x: b, finish, sums, .. }) => {
                write!(f, "matmul {} · ({})ᵀ{}", a.shape, b.shape, print_of(finish))?;
                sums.iter().try_for_each(|sums| write!(f, "; {}", sums_of(sums)))
            }
            Kernel::RowSums(kernel) => f.write_str(&sums_of(kernel)),
            Kernel::Reduce(kernel) => write!(f, "{:?} {} → {}", kernel.combine, kernel.of.shape, kernel.out.shape),
            Kernel::Transpose(kernel) => write!(f, "transpose {}", kernel.of.shape),
        }
    }
}

/// The buffers of a product with its finish: out, the slopes if there are any, the factors, and what the finish reads.
fn forward<'a>(finish: &'a mut Finish, [out, a, b]: [&'a mut Buffer; 3]) -> Vec<&'a mut Buffer> {
    match finish {
        Finish::TanhAndSlope { bias, slope } => vec![out, slope, a, b, bias],
        finish => [out, a, b].into_iter().chain(operands(finish)).collect(),
    }
}

/// The buffers that a finish reads.
fn operands(finish: &mut Finish) -> Vec<&mut Buffer> {
    match finish {
        Finish::Store => vec![],
        Finish::TanhAndSlope { bias: of, .. }
        | Finish::Bias { bias: of, .. }
        | Finish::Times { factor: of }
        | Finish::WherePositive { y: of } => vec![of],
        Finish::Descent { from, rate } => vec![from, rate],
    }
}

/// The print of sums of rows.
fn sums_of(RowSums { of, out, finish }: &RowSums) -> String {
    format!("Sum {} → {}{}", of.shape, out.shape, print_of(finish))
}

/// The print of a finish.
fn print_of(finish: &Finish) -> &'static str {
    match finish {
        Finish::Store => "",
        Finish::Bias { then: Function::Identity, .. } => " + bias",
        Finish::Bias { then: Function::Tanh, .. } => " + bias, tanh",
        Finish::Bias { then: Function::PositivePart, .. } => " + bias, positive part",
        Finish::TanhAndSlope { .. } => " + bias, tanh and slope",
        Finish::Times { .. } => ", times slope",
        Finish::WherePositive { .. } => ", where y > 0",
        Finish::Descent { .. } => ", p − rate · it",
    }
}
