// A network with its data in memory, its loss, and its values on a grid.
use crate::kernels::{fwd_g, r4, RELU, TANH};
use crate::simd::*;
use crate::tape::Op;

pub(crate) fn alloc(n: usize) -> *mut f32 {
    unsafe { std::alloc::alloc_zeroed(std::alloc::Layout::from_size_align(n * 4 + 256, 64).unwrap()) as *mut f32 }
}

pub struct Net {
    pub(crate) nl: usize,            // weight layers
    pub(crate) d: [usize; 10],       // dims
    pub(crate) act: u8,
    pub(crate) n: usize, pub(crate) batch: usize, pub(crate) lr: f32,
    pub(crate) bp: usize,            // padded batch (floats)
    pub(crate) nb: usize,
    pub(crate) w: [*mut f32; 10],    // w[l]: [out padded 4][in padded 4] row-major
    pub(crate) b: [*mut f32; 10],
    pub(crate) a: [*mut f32; 10],    // a[l]: activations of layer l (1..=nl) [feat padded 4][bp]
    pub(crate) g: [*mut f32; 10],    // deltas
    pub(crate) x: *mut f32,          // [nb][in padded][bp]
    pub(crate) t: *mut f32,          // [nb][bp]
    pub(crate) m: *mut f32,          // [nb][bp] mask
    pub(crate) cnt: Vec<usize>,
    // batch-1 form: weights [in][out padded]
    pub(crate) w1: [*mut f32; 10],
    pub(crate) grid_out: *mut f32, pub(crate) grid_scr: [*mut f32; 2],
    pub(crate) rx: Vec<f32>, pub(crate) ry: Vec<f32>,
    pub(crate) tape: Vec<Op>,
}

impl Net {
    pub(crate) unsafe fn new(dims: &[usize], act: u8, n: usize, batch: usize, lr: f32, data: *const f32) -> Box<Net> {
        let nl = dims.len() - 1;
        let bp = (batch + LANES - 1) / LANES * LANES;
        let nb = (n + batch - 1) / batch;
        let z = std::ptr::null_mut();
        let mut d = [0; 10]; d[..=nl].copy_from_slice(dims);
        let mut s = Box::new(Net { nl, d, act, n, batch, lr, bp, nb, w: [z; 10], b: [z; 10], a: [z; 10], g: [z; 10], x: z, t: z, m: z, cnt: vec![], w1: [z; 10], grid_out: z, grid_scr: [z; 2], rx: vec![], ry: vec![], tape: vec![] });
        let mut p = data;
        for l in 0..nl {
            let (i, o) = (d[l], d[l + 1]);
            let (ip, op) = (r4(i), r4(o));
            s.w[l] = alloc(ip * op); s.b[l] = alloc(op); s.w1[l] = alloc(i * op);
            for r in 0..o { for c in 0..i { let v = *p; p = p.add(1); *s.w[l].add(r * ip + c) = v; *s.w1[l].add(c * op + r) = v; } }
            for r in 0..o { *s.b[l].add(r) = *p; p = p.add(1); }
        }
        for l in 1..=nl { s.a[l] = alloc(r4(d[l]) * bp); s.g[l] = alloc(r4(d[l]) * bp); }
        let i0 = d[0];
        for k in 0..n { for c in 0..i0 { s.rx.push(*p.add(k * i0 + c)); } }
        p = p.add(n * i0);
        for k in 0..n { s.ry.push(*p.add(k)); }
        let ip = r4(i0);
        s.x = alloc(nb * ip * bp); s.t = alloc(nb * bp); s.m = alloc(nb * bp);
        for b in 0..nb {
            let mut c = 0;
            for k in 0..batch { let q = b * batch + k; if q < n {
                c += 1;
                for f in 0..i0 { *s.x.add(b * ip * bp + f * bp + k) = s.rx[q * i0 + f]; }
                *s.t.add(b * bp + k) = s.ry[q]; *s.m.add(b * bp + k) = 1.0;
            } }
            s.cnt.push(c);
        }
        s
    }
    pub(crate) unsafe fn loss(&self) -> f64 {
        // plain scalar forward in f64: independent of the kernels
        let mut tot = 0.0;
        let b1 = self.batch == 1 && self.tape.is_empty();
        for k in 0..self.n {
            let mut x: Vec<f64> = (0..self.d[0]).map(|c| self.rx[k * self.d[0] + c] as f64).collect();
            for l in 0..self.nl {
                let (i, o) = (self.d[l], self.d[l + 1]);
                x = (0..o).map(|r| {
                    let mut a = *self.b[l].add(r) as f64;
                    for c in 0..i { a += x[c] * (if b1 { *self.w1[l].add(c * r4(o) + r) } else { *self.w[l].add(r * r4(i) + c) }) as f64; }
                    if self.act == TANH || l + 1 == self.nl { a.tanh() } else { a.max(0.0) }
                }).collect();
            }
            tot += 0.5 * (x[0] - self.ry[k] as f64).powi(2);
        }
        tot / self.n as f64
    }
    // n x n grid over [-6,6]^2 of a net with the 7 TF-Playground inputs; all: keep every node, else the output only
    pub(crate) unsafe fn grid(&mut self, n: usize, all: bool) -> *mut f32 {
        let tot = n * n;
        let nodes: usize = self.d[1..=self.nl].iter().sum();
        if self.grid_out.is_null() {
            self.grid_out = alloc((if all { nodes } else { 1 }) * tot + 64);
            self.grid_scr = [alloc(64 * 16 * LANES), alloc(64 * 16 * LANES)];
        }
        const NV: usize = 4; let bl = NV * LANES;
        let ax: Vec<f32> = (0..n + 64).map(|i| -6.0 + 12.0 * i as f32 / (n - 1) as f32).collect();
        let sx: Vec<f32> = ax.iter().map(|x| x.sin()).collect();
        let nl = self.nl;
        for r in 0..n {
            let (y, sy) = (V::splat(ax[n - 1 - r]), V::splat(sx[n - 1 - r]));
            let mut c = 0;
            while c < n {
                // last block of a row starts early so that it stays inside the row
                let c0 = if c + bl > n { n - bl } else { c };
                let f = self.grid_scr[0];
                for v in 0..NV {
                    let x = V::load(ax.as_ptr().add(c0 + v * LANES)); let o = v * LANES;
                    x.store(f.add(o)); y.store(f.add(bl + o)); x.mul(x).store(f.add(2 * bl + o)); y.mul(y).store(f.add(3 * bl + o));
                    x.mul(y).store(f.add(4 * bl + o)); V::load(sx.as_ptr().add(c0 + v * LANES)).store(f.add(5 * bl + o)); sy.store(f.add(6 * bl + o));
                }
                let (mut x, mut xs) = (f, bl);
                let mut node = 0;
                for l in 0..nl {
                    let last = l + 1 == nl;
                    let (yp, ys) = if all { (self.grid_out.add(node * tot + r * n + c0), tot) } else if last { (self.grid_out.add(r * n + c0), tot) } else { (self.grid_scr[(l + 1) & 1], bl) };
                    if last || self.act == TANH { fwd_g::<TANH>(self.d[l], self.d[l + 1], NV, x, xs, self.w[l], self.b[l], yp, ys) }
                    else { fwd_g::<RELU>(self.d[l], self.d[l + 1], NV, x, xs, self.w[l], self.b[l], yp, ys) }
                    x = yp; xs = ys; node += self.d[l + 1];
                }
                c += bl;
            }
        }
        self.grid_out
    }
}
