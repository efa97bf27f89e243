// Products of a layer, with what follows them: forwards, backwards, and the step of descent.
use crate::simd::*;

pub(crate) const TANH: u8 = 0;
pub(crate) const RELU: u8 = 1;
pub(crate) const LIN: u8 = 2;

pub(crate) fn r4(n: usize) -> usize { (n + 3) & !3 }

#[inline(always)]
pub(crate) fn actf<const ACT: u8>(v: V) -> V { if ACT == TANH { vtanh(v) } else if ACT == LIN { v } else { v.max(V::splat(0.0)) } }
#[inline(always)]
pub(crate) fn dact<const ACT: u8>(g: V, y: V) -> V {
    if ACT == TANH { g.mul(V::splat(1.0).sub(y.mul(y))) } else if ACT == LIN { g } else { g.keep_gt0(y) }
}

#[inline(always)]
pub(crate) unsafe fn mk_fwd<const ACT: u8, const JB: usize, const VB: usize>(inn: usize, inp: usize, x: *const f32, xs: usize, w: *const f32, b: *const f32, y: *mut f32, ys: usize) {
    let mut acc = [[V::splat(0.0); VB]; JB];
    for j in 0..JB { let bv = V::lsplat(b.add(j)); for v in 0..VB { acc[j][v] = bv; } }
    for i in 0..inn {
        let mut xv = [V::splat(0.0); VB];
        for v in 0..VB { xv[v] = V::load(x.add(i * xs + v * LANES)); }
        for j in 0..JB {
            let wv = V::lsplat(w.add(j * inp + i));
            for v in 0..VB { acc[j][v] = wv.ma(xv[v], acc[j][v]); }
        }
    }
    for j in 0..JB { for v in 0..VB { actf::<ACT>(acc[j][v]).store(y.add(j * ys + v * LANES)); } }
}
#[inline(always)]
pub(crate) unsafe fn fwd_v<const ACT: u8, const VB: usize>(inn: usize, inp: usize, out: usize, x: *const f32, xs: usize, w: *const f32, b: *const f32, y: *mut f32, ys: usize) {
    let mut j = 0;
    while j + 2 <= out { mk_fwd::<ACT, 2, VB>(inn, inp, x, xs, w.add(j * inp), b.add(j), y.add(j * ys), ys); j += 2; }
    if j < out { mk_fwd::<ACT, 1, VB>(inn, inp, x, xs, w.add(j * inp), b.add(j), y.add(j * ys), ys); }
}
/// y[out][ys] = act(w x + b) over nv vectors
#[inline(always)]
pub(crate) unsafe fn fwd<const ACT: u8>(inn: usize, inp: usize, out: usize, nv: usize, x: *const f32, xs: usize, w: *const f32, b: *const f32, y: *mut f32, ys: usize) {
    let mut v = 0;
    while v + 4 <= nv { fwd_v::<ACT, 4>(inn, inp, out, x.add(v * LANES), xs, w, b, y.add(v * LANES), ys); v += 4; }
    match nv - v {
        3 => fwd_v::<ACT, 3>(inn, inp, out, x.add(v * LANES), xs, w, b, y.add(v * LANES), ys),
        2 => fwd_v::<ACT, 2>(inn, inp, out, x.add(v * LANES), xs, w, b, y.add(v * LANES), ys),
        1 => fwd_v::<ACT, 1>(inn, inp, out, x.add(v * LANES), xs, w, b, y.add(v * LANES), ys),
        _ => {}
    }
}
#[inline(always)]
pub(crate) unsafe fn mk_dx<const ACT: u8, const IB: usize, const VB: usize>(inp: usize, out: usize, g: *const f32, gs: usize, w: *const f32, x: *const f32, dx: *mut f32, xs: usize) {
    let mut acc = [[V::splat(0.0); VB]; IB];
    for j in 0..out {
        let mut gv = [V::splat(0.0); VB];
        for v in 0..VB { gv[v] = V::load(g.add(j * gs + v * LANES)); }
        for i in 0..IB {
            let wv = V::lsplat(w.add(j * inp + i));
            for v in 0..VB { acc[i][v] = wv.ma(gv[v], acc[i][v]); }
        }
    }
    for i in 0..IB { for v in 0..VB {
        dact::<ACT>(acc[i][v], V::load(x.add(i * xs + v * LANES))).store(dx.add(i * xs + v * LANES));
    } }
}
#[inline(always)]
pub(crate) unsafe fn dx_v<const ACT: u8, const VB: usize>(inn: usize, inp: usize, out: usize, g: *const f32, gs: usize, w: *const f32, x: *const f32, dx: *mut f32, xs: usize) {
    let mut i = 0;
    while i + 2 <= inn { mk_dx::<ACT, 2, VB>(inp, out, g, gs, w.add(i), x.add(i * xs), dx.add(i * xs), xs); i += 2; }
    if i < inn { mk_dx::<ACT, 1, VB>(inp, out, g, gs, w.add(i), x.add(i * xs), dx.add(i * xs), xs); }
}
#[inline(always)]
pub(crate) unsafe fn bwd_dx<const ACT: u8>(inn: usize, inp: usize, out: usize, nv: usize, g: *const f32, w: *const f32, x: *const f32, dx: *mut f32, s: usize) {
    let mut v = 0;
    while v + 4 <= nv { let o = v * LANES; dx_v::<ACT, 4>(inn, inp, out, g.add(o), s, w, x.add(o), dx.add(o), s); v += 4; }
    let o = v * LANES;
    match nv - v {
        3 => dx_v::<ACT, 3>(inn, inp, out, g.add(o), s, w, x.add(o), dx.add(o), s),
        2 => dx_v::<ACT, 2>(inn, inp, out, g.add(o), s, w, x.add(o), dx.add(o), s),
        1 => dx_v::<ACT, 1>(inn, inp, out, g.add(o), s, w, x.add(o), dx.add(o), s),
        _ => {}
    }
}
#[inline(always)]
pub(crate) unsafe fn mk_dw<const JB: usize>(nv: usize, g: *const f32, x: *const f32, s: usize, w: *mut f32, inp: usize, lr: V) {
    let mut acc = [[V::splat(0.0); 4]; JB];
    for v in 0..nv {
        let mut xv = [V::splat(0.0); 4];
        for i in 0..4 { xv[i] = V::load(x.add(i * s + v * LANES)); }
        for j in 0..JB {
            let gv = V::load(g.add(j * s + v * LANES));
            for i in 0..4 { acc[j][i] = gv.ma(xv[i], acc[j][i]); }
        }
    }
    for j in 0..JB {
        let r = red4(acc[j][0], acc[j][1], acc[j][2], acc[j][3]);
        let p = w.add(j * inp);
        V::load(p).sub(r.mul(lr)).store(p);
    }
}
/// w -= lr * g x^T ; b -= lr * sum g
#[inline(always)]
pub(crate) unsafe fn bwd_dw(inp: usize, out: usize, nv: usize, g: *const f32, x: *const f32, s: usize, w: *mut f32, b: *mut f32, lr: f32) {
    let lrq = V::splat(lr);
    let mut j = 0;
    while j + 2 <= out {
        let mut i = 0;
        while i < inp { mk_dw::<2>(nv, g.add(j * s), x.add(i * s), s, w.add(j * inp + i), inp, lrq); i += 4; }
        j += 2;
    }
    if j < out {
        let mut i = 0;
        while i < inp { mk_dw::<1>(nv, g.add(j * s), x.add(i * s), s, w.add(j * inp + i), inp, lrq); i += 4; }
    }
    let mut j = 0;
    while j < out {
        let mut acc = [V::splat(0.0); 4];
        for v in 0..nv { for k in 0..4 { acc[k] = acc[k].add(V::load(g.add((j + k) * s + v * LANES))); } }
        let r = red4(acc[0], acc[1], acc[2], acc[3]);
        V::load(b.add(j)).sub(r.mul(lrq)).store(b.add(j));
        j += 4;
    }
}
#[inline(always)]
pub(crate) unsafe fn out_delta(nv: usize, y: *const f32, t: *const f32, m: *const f32, g: *mut f32) {
    for v in 0..nv {
        let o = v * LANES;
        let yv = V::load(y.add(o));
        let d = yv.sub(V::load(t.add(o))).mul(V::load(m.add(o)));
        d.mul(V::splat(1.0).sub(yv.mul(yv))).store(g.add(o));
    }
}

