//! Moves the sums of a matrix's rows into the kernel of a product with that matrix as first factor. The gradients of a
//! layer's bias and weights are such a pair: both are computed from the same error signal.

use kernels::{Outer, ProductOver, RowSums};

use super::kernel::Kernel;
use super::lower::Lowered;

/// Moves each kernel of row sums into a product, if the order of the other kernels allows it.
pub(super) fn into_products(lowered: &mut Lowered) {
    let kernels = &mut lowered.kernels;
    let mut idx = 0;
    while idx < kernels.len() {
        let Some(product) = product_before(kernels, idx).or_else(|| product_after(kernels, idx)) else {
            idx += 1;
            continue;
        };
        let sums = kernels[idx].clone();
        if let (Some((_, slot)), Kernel::RowSums(sums)) = (sums_of_product(&mut kernels[product]), sums) {
            *slot = Some(sums);
        }
        kernels.remove(idx);
    }
}

/// An earlier product that the row sums at `idx` can move into: everything they read is computed before it.
fn product_before(kernels: &mut [Kernel], idx: usize) -> Option<usize> {
    let product = (0..idx).rev().find(|before| suits(kernels, *before, idx))?;
    let needed = kernels[idx].loads();
    let comes_later = |kernel: &mut Kernel| kernel.outs().iter().any(|out| needed.contains(out));
    (!kernels[product..idx].iter_mut().any(comes_later)).then_some(product)
}

/// A later product that the row sums at `idx` can move into: no kernel up to it reads the sums.
fn product_after(kernels: &mut [Kernel], idx: usize) -> Option<usize> {
    let product = (idx + 1..kernels.len()).find(|after| suits(kernels, *after, idx))?;
    let given = kernels[idx].outs();
    let is_needed = |kernel: &mut Kernel| kernel.loads().iter().any(|load| given.contains(load));
    (!kernels[idx + 1..=product].iter_mut().any(is_needed)).then_some(product)
}

/// Whether the kernel is a product whose first factor is what the row sums at `idx` sum, and has no sums yet.
fn suits(kernels: &mut [Kernel], product: usize, idx: usize) -> bool {
    let Kernel::RowSums(RowSums { of, .. }) = kernels[idx] else { return false };
    sums_of_product(&mut kernels[product]).is_some_and(|(first, sums)| first == of.start && sums.is_none())
}

/// A product's first factor, and the field for the sums of its rows.
fn sums_of_product(kernel: &mut Kernel) -> Option<(usize, &mut Option<RowSums>)> {
    match kernel {
        Kernel::ProductOver(ProductOver { a, sums, .. }) | Kernel::Outer(Outer { g: a, sums, .. }) => {
            Some((a.start, sums))
        }
        _ => None,
    }
}
