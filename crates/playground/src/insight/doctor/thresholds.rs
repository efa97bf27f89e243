//! Every number that a verdict depends on, with its reason, in one place. `docs/doctor.md` has the same table; a test holds it to this one.

/// A threshold: what it is called, its value, what it decides and why it has this value.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// Its name.
    pub name: &'static str,
    /// Its value; shares are from 0 to 1.
    pub value: f64,
    /// What it decides.
    pub decides: &'static str,
    /// Why it is not larger or smaller.
    pub reason: &'static str,
}

macro_rules! thresholds {
    ($($name:ident = $value:literal, $decides:literal, $reason:literal;)*) => {
        $(#[doc = concat!($decides, ". ", $reason, ".")] pub(super) const $name: f64 = $value;)*

        /// All of them, in the order of the verdicts.
        pub static THRESHOLDS: &[Threshold] = &[$(
            Threshold { name: stringify!($name), value: $name, decides: $decides, reason: $reason },
        )*];
    };
}

thresholds! {
    GROWN_LOSS = 1000.0,
        "diverged: training went back from a loss that is not finite, or the training loss is this many times that of guessing and above its start",
        "No mistake within a batch makes the loss of all points so large";
    DEAD_SHARE = 0.5,
        "dead-neurons: in some hidden layer this share of the neurons has slope 0 for every training point",
        "A few dead neurons cost little; half of a layer is capacity that the network was given and lacks";
    SATURATED_SHARE = 0.6,
        "saturated: in some hidden layer of a bounded activation this share of the neurons has a slope below 0.01 for 95 % of the training points",
        "A steep edge where the classes meet saturates a neuron for most points too: some of them are what was wanted";
    GAP = 0.05,
        "Accuracy (or R²) lags by this much behind what the nearest neighbours of each training point predict: there is something left to gain. Dead and saturated neurons count only then",
        "The neighbours are a rough guide themselves, by about as much";
    LOSS_LEFT = 0.5,
        "…or the training loss is above this share of that of guessing although the neighbours of (nearly) all points are right",
        "Then most answers are right, but hardly better than a toss";
    NEIGHBOURS = 5.0,
        "So many nearest neighbours predict a training point",
        "Fewer follow wrong labels, more blur the turns of a spiral";
    FEW_POINTS = 20.0,
        "With fewer training points everything is taken to be reachable",
        "Neighbours are too far away then, and any labels can be learnt by heart";
    OVERFIT_RISE = 0.1,
        "over-fitting: the test loss is by this share above its lowest value",
        "Smaller rises come and go with the order of the points";
    OVERFIT_OF_GUESS = 0.02,
        "…and by this share of the loss of guessing",
        "A loss that doubles from nearly 0 is nearly 0 still";
    OVERFIT_EPOCHS = 10.0,
        "…which lies back by so many epochs",
        "Before, it may be a swing";
    OVERFIT_FALL = 0.05,
        "…while the training loss fell by this share",
        "If both rise, training itself goes wrong";
    OVERFIT_POINTS = 10.0,
        "…and there are so many test points",
        "One point of fewer moves their mean too much";
    JUMP_FACTOR = 1.5,
        "jumping: from one recorded epoch to the next the training loss grew by this factor",
        "That is visible at a glance on any scale";
    JUMP_OF_GUESS = 0.1,
        "…and by this share of the loss of guessing",
        "On the scale of the chart a smaller rise is no jump";
    JUMP_STANDS_OUT = 3.0,
        "…and by so many times what nine tenths of the changes stay below",
        "Else it is one of many swings";
    JUMP_START = 5.0,
        "…not before so many epochs",
        "The first steps from random weights may go anywhere";
    JUMP_RECOVERED = 0.9,
        "…in the second half of the run, or the loss is still above this share of what it jumped to",
        "A jump that was made good long ago is history";
    ALTERNATING_SHARE = 0.4,
        "oscillating: in the second half of the run this share of the changes of the training loss turns back the change before",
        "A trend with rare setbacks has a quarter at most; a loss that changes at random has two thirds, of a batch's noise too";
    ALTERNATING_AMPLITUDE = 0.05,
        "…with both changes on average above this share of the loss",
        "Smaller ones are lost in the thickness of the line";
    ALTERNATING_FLOOR = 0.05,
        "…taken to be at least this share of the loss of guessing",
        "What swings near 0 does no harm";
    LEAST_EPOCHS = 20.0,
        "Whether a loss has levelled off is judged after so many epochs under the same settings",
        "Before, it is too early to say";
    NO_FALL = 0.02,
        "not-learning: over the second half the training loss fell by less than this share of its start",
        "A curve that falls less is a level line on the chart";
    NO_BETTER = 0.95,
        "…and is above this share of the loss of guessing",
        "Less than a twentieth better than a constant is nothing learnt";
    LEVEL_FALL = 0.02,
        "under-fitting, plateau, converged: a straight line through the last third of the training loss falls by less than this share of it",
        "As above, for the end of a curve alone, and without what noise adds at either end";
    LEVEL_FLOOR = 0.1,
        "…taken to be at least this share of the loss of guessing",
        "Probabilities near 1 can always come nearer; that is not what a learner waits for";
    LOSSES_APART = 1.3,
        "under-fitting: the test loss is at most this many times the training loss",
        "Further apart, the network has learnt the training points by heart: it is large enough";
    SMALL_NETWORK = 40.0,
        "…and the network has at most so many parameters,",
        "About one hidden layer of eight neurons, with which the harder datasets begin";
    HEAVY_PENALTY = 0.2,
        "…or the penalty is at least this share of the training loss,",
        "It then pulls about as hard as the points";
    HEAVY_DROPOUT = 0.3,
        "…or this share of the neurons is dropped",
        "So much is for networks much larger than what they learn";
    SOLVED_LOSS = 0.02,
        "converged: without levelling off, the training loss is below this share of that of guessing",
        "Nothing that could be seen is left";
    EDGE_OF_STABILITY = 2.0,
        "Hint: learning rate times the largest curvature of the loss is above this",
        "Plain descent overshoots further with every step from there on, along that direction";
    SAME_NEURONS = 0.999,
        "Hint: the outputs of two neurons are correlated so much, up to sign",
        "They then do the work of one";
    UNUSED_WEIGHT = 0.01,
        "Hint: all weights of a feature are below this share of the layer's largest",
        "Without the feature nothing would change that can be seen";
    RARE_CLASS = 0.2,
        "Hint: a class has less than this share of what it would have if all were equal",
        "Never predicting it costs hardly anything then";
}
