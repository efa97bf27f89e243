//! The sets from the literature in English.

use crate::entry;
use crate::groups::Ready;

pub(super) static READY: Ready = Ready {
    sets: [
        entry(
            "ripley-synth",
            "Ripley’s two classes",
            "Each class is a mixture of two clouds, and the classes overlap: the best possible boundary still gets 8 % wrong. \
             250 points train, 1,000 test. Compare a straight boundary with a large network: which has the lower test loss?",
        ),
        entry(
            "two-spirals",
            "Two spirals",
            "194 points on two spirals that turn around each other three times: a test for networks since 1988. Without hidden layers \
             the network can only guess; two wide layers, or features such as sin(x₁), bend the boundary far enough.",
        ),
        entry(
            "anscombe-1",
            "Anscombe’s quartet I",
            "Four sets with the same means, the same variances and the same best straight line. Here the line is right: points scatter around it.",
        ),
        entry(
            "anscombe-2",
            "Anscombe’s quartet II",
            "The same line with the same loss as in I, and yet it is wrong: the points lie on a bow. One hidden layer, or the feature x₁², finds it.",
        ),
        entry(
            "anscombe-3",
            "Anscombe’s quartet III",
            "Ten points lie on a line, and one far off it turns the best line of the squared loss. Choose the absolute loss: the line ignores that point.",
        ),
        entry(
            "anscombe-4",
            "Anscombe’s quartet IV",
            "All points but one have the same x, so that this single point decides the slope. Delete it, and any slope fits equally well.",
        ),
    ],
};
