// A recorded tape of unfused whole-array operations, as a general autodiff engine would replay it.
use crate::kernels::*;
use crate::net::{alloc, Net};
use crate::simd::*;

type P = *mut f32;
#[derive(Clone, Copy)]
pub(crate) enum Op {
    MatMul(usize, usize, P, P, P),      // in,out,x,w,z   (x null: the batch input)
    AddBias(usize, P, P, P),            // out,z,b,y
    Act(usize, u8, P, P),               // out,z,a
    Sub(P, P),                          // y - t -> e
    SqMean(P),                          // loss value kept, as an engine would
    DLoss(P, P),                        // e -> g (mask / count)
    DAct(usize, u8, P, P, P),           // out,g_a,a,g_z
    DBias(usize, P, P),                 // out,g_z,gb
    MatMulT(usize, usize, P, P, P),     // dX
    MatMulX(usize, usize, P, P, P),     // dW
    Sgd(usize, P, P),
}
#[inline(never)] unsafe fn op_addb(o: usize, nv: usize, z: P, b: P, y: P) { let s = nv * LANES; for j in 0..o { let bv = V::lsplat(b.add(j)); for v in 0..nv { let q = j * s + v * LANES; V::load(z.add(q)).add(bv).store(y.add(q)); } } }
#[inline(never)] unsafe fn op_act(n: usize, act: u8, z: P, a: P) { if act == TANH { for v in 0..n { vtanh(V::load(z.add(v * LANES))).store(a.add(v * LANES)); } } else { for v in 0..n { V::load(z.add(v * LANES)).max(V::splat(0.0)).store(a.add(v * LANES)); } } }
#[inline(never)] unsafe fn op_dact(n: usize, act: u8, g: P, a: P, h: P) { for v in 0..n { let o = v * LANES; let (gv, av) = (V::load(g.add(o)), V::load(a.add(o))); (if act == TANH { dact::<TANH>(gv, av) } else { dact::<RELU>(gv, av) }).store(h.add(o)); } }
#[inline(never)] unsafe fn op_db(o: usize, nv: usize, g: P, gb: P) { let s = nv * LANES; let mut j = 0; while j < o { let mut a = [V::splat(0.0); 4]; for v in 0..nv { for k in 0..4 { a[k] = a[k].add(V::load(g.add((j + k) * s + v * LANES))); } } red4(a[0], a[1], a[2], a[3]).store(gb.add(j)); j += 4; } }
#[inline(never)] unsafe fn op_sgd(n: usize, lr: f32, w: P, g: P) { let l = V::splat(lr); let mut i = 0; while i + LANES <= n { V::load(w.add(i)).sub(V::load(g.add(i)).mul(l)).store(w.add(i)); i += LANES; } while i < n { *w.add(i) -= lr * *g.add(i); i += 1; } }
#[inline(never)] unsafe fn dwo_g(inn: usize, out: usize, nv: usize, g: *const f32, x: *const f32, s: usize, w: *mut f32) {
    let inp = r4(inn); let l = V::splat(-1.0); let mut j = 0;
    while j + 2 <= out { let mut i = 0; while i < inp { mk_dw::<2>(nv, g.add(j * s), x.add(i * s), s, w.add(j * inp + i), inp, l); i += 4; } j += 2; }
    if j < out { let mut i = 0; while i < inp { mk_dw::<1>(nv, g.add(j * s), x.add(i * s), s, w.add(j * inp + i), inp, l); i += 4; } }
}
impl Net {
    unsafe fn record(&mut self) {
        let (nl, bp) = (self.nl, self.bp); let z = std::ptr::null_mut();
        let fa = |n: usize| alloc(r4(n) * bp);
        let mut a: Vec<P> = vec![z];
        for l in 0..nl { let (i, o) = (self.d[l], self.d[l + 1]); let (p, q, r) = (fa(o), fa(o), fa(o));
            self.tape.push(Op::MatMul(i, o, a[l], self.w[l], p)); self.tape.push(Op::AddBias(o, p, self.b[l], q));
            self.tape.push(Op::Act(o, if l + 1 == nl { TANH } else { self.act }, q, r)); a.push(r); }
        let e = fa(1); self.tape.push(Op::Sub(a[nl], e)); self.tape.push(Op::SqMean(e));
        let mut g = fa(1); self.tape.push(Op::DLoss(e, g));
        let mut sg = vec![];
        for l in (0..nl).rev() { let (i, o) = (self.d[l], self.d[l + 1]); let h = fa(o); let (gw, gb) = (alloc(r4(i) * r4(o)), alloc(r4(o)));
            self.tape.push(Op::DAct(o, if l + 1 == nl { TANH } else { self.act }, g, a[l + 1], h)); self.tape.push(Op::DBias(o, h, gb));
            self.tape.push(Op::MatMulX(i, o, h, a[l], gw));
            if l > 0 { let gx = fa(i); self.tape.push(Op::MatMulT(i, o, h, self.w[l], gx)); g = gx; }
            sg.push(Op::Sgd(r4(i) * o, self.w[l], gw)); sg.push(Op::Sgd(o, self.b[l], gb)); }
        self.tape.extend(sg);
    }
    pub(crate) unsafe fn epoch_tape(&mut self) {
        if self.tape.is_empty() { self.record(); }
        let s = self.bp; let nv = s / LANES; let zb = self.g[0];
        let zero = if zb.is_null() { let p = alloc(256); self.g[0] = p; p } else { zb };
        for b in 0..self.nb {
            let x0 = self.x.add(b * r4(self.d[0]) * s); let (t, m) = (self.t.add(b * s), self.m.add(b * s)); let inv = 1.0 / self.cnt[b] as f32;
            for k in 0..self.tape.len() { match *self.tape.get_unchecked(k) {
                Op::MatMul(i, o, x, w, y) => fwd_g::<LIN>(i, o, nv, if x.is_null() { x0 } else { x }, s, w, zero, y, s),
                Op::AddBias(o, p, bb, y) => op_addb(o, nv, p, bb, y),
                Op::Act(o, a, p, y) => op_act(o * nv, a, p, y),
                Op::Sub(y, e) => for v in 0..nv { let o = v * LANES; V::load(y.add(o)).sub(V::load(t.add(o))).mul(V::load(m.add(o))).store(e.add(o)); },
                Op::SqMean(e) => { let mut a = V::splat(0.0); for v in 0..nv { let q = V::load(e.add(v * LANES)); a = q.ma(q, a); } a.store(zero.add(128)); }
                Op::DLoss(e, g) => { let c = V::splat(inv); for v in 0..nv { V::load(e.add(v * LANES)).mul(c).store(g.add(v * LANES)); } }
                Op::DAct(o, a, g, y, h) => op_dact(o * nv, a, g, y, h),
                Op::DBias(o, h, gb) => op_db(o, nv, h, gb),
                Op::MatMulX(i, o, h, x, gw) => { std::ptr::write_bytes(gw, 0, r4(i) * r4(o)); dwo_g(i, o, nv, h, if x.is_null() { x0 } else { x }, s, gw) }
                Op::MatMulT(i, o, h, w, gx) => dx_g::<LIN>(i, o, nv, h, w, gx, gx, s),
                Op::Sgd(n, w, g) => op_sgd(n, self.lr, w, g),
            } }
        }
    }
}
