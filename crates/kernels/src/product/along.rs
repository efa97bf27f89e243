//! `a · b` or `aᵀ · b`, vectorised along the columns of `b`: a block of rows × vectors of the result stays in registers.

use wide::f32x4;

use super::ending::{
    Biased, Ending, Finish, Function, Identity, PositivePart, Store, Tanh, TanhAndSlope, With, times, where_positive,
    with_ending,
};
use crate::buffer::{Around, AroundTwo, Buffer};
use crate::lanes::{N_LANES, first_lanes, splat};

/// `finish(a · b)` or `finish(aᵀ · b)`, where `b` has several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductAlong {
    /// The first factor.
    pub a: Buffer,
    /// Whether the first factor is `aᵀ` instead of `a`.
    pub a_transposed: bool,
    /// The second factor.
    pub b: Buffer,
    /// The result.
    pub out: Buffer,
    /// The epilogue, entry by entry.
    pub finish: Finish,
}

/// The two factors in the form in which a block reads them.
struct Factors<'a> {
    a: &'a [f32],
    /// `f32` numbers from row to row of `a`.
    a_step: usize,
    b: &'a [f32x4],
    /// Mask of a row's last vector.
    tail: f32x4,
}

impl ProductAlong {
    pub(crate) fn run(&self, arena: &mut [f32x4]) {
        if let Finish::TanhAndSlope { bias, slope } = self.finish {
            let (out, slope, around) = AroundTwo::split(arena, self.out.vectors(), slope.vectors());
            let (a, b) = (around.numbers(self.a), around.vectors(self.b));
            let factors = Factors { a, a_step: self.a.row_step, b, tail: self.out.tail() };
            let ending = TanhAndSlope { bias: around.vectors(bias), slope };
            return factors.by_width::<false, _>(out, self.out.stride, ending);
        }
        let (out, around) = Around::split(arena, self.out);
        let (a, b) = (around.numbers(self.a), around.vectors(self.b));
        let factors = Factors { a, a_step: self.a.row_step, b, tail: self.out.tail() };
        let stride = self.out.stride;
        if self.a_transposed {
            with_ending!(backward, self.finish, around, |ending| factors.by_width::<true, _>(out, stride, ending));
        } else {
            with_ending!(forward, self.finish, around, |ending| factors.by_width::<false, _>(out, stride, ending));
        }
    }
}

impl Factors<'_> {
    /// Chooses the block by the width of the result. A block of few vectors per row has more rows: its sums must fit
    /// into sixteen registers.
    #[inline(always)]
    fn by_width<const T: bool, E: Ending>(&self, out: &mut [f32x4], stride: usize, ending: E) {
        match stride {
            1 => self.narrow::<T, 4, 1, E>(out, ending),
            2 => self.narrow::<T, 4, 2, E>(out, ending),
            3 => self.narrow::<T, 2, 3, E>(out, ending),
            _ => self.wide::<T, 2, 4, E>(out, stride, ending),
        }
    }

    /// The result, if its rows have exactly `V` vectors.
    #[inline(never)]
    fn narrow<const T: bool, const R: usize, const V: usize, E: Ending>(&self, out: &mut [f32x4], mut ending: E) {
        let (b, out) = (self.b.as_chunks::<V>().0, out.as_chunks_mut::<V>().0);
        let mut row = 0;
        let (blocks, rest) = out.as_chunks_mut::<R>();
        for block in blocks {
            let sums = self.sums::<T, R, V>(row, b.iter(), b.len());
            each_of::<R>(|r| block[r] = ending.end(row + r, (row + r) * V, sums[r], self.tail));
            row += R;
        }
        for one in rest {
            let sums = self.sums::<T, 1, V>(row, b.iter(), b.len());
            *one = ending.end(row, row * V, sums[0], self.tail);
            row += 1;
        }
    }

    /// The result, if its rows have at least `V` vectors. The last block of a row ends where the row ends, and so may
    /// overlap the block before it.
    #[inline(never)]
    fn wide<const T: bool, const R: usize, const V: usize, E: Ending>(
        &self,
        out: &mut [f32x4],
        stride: usize,
        mut ending: E,
    ) {
        let n_inner = self.b.len() / stride;
        let mut at = 0;
        while at < stride {
            at = at.min(stride - V);
            let mask = if at + V == stride { self.tail } else { first_lanes(N_LANES) };
            let mut rows = out.chunks_exact_mut(stride * R);
            let mut row = 0;
            for block in &mut rows {
                let b = self.b.chunks_exact(stride).map(|b| vectors::<V>(b, at));
                let sums = self.sums::<T, R, V>(row, b, n_inner);
                each_of::<R>(|r| {
                    let ended = ending.end(row + r, (row + r) * stride + at, sums[r], mask);
                    block[r * stride + at..][..V].copy_from_slice(&ended);
                });
                row += R;
            }
            for one in rows.into_remainder().chunks_exact_mut(stride) {
                let b = self.b.chunks_exact(stride).map(|b| vectors::<V>(b, at));
                let sums = self.sums::<T, 1, V>(row, b, n_inner);
                one[at..][..V].copy_from_slice(&ending.end(row, row * stride + at, sums[0], mask));
                row += 1;
            }
            at += V;
        }
    }

    /// The sums of `R` rows, from `row` on, by `V` vectors. Each sum runs over the rows of `b`, in their order.
    #[inline(always)]
    fn sums<'b, const T: bool, const R: usize, const V: usize>(
        &self,
        row: usize,
        b: impl Iterator<Item = &'b [f32x4; V]>,
        n_inner: usize,
    ) -> [[f32x4; V]; R] {
        let mut sums = [[f32x4::ZERO; V]; R];
        if T {
            for (b, a) in b.zip(self.a.chunks_exact(self.a_step)) {
                let a: &[f32; R] = numbers(a, row);
                add_products(&mut sums, *a, b);
            }
        } else {
            let a: [&[f32]; R] = std::array::from_fn(|r| &self.a[(row + r) * self.a_step..][..n_inner]);
            for (k, b) in (0..n_inner).zip(b) {
                add_products(&mut sums, std::array::from_fn(|r| a[r][k]), b);
            }
        }
        sums
    }
}

/// Calls `f` for `0..R`, `R ≤ 4`, without a loop, so that the arrays it indexes stay in registers.
#[inline(always)]
fn each_of<const R: usize>(mut f: impl FnMut(usize)) {
    f(0);
    if R > 1 {
        f(1);
    }
    if R > 2 {
        f(2);
        f(3);
    }
}

#[inline(always)]
fn add_products<const R: usize, const V: usize>(sums: &mut [[f32x4; V]; R], a: [f32; R], b: &[f32x4; V]) {
    for r in 0..R {
        let a = splat(a[r]);
        for v in 0..V {
            sums[r][v] += a * b[v];
        }
    }
}

#[inline(always)]
fn vectors<const V: usize>(row: &[f32x4], at: usize) -> &[f32x4; V] {
    row[at..].first_chunk().expect("a block ends with its row")
}

#[inline(always)]
fn numbers<const R: usize>(row: &[f32], at: usize) -> &[f32; R] {
    row[at..].first_chunk().expect("a block ends with its matrix")
}
