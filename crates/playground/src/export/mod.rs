//! A trained network as something for another program: code, formulas, tables, files of weights. It comes from a `Model` and runs
//! nothing. What an activation, a loss, an optimiser or a feature computes is printed from its graph (`lines`), so that no writer knows
//! one of them by name, and one that is added to the catalogs is exported too.
//!
//! Invariant: what is exported predicts what the page predicts, and each program checks that itself when it runs
//! (`tests/exports` runs them).

mod csv;
mod facts;
mod javascript;
mod keras;
mod latex;
mod lines;
mod numpy;
mod onnx;
mod protobuf;
mod python;
mod pytorch;
mod pytorch_training;
mod rust;
mod safetensors;
mod scalar;
mod text;
mod torch;
mod unroll;

use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::problem::{Problem, Rule};
use facts::Facts;

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exported {
    /// A text.
    Text(String),
    /// Bytes of a file.
    Bytes(Vec<u8>),
}

/// A format.
#[derive(Debug)]
pub struct Format {
    /// Its word in calls.
    pub name: &'static str,
    /// What a file of it is called.
    pub file: &'static str,
    write: fn(&Facts<'_>) -> Exported,
}

const fn text(name: &'static str, file: &'static str, write: fn(&Facts<'_>) -> Exported) -> Format {
    Format { name, file, write }
}

/// Every format.
pub static FORMATS: [Format; 12] = [
    text("json", "gradient-playground-model.json", |facts| Exported::Text(facts.model.to_json().to_string() + "\n")),
    text("numpy", "model_numpy.py", |facts| Exported::Text(numpy::write(facts))),
    text("pytorch", "model_pytorch.py", |facts| Exported::Text(pytorch::write(facts))),
    text("keras", "model_keras.py", |facts| Exported::Text(keras::write(facts))),
    text("javascript", "model.mjs", |facts| Exported::Text(javascript::write(facts))),
    text("rust", "model.rs", |facts| Exported::Text(rust::write(facts))),
    text("text", "model.txt", |facts| Exported::Text(text::write(facts))),
    text("latex", "model.tex", |facts| Exported::Text(latex::write(facts))),
    text("points-csv", "points.csv", |facts| Exported::Text(csv::points(facts))),
    text("curve-csv", "curve.csv", |facts| Exported::Text(csv::curve(facts))),
    text("onnx", "model.onnx", |facts| Exported::Bytes(onnx::write(facts))),
    text("safetensors", "model.safetensors", |facts| Exported::Bytes(safetensors::write(facts))),
];

impl Model {
    /// The model in a format.
    ///
    /// # Errors
    /// If there is no such format.
    ///
    /// ```
    /// use playground::{Config, Exported, Model, Session};
    ///
    /// let model = Model::of(&Session::new(Config::default())?);
    /// let Exported::Text(program) = model.export("numpy")? else { panic!("a program is a text") };
    /// assert!(program.contains("def predict(x, y):"));
    /// assert_eq!(model.export("excel").unwrap_err().key, "format");
    /// # Ok::<(), playground::Problem>(())
    /// ```
    pub fn export(&self, format: &str) -> Result<Exported, Problem> {
        match FORMATS.iter().find(|known| known.name == format) {
            Some(format) => Ok((format.write)(&Facts::of(self))),
            None => {
                let names = FORMATS.iter().map(|format| format.name.to_owned()).collect();
                Err(Problem::new("format", Rule::OneOf(names), format))
            }
        }
    }
}

#[cfg(test)]
mod tests;
