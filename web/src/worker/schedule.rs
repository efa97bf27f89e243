//! How many steps fit into a slice of time.
//! Works on durations that come in as numbers; knows no clock and no session.

/// Learns how long a piece of work takes, and says how many fit into a budget.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stride {
    per_piece_ms: Option<f64>,
}

/// At most this many times more pieces than the last time: one lucky reading must not cause a long slice.
const LARGEST_GROWTH: u32 = 4;

impl Stride {
    /// How many pieces to do in `budget_ms`, at least 1, given how many were done last time.
    pub(crate) fn pieces(self, budget_ms: f64, last: u32) -> u32 {
        let fitting = match self.per_piece_ms {
            Some(ms) if ms > 0.0 => (budget_ms / ms).min(1e9) as u32,
            _ => 1,
        };
        fitting.clamp(1, last.max(1).saturating_mul(LARGEST_GROWTH))
    }

    /// What one piece is thought to take.
    pub(crate) fn piece_ms(self) -> Option<f64> {
        self.per_piece_ms
    }

    /// Takes note that `n` pieces took `took_ms`.
    pub(crate) fn learn(&mut self, n: u32, took_ms: f64) {
        // Browsers' clocks are coarse: a reading of nothing means too few pieces to tell.
        let seen = (took_ms / f64::from(n.max(1))).max(1e-6);
        self.per_piece_ms = Some(self.per_piece_ms.map_or(seen, |old| 0.5 * old + 0.5 * seen));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_slice_is_one_piece_and_later_ones_fill_the_budget() {
        let mut stride = Stride::default();
        assert_eq!(stride.pieces(8.0, 0), 1);
        let mut last = 1;
        for _ in 0..20 {
            stride.learn(last, f64::from(last) * 0.004);
            last = stride.pieces(8.0, last);
        }
        assert_eq!(last, 2000);
    }

    #[test]
    fn slow_work_is_done_one_at_a_time() {
        let mut stride = Stride::default();
        stride.learn(1, 40.0);
        assert_eq!(stride.pieces(8.0, 100), 1);
    }
}
