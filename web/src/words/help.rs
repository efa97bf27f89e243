//! The words of the help below the plot: what one can do there, what the page's words mean, which keys there are.

pub(crate) const HELP: &str = "Help";
pub(crate) const HELP_SHORT: &str = "?";
pub(crate) const HELP_ACTS: &str = "What you can do";
pub(crate) const HELP_WORDS: &str = "What the words mean";
pub(crate) const HELP_KEYS: &str = "Keys on the plot";

/// What a mouse or pen does.
pub(crate) const MOUSE_ACTS: [(&str, &str); 5] = [
    ("Click", "adds a point of the chosen class"),
    ("Click a point", "selects it: class, training or test, erase"),
    ("Drag a point", "moves it"),
    ("Brush, Erase", "spray points, or take them away, while you drag"),
    ("Neuron, edge", "point at one for its numbers, click it to edit them"),
];

/// What a finger does.
pub(crate) const FINGER_ACTS: [(&str, &str); 5] = [
    ("Tap", "adds a point of the chosen class"),
    ("Drag a point", "moves it"),
    ("Hold a point", "selects it: class, training or test, erase"),
    ("Brush, Erase", "spray points, or take them away, while you drag"),
    ("Tap a neuron", "shows its numbers, to read and to edit"),
];

/// The page's own words.
pub(crate) const GLOSSARY: [(&str, &str); 7] = [
    ("score", "the network's raw output at a place; the class changes where it is 0, or where two are equal"),
    ("cell", "the room of one arrow of the slope field"),
    ("p", "in “Each step”: any weight or bias"),
    ("lr", "the learning rate: how far a step goes"),
    ("g", "the gradient: how fast the loss rises with p; a step goes against it"),
    ("‖Gradient‖", "the gradient norm: the length of all g taken together; at 0 nothing is learned"),
    ("step, epoch", "one change of the weights, after one batch; one pass over all training points"),
];

/// Keys on the plot and what they do.
pub(crate) const PLOT_KEYS: [(&str, &str); 8] = [
    ("← ↑ → ↓", "move the cursor (Shift: farther)"),
    ("Enter", "use the tool here"),
    ("1–8", "choose the class, of the selected point too"),
    ("N, P", "next, previous point"),
    ("M", "pick the point up, and put it down"),
    ("Delete", "erase the point"),
    ("Esc", "put back, or deselect"),
    ("?", "show or hide this help"),
];
