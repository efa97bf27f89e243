//! The sums of a matrix's rows move into the kernel of a product of that matrix: gradients of a bias
//! and of weights are of the same error signal.

use super::kernel::Kernel;
use super::lower::Lowered;
use super::product::{Outer, ProductOver, RowSums};

/// Moves each kernel of sums into an earlier product, where all that the sums need is there by then.
pub(super) fn into_products(lowered: &mut Lowered) {
    let kernels = &mut lowered.kernels;
    let mut idx = 0;
    while idx < kernels.len() {
        match product_before(kernels, idx) {
            Some(product) => {
                let sums = kernels.remove(idx);
                if let (Some(place), Kernel::RowSums(sums)) = (place_of_sums(&mut kernels[product]), sums) {
                    *place.1 = Some(sums);
                }
            }
            None => idx += 1,
        }
    }
}

/// The product that the sums of rows at `idx` may go into.
fn product_before(kernels: &mut [Kernel], idx: usize) -> Option<usize> {
    let Kernel::RowSums(RowSums { of, .. }) = kernels[idx] else { return None };
    let needed = kernels[idx].loads();
    let product = (0..idx).rev().find(|before| {
        place_of_sums(&mut kernels[*before]).is_some_and(|(first, sums)| first == of.start && sums.is_none())
    })?;
    let comes_later = |kernel: &mut Kernel| kernel.outs().iter().any(|out| needed.contains(out));
    (!kernels[product..idx].iter_mut().any(comes_later)).then_some(product)
}

/// A product's first factor, and the place for the sums of its rows.
fn place_of_sums(kernel: &mut Kernel) -> Option<(usize, &mut Option<RowSums>)> {
    match kernel {
        Kernel::ProductOver(ProductOver { a, sums, .. }) | Kernel::Outer(Outer { g: a, sums, .. }) => {
            Some((a.start, sums))
        }
        _ => None,
    }
}
