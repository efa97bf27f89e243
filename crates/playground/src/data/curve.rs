//! The generated datasets whose label is a value along one axis: each is a table row and its function of x, in plot units
//! because the value is also where the point is drawn. Where the points lie, noise and splits are the caller's.

use super::{ANY_CLASSES, Dataset, Draw};
use crate::task::Task;

pub(super) static TABLE: &[Dataset] = &[
    Dataset {
        name: "x-sin-x",
        label: "x · sin x",
        description: "A wave that grows away from the centre.",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Curve(|x| x * libm::sin(x)),
    },
    Dataset {
        name: "step",
        label: "Step",
        description: "A jump from −2 to 2 in the middle.",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Curve(|x| if x < 0.0 { -2.0 } else { 2.0 }),
    },
    Dataset {
        name: "abs",
        label: "|x|",
        description: "A corner in the middle.",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Curve(f64::abs),
    },
    Dataset {
        name: "function",
        label: "Function",
        description: "The curve y = f(x) that you type.",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Function,
    },
    Dataset {
        name: "own",
        label: "Own points",
        description: "The points that you place.",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Own,
    },
];
