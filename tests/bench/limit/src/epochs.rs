// Epochs of training: for any shape, and made for some shapes.
use crate::kernels::*;
use crate::net::Net;
use crate::simd::*;

impl Net {
    #[inline(always)]
    unsafe fn xin(&self, b: usize, l: usize) -> *mut f32 { if l == 0 { self.x.add(b * r4(self.d[0]) * self.bp) } else { self.a[l] } }
    // any-shape epoch
    unsafe fn epoch_gen<const ACT: u8>(&mut self) {
        let nl = self.nl; let s = self.bp; let nv = s / LANES;
        for b in 0..self.nb {
            for l in 0..nl {
                let (i, o) = (self.d[l], self.d[l + 1]);
                if l + 1 == nl { fwd_g::<TANH>(i, o, nv, self.xin(b, l), s, self.w[l], self.b[l], self.a[l + 1], s) }
                else { fwd_g::<ACT>(i, o, nv, self.xin(b, l), s, self.w[l], self.b[l], self.a[l + 1], s) }
            }
            out_delta(nv, self.a[nl], self.t.add(b * s), self.m.add(b * s), self.g[nl]);
            let lr = self.lr / self.cnt[b] as f32;
            for l in (0..nl).rev() {
                let (i, o) = (self.d[l], self.d[l + 1]);
                if l > 0 { dx_g::<ACT>(i, o, nv, self.g[l + 1], self.w[l], self.a[l], self.g[l], s); }
                dw_g(i, o, nv, self.g[l + 1], self.xin(b, l), s, self.w[l], self.b[l], lr);
            }
        }
    }
    // shape-specialised epoch: I -> H^K -> 1 with a middle loop of HxH layers
    unsafe fn epoch_ih1<const ACT: u8, const I: usize, const H: usize, const NV: usize>(&mut self) {
        let nl = self.nl; let s = NV * LANES;
        for b in 0..self.nb {
            let x0 = self.x.add(b * ((I + 3) & !3) * s);
            fwd_c::<ACT, I, H, NV>(x0, self.w[0], self.b[0], self.a[1]);
            for l in 1..nl - 1 { fwd_c::<ACT, H, H, NV>(self.a[l], self.w[l], self.b[l], self.a[l + 1]); }
            fwd_c::<TANH, H, 1, NV>(self.a[nl - 1], self.w[nl - 1], self.b[nl - 1], self.a[nl]);
            out_delta(NV, self.a[nl], self.t.add(b * s), self.m.add(b * s), self.g[nl]);
            let lr = self.lr / self.cnt[b] as f32;
            dx_c::<ACT, H, 1, NV>(self.g[nl], self.w[nl - 1], self.a[nl - 1], self.g[nl - 1]);
            dw_c::<H, 1, NV>(self.g[nl], self.a[nl - 1], self.w[nl - 1], self.b[nl - 1], lr);
            for l in (1..nl - 1).rev() {
                dx_c::<ACT, H, H, NV>(self.g[l + 1], self.w[l], self.a[l], self.g[l]);
                dw_c::<H, H, NV>(self.g[l + 1], self.a[l], self.w[l], self.b[l], lr);
            }
            dw_c::<I, H, NV>(self.g[1], x0, self.w[0], self.b[0], lr);
        }
    }
    // W1: 2-4-2-1, one inlined body
    unsafe fn epoch_w1<const NV: usize>(&mut self) {
        let s = NV * LANES;
        for b in 0..self.nb {
            let x0 = self.x.add(b * 4 * s);
            let lr = self.lr / self.cnt[b] as f32;
            fwd::<TANH>(2, 4, 4, NV, x0, s, self.w[0], self.b[0], self.a[1], s);
            fwd::<TANH>(4, 4, 2, NV, self.a[1], s, self.w[1], self.b[1], self.a[2], s);
            fwd::<TANH>(2, 4, 1, NV, self.a[2], s, self.w[2], self.b[2], self.a[3], s);
            out_delta(NV, self.a[3], self.t.add(b * s), self.m.add(b * s), self.g[3]);
            bwd_dx::<TANH>(2, 4, 1, NV, self.g[3], self.w[2], self.a[2], self.g[2], s);
            bwd_dw(4, 1, NV, self.g[3], self.a[2], s, self.w[2], self.b[2], lr);
            bwd_dx::<TANH>(4, 4, 2, NV, self.g[2], self.w[1], self.a[1], self.g[1], s);
            bwd_dw(4, 2, NV, self.g[2], self.a[1], s, self.w[1], self.b[1], lr);
            bwd_dw(4, 4, NV, self.g[1], x0, s, self.w[0], self.b[0], lr);
        }
    }
    // batch 1, any shape: SIMD over the neurons of a layer
    unsafe fn epoch_b1_gen(&mut self) {
        let nl = self.nl;
        let lr = V::splat(self.lr);
        let mut act = [[0f32; 64]; 10]; let mut del = [[0f32; 64]; 10];
        for k in 0..self.n {
            for c in 0..self.d[0] { act[0][c] = *self.rx.get_unchecked(k * self.d[0] + c); }
            for l in 0..nl {
                let (i, op) = (self.d[l], r4(self.d[l + 1]));
                let mut o = 0;
                while o < op {
                    let mut a = V::load(self.b[l].add(o));
                    for c in 0..i { a = V::lsplat(act[l].as_ptr().add(c)).ma(V::load(self.w1[l].add(c * op + o)), a); }
                    vtanh(a).store(act[l + 1].as_mut_ptr().add(o)); o += 4;
                }
            }
            let y = act[nl][0];
            del[nl][0] = (y - *self.ry.get_unchecked(k)) * (1.0 - y * y);
            for l in (0..nl).rev() {
                let (i, op) = (self.d[l], r4(self.d[l + 1]));
                if l > 0 {
                    let mut c = 0;
                    while c < i {
                        let mut a = [V::splat(0.0); 4];
                        let mut o = 0;
                        while o < op { let g = V::load(del[l + 1].as_ptr().add(o));
                            for q in 0..4 { if c + q < i { a[q] = g.ma(V::load(self.w1[l].add((c + q) * op + o)), a[q]); } } o += 4; }
                        let x = V::load(act[l].as_ptr().add(c));
                        red4(a[0], a[1], a[2], a[3]).mul(V::splat(1.0).sub(x.mul(x))).store(del[l].as_mut_ptr().add(c));
                        c += 4;
                    }
                }
                let mut o = 0;
                while o < op {
                    let g = V::load(del[l + 1].as_ptr().add(o)).mul(lr);
                    let b = self.b[l].add(o); V::load(b).sub(g).store(b);
                    for c in 0..i { let w = self.w1[l].add(c * op + o); V::load(w).sub(g.mul(V::lsplat(act[l].as_ptr().add(c)))).store(w); }
                    o += 4;
                }
            }
        }
    }
    // batch 1, 2-4-2-1, all weights held in registers
    unsafe fn epoch_b1_w4(&mut self) {
        let ld = |p: *mut f32, k: usize| V::load(p.add(4 * k));
        let (mut a0, mut a1, mut ab) = (ld(self.w1[0], 0), ld(self.w1[0], 1), ld(self.b[0], 0));
        let (mut c0, mut c1, mut c2, mut c3, mut cb) = (ld(self.w1[1], 0), ld(self.w1[1], 1), ld(self.w1[1], 2), ld(self.w1[1], 3), ld(self.b[1], 0));
        let (mut e0, mut e1, mut eb) = (ld(self.w1[2], 0), ld(self.w1[2], 1), ld(self.b[2], 0));
        let lr = V::splat(self.lr); let one = V::splat(1.0); let z = V::splat(0.0);
        let mut s = [0f32; 4]; let mut s2 = [0f32; 4]; let mut tv = [0f32; 4];
        let (rx, ry) = (self.rx.as_ptr(), self.ry.as_ptr());
        for k in 0..self.n {
            let x0 = V::lsplat(rx.add(2 * k)); let x1 = V::lsplat(rx.add(2 * k + 1));
            let h = vtanh(x0.ma(a0, x1.ma(a1, ab)));
            h.store(s.as_mut_ptr());
            let (h0, h1, h2, h3) = (V::lsplat(&s[0]), V::lsplat(&s[1]), V::lsplat(&s[2]), V::lsplat(&s[3]));
            let q = vtanh(h0.ma(c0, h1.ma(c1, cb)).add(h2.ma(c2, h3.mul(c3))));
            q.store(s2.as_mut_ptr());
            let (q0, q1) = (V::lsplat(&s2[0]), V::lsplat(&s2[1]));
            let y = vtanh(q0.ma(e0, q1.ma(e1, eb)));
            tv[0] = *ry.add(k);
            let dy = y.sub(V::load(tv.as_ptr())).mul(one.sub(y.mul(y)));
            let dq = red4(e0.mul(dy), e1.mul(dy), z, z).mul(one.sub(q.mul(q)));
            let dh = red4(c0.mul(dq), c1.mul(dq), c2.mul(dq), c3.mul(dq)).mul(one.sub(h.mul(h)));
            let dyl = dy.mul(lr); let dql = dq.mul(lr); let dhl = dh.mul(lr);
            e0 = e0.sub(dyl.mul(q0)); e1 = e1.sub(dyl.mul(q1)); eb = eb.sub(dyl);
            c0 = c0.sub(dql.mul(h0)); c1 = c1.sub(dql.mul(h1)); c2 = c2.sub(dql.mul(h2)); c3 = c3.sub(dql.mul(h3)); cb = cb.sub(dql);
            a0 = a0.sub(dhl.mul(x0)); a1 = a1.sub(dhl.mul(x1)); ab = ab.sub(dhl);
        }
        let st = |p: *mut f32, k: usize, v: V| v.store(p.add(4 * k));
        st(self.w1[0], 0, a0); st(self.w1[0], 1, a1); st(self.b[0], 0, ab);
        st(self.w1[1], 0, c0); st(self.w1[1], 1, c1); st(self.w1[1], 2, c2); st(self.w1[1], 3, c3); st(self.b[1], 0, cb);
        st(self.w1[2], 0, e0); st(self.w1[2], 1, e1); st(self.b[2], 0, eb);
    }
    pub(crate) unsafe fn train(&mut self, epochs: usize, mode: u32) {
        if mode == 2 { for _ in 0..epochs { self.epoch_tape() } return; }
        let spec = mode == 1;
        let nv = self.bp / LANES;
        let d = &self.d[..=self.nl];
        let kind = if self.batch == 1 { if spec && d == [2, 4, 2, 1] { 1 } else { 2 } }
            else if !spec { 0 }
            else if d == [2, 4, 2, 1] { 3 } else if d[0] == 7 && d[1] == 8 { 4 } else if d[1] == 8 { 5 } else if d[1] == 64 { 6 } else { 0 };
        const NV10: usize = (10 + LANES - 1) / LANES; const NV250: usize = (250 + LANES - 1) / LANES; const NV32: usize = 32 / LANES;
        for _ in 0..epochs {
            match (kind, self.act, nv) {
                (1, _, _) => self.epoch_b1_w4(),
                (2, _, _) => self.epoch_b1_gen(),
                (3, TANH, NV10) => self.epoch_w1::<NV10>(),
                (4, TANH, NV10) => self.epoch_ih1::<TANH, 7, 8, NV10>(),
                (4, RELU, NV10) => self.epoch_ih1::<RELU, 7, 8, NV10>(),
                (5, TANH, NV250) => self.epoch_ih1::<TANH, 2, 8, NV250>(),
                (6, TANH, NV32) => self.epoch_ih1::<TANH, 2, 64, NV32>(),
                (_, TANH, _) => self.epoch_gen::<TANH>(),
                _ => self.epoch_gen::<RELU>(),
            }
        }
    }
}
