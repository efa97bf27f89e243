//! The published numbers of a run that goals compare. Their names are a contract: links and lessons have them. It knows no run.

/// A published number of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Updates since the last reset.
    Step,
    /// Completed passes over the training points.
    Epoch,
    /// Mean loss of the training points, without penalty.
    TrainLoss,
    /// Mean loss of the test points, without penalty.
    TestLoss,
    /// Share of training points that are classified right, 0–1; null where there are no classes.
    TrainAccuracy,
    /// Share of test points that are classified right, 0–1; null where there are no classes or no test points.
    TestAccuracy,
    /// Test accuracy, else training accuracy.
    Accuracy,
    /// R² of the test points, else of the training points; null where there are classes.
    R2,
    /// Weights and biases.
    Parameters,
    /// Neurons of all hidden layers.
    Neurons,
    /// Hidden layers.
    HiddenLayers,
    /// Features that the network sees.
    Features,
    /// Points, for training and for testing.
    Points,
}

impl Fact {
    /// Every fact, in the order of [`NAMES`](Fact::NAMES).
    pub const ALL: [Fact; 13] = [
        Fact::Step,
        Fact::Epoch,
        Fact::TrainLoss,
        Fact::TestLoss,
        Fact::TrainAccuracy,
        Fact::TestAccuracy,
        Fact::Accuracy,
        Fact::R2,
        Fact::Parameters,
        Fact::Neurons,
        Fact::HiddenLayers,
        Fact::Features,
        Fact::Points,
    ];

    /// Their names in goals.
    pub const NAMES: [&str; 13] = [
        "step",
        "epoch",
        "trainLoss",
        "testLoss",
        "trainAccuracy",
        "testAccuracy",
        "accuracy",
        "r2",
        "parameters",
        "neurons",
        "hiddenLayers",
        "features",
        "points",
    ];

    /// The fact of this name.
    pub fn find(name: &str) -> Option<Fact> {
        Self::NAMES.iter().position(|known| *known == name).map(|place| Self::ALL[place])
    }

    /// Its name in goals.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether it is a share from 0 to 1, which people read in per cent.
    pub const fn is_share(self) -> bool {
        matches!(self, Fact::TrainAccuracy | Fact::TestAccuracy | Fact::Accuracy)
    }
}
