//! What is said of sketches in English.

use super::SketchWords;
use crate::template::Template;

/// The texts.
pub(super) static SKETCH: SketchWords = SketchWords {
    prediction: "Your prediction",
    face: "Drawing of your prediction",
    tool: "Draw with",
    tools: ["Brush", "Fill", "Erase"],
    pencil: "Pencil",
    fill_why: "Fills what your brush has enclosed, up to the edge of the plot",
    wide: "Wide",
    clear: "Clear",
    done: "Done",
    done_why: "Your drawing stays on the plot; points can be placed again",
    difference: "Difference",
    keys: "Arrow keys move the cursor, Space puts the brush down or lifts it, Enter draws here, F fills, Delete erases here, Escape ends.",
    pen: ["Brush down", "Brush up"],
    how_region: Template::new("Paint where you think the network will predict {0}. Then train, and compare."),
    how_curve: "Draw the curve that you think the network will learn. Then train, and compare.",
    untrained: "Now press Play, and see how near you come.",
    agreement: Template::new("You and the network agree on {0} of the plane about {1}."),
    off: Template::new("Your curve and the network’s are {0} apart on average."),
    off_in: Template::new("Your curve and the network’s are {0} ({1}) apart on average."),
    at: Template::new("{0}, {1}: {2}"),
    inside: "drawn",
    outside: "not drawn",
};