#[inline(never)] pub(crate) unsafe fn fwd_c<const ACT: u8, const I: usize, const O: usize, const NV: usize>(x: *const f32, w: *const f32, b: *const f32, y: *mut f32) {
    fwd::<ACT>(I, (I + 3) & !3, O, NV, x, NV * LANES, w, b, y, NV * LANES)
}
#[inline(never)] pub(crate) unsafe fn dx_c<const ACT: u8, const I: usize, const O: usize, const NV: usize>(g: *const f32, w: *const f32, x: *const f32, dx: *mut f32) {
    bwd_dx::<ACT>(I, (I + 3) & !3, O, NV, g, w, x, dx, NV * LANES)
}
#[inline(never)] pub(crate) unsafe fn dw_c<const I: usize, const O: usize, const NV: usize>(g: *const f32, x: *const f32, w: *mut f32, b: *mut f32, lr: f32) {
    bwd_dw((I + 3) & !3, O, NV, g, x, NV * LANES, w, b, lr)
}
// not inlined: the any-shape kernels
#[inline(never)] pub(crate) unsafe fn fwd_g<const ACT: u8>(inn: usize, out: usize, nv: usize, x: *const f32, xs: usize, w: *const f32, b: *const f32, y: *mut f32, ys: usize) { fwd::<ACT>(inn, r4(inn), out, nv, x, xs, w, b, y, ys) }
#[inline(never)] pub(crate) unsafe fn dx_g<const ACT: u8>(inn: usize, out: usize, nv: usize, g: *const f32, w: *const f32, x: *const f32, dx: *mut f32, s: usize) { bwd_dx::<ACT>(inn, r4(inn), out, nv, g, w, x, dx, s) }
#[inline(never)] pub(crate) unsafe fn dw_g(inn: usize, out: usize, nv: usize, g: *const f32, x: *const f32, s: usize, w: *mut f32, b: *mut f32, lr: f32) { bwd_dw(r4(inn), out, nv, g, x, s, w, b, lr) }
