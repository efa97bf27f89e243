//! Export and pictures in English.

use crate::groups::{Export, Exportable};
use crate::template::Template;

const fn format(label: &'static str, what: &'static str, how: &'static str) -> Exportable {
    Exportable { label, what, how }
}

/// The words.
pub(super) static EXPORT: Export = Export {
    groups: ["To come back", "To run elsewhere", "As a formula", "Tables", "Pictures"],
    formats: [
        format(
            "Weights (JSON)",
            "The whole run: settings, points, weights and the state of the optimiser.",
            "Open it here again with Import.",
        ),
        format(
            "ONNX",
            "The network for any runtime: positions in, score and prediction out.",
            "Run it with onnxruntime, or look at it in Netron.",
        ),
        format("safetensors", "Weights and biases as named tensors, without a program.", "Load it in Python."),
        format("Python (NumPy)", "A Python program that predicts with NumPy alone and checks itself.", "Run it."),
        format("Python (PyTorch)", "A Python program that predicts and goes on training from here.", "Run it, here for 50 more steps."),
        format("Python (Keras)", "A Python program that predicts with Keras, on any of its backends.", "Run it."),
        format("JavaScript", "A module for Node and browsers, without dependencies.", "Run it, or import it."),
        format("Rust", "One file in Rust, without dependencies.", "Compile and run it."),
        format("Text", "The network as definitions, one a line.", "Paste it into the Lab to differentiate it."),
        format("LaTeX", "The network as aligned equations with four digits.", "Paste it into a document with amsmath."),
        format(
            "Points (CSV)",
            "One row for each point: position, class or value, training or test.",
            "Open it in any spreadsheet.",
        ),
        format(
            "Loss curve (CSV)",
            "One row for each entry: step, epoch, losses, accuracies or R², learning rate.",
            "Open it in any spreadsheet.",
        ),
        format("Plot", "The plane with points, axes and legend.", "SVG for documents, PNG for everything else."),
        format(
            "Diagram",
            "The network: what each neuron computes, and how strong each weight is.",
            "SVG for documents, PNG for everything else.",
        ),
        format("Loss curve", "The chart as it is shown now.", "SVG for documents, PNG for everything else."),
    ],
    format: "What to export",
    at_step: Template::new("The run at step {0}."),
    went_on: Template::new("It is at step {0} now."),
    refresh: "Update",
    making: "Writing…",
    download: "Download",
    copy_base64: "Copy as Base64",
    preview: "Preview",
    first_lines: Template::new("The first {0} of {1} lines"),
    bytes: Template::new("{0} bytes"),
    operators: "Operators",
    tensors: "Tensors",
    decode: Template::new("The bytes as Base64. To get the file: {0}"),
    kind: "File type",
    colors: "Colours",
    light: "Light",
    dark: "Dark",
    pixels: Template::new("{0} × {1} pixels"),
    after_step: Template::new("{0} after step {1}"),
    about_plot: Template::new("The plane with {0} training points and {1} test points, coloured by what the network predicts."),
    about_diagram: Template::new("Features: {0}. Neurons in hidden layers: {1}. Outputs: {2}."),
    about_curve: Template::new("At the end: {0}."),
    hollow: "test points (hollow)",
    positive: "positive weight",
    negative: "negative weight",
};
