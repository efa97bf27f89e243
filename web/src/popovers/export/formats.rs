//! What can be exported, in the order of the panel and of its words.

use crate::exported::Of;

/// One thing that can be exported.
pub(super) struct Format {
    /// Its word in calls; of a picture there are two.
    pub(super) name: &'static str,
    /// Of what it is a picture.
    pub(super) picture: Option<Of>,
    /// How it is used, in the language of a terminal or of a program; empty where that is said in words.
    pub(super) command: &'static str,
}

const fn format(name: &'static str, command: &'static str) -> Format {
    Format { name, picture: None, command }
}

const fn picture(of: Of) -> Format {
    Format { name: "", picture: Some(of), command: "" }
}

/// All of them.
pub(super) static FORMATS: [Format; 15] = [
    format("json", ""),
    format("onnx", "onnxruntime.InferenceSession(\"model.onnx\").run(None, {\"x1\": x1, \"x2\": x2})"),
    format("safetensors", "safetensors.torch.load_file(\"model.safetensors\")"),
    format("numpy", "python model_numpy.py"),
    format("pytorch", "python model_pytorch.py --train 50"),
    format("keras", "KERAS_BACKEND=numpy python model_keras.py"),
    format("javascript", "node model.mjs"),
    format("rust", "rustc model.rs && ./model"),
    format("text", ""),
    format("latex", ""),
    format("points-csv", ""),
    format("curve-csv", ""),
    picture(Of::Plot),
    picture(Of::Diagram),
    picture(Of::Curve),
];

/// How many of them stand in each group, in their order.
pub(super) const GROUPS: [usize; 5] = [1, 7, 2, 2, 3];

#[cfg(test)]
mod tests {
    use playground::export::FORMATS as WRITTEN;

    #[test]
    fn a_command_names_the_file_that_is_downloaded() {
        for format in super::FORMATS.iter().filter(|format| format.command.contains("model")) {
            let file = WRITTEN.iter().find(|written| written.name == format.name).map_or("", |written| written.file);
            assert!(!file.is_empty() && format.command.contains(file), "{} does not name {file}", format.command);
        }
    }
}
