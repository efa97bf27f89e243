//! What the page says when a run ends, diverges or was taken elsewhere.

use playground::{Divergence, Stop};

use crate::Words;

impl Words {
    /// Why training ended by itself.
    pub fn stopped(&self, stop: &Stop, epoch: u64) -> String {
        let words = &self.cards;
        let (n_epochs, epoch) = (epoch, self.count(epoch));
        match *stop {
            Stop::Diverged(_) => words.diverged.into(),
            Stop::NoPoints => words.no_points.into(),
            Stop::Epochs { .. } => words.stopped_epochs.with(n_epochs as f64, &epoch),
            Stop::TestLoss { wanted, .. } => words.stopped_test_loss.with([&wanted.to_string(), &epoch]),
            Stop::Accuracy { wanted, .. } => words.stopped_accuracy.with([&self.percent(wanted), &epoch]),
            Stop::Patience { wanted, best, best_epoch } => words.stopped_patience.with([
                &epoch,
                &self.count(wanted.into()),
                &self.short(best),
                &self.count(best_epoch),
            ]),
        }
    }

    /// The button that begins again, with this learning rate.
    pub fn slower(&self, rate: f64) -> String {
        self.cards.slower.with([&rate.to_string()])
    }

    /// What happened when the numbers grew without bounds, in numbers.
    pub fn divergence(&self, what: &Divergence) -> String {
        // The counter stands at the step before the one that was undone.
        let step = self.count(what.step.saturating_sub(1));
        if what.gradient_norm == 0.0 {
            return self.cards.diverged_numbers.with([&step]);
        }
        self.cards.diverged_step.with([
            &step,
            &what.learning_rate.to_string(),
            &self.power(what.gradient_norm),
            &self.power(what.learning_rate * what.gradient_norm),
        ])
    }

    /// What the slow start of a first visit has trained.
    pub fn seen(&self, n_epochs: u64) -> String {
        self.opening.seen.with(n_epochs as f64, &self.count(n_epochs))
    }

    /// Where the tour is.
    pub fn place_of_tour(&self, at: usize, of: usize) -> String {
        self.opening.place.with([&at.to_string(), &of.to_string()])
    }

    /// What Export did; within a frame nobody can know whether a download is allowed.
    pub fn exported(&self, file: &str, step: u64, is_framed: bool) -> String {
        let template = if is_framed { &self.cards.exported_in_frame } else { &self.cards.exported };
        template.with([file, &self.count(step)])
    }

    /// What Import did with a file of weights alone, a row of which is a neuron's or an input's.
    pub fn imported_weights(&self, file: &str, is_by_input: bool) -> String {
        self.cards.imported_weights[usize::from(is_by_input)].with([file])
    }

    /// How far a run has come that is being made again.
    pub fn replaying(&self, done: u64, of: u64) -> String {
        self.cards.replaying.with([&self.count(done), &self.count(of)])
    }

    /// That a run was made again as it was.
    pub fn replayed(&self, step: u64, checksum: &str) -> String {
        self.cards.replayed.with([&self.count(step), checksum])
    }

    /// What Import did with a file of this engine, or of another.
    pub fn imported(&self, file: &str, step: u64, is_of_this_engine: bool) -> String {
        let cards = &self.cards;
        let template = if is_of_this_engine { &cards.imported } else { &cards.imported_from_other_engine };
        template.with([file, &self.count(step)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EN;

    #[test]
    fn a_divergence_is_told_as_a_product() {
        let words = EN.divergence(&Divergence { step: 12, learning_rate: 100.0, gradient_norm: 3.4e31 });
        assert!(words.contains("The step after step 11 would have been 100 × 3.4 · 10³¹ = 3.4 · 10³³ long"), "{words}");
    }

    #[test]
    fn one_epoch_is_not_many() {
        assert_eq!(EN.stopped(&Stop::Epochs { wanted: 1 }, 1), "Stopped: 1 epoch is done");
        assert_eq!(EN.stopped(&Stop::Epochs { wanted: 1500 }, 3000), "Stopped: 3,000 epochs are done");
    }
}
