//! The page's session as the benchmark calls it: an ordinary configuration, trained and drawn as the
//! page's worker does, which includes the loss curve and the checks for finite numbers.

use playground::{Command, Config, Query, Session, Unit};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

/// A session that is configured by JSON.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run {
    session: Session,
}

#[wasm_bindgen]
impl Run {
    /// A session with the default configuration, changed by this JSON.
    ///
    /// # Errors
    /// If the configuration is invalid.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str) -> Result<Run, String> {
        let partial: Value = serde_json::from_str(config).map_err(|error| error.to_string())?;
        let config = Config::default().merged(&partial).map_err(|problem| problem.to_string())?;
        Session::new(config).map(|session| Run { session }).map_err(|problem| problem.to_string())
    }

    /// The weights JSON.
    pub fn model(&mut self) -> String {
        self.session.model().to_string()
    }

    /// Continues from a weights JSON.
    ///
    /// # Errors
    /// If the file is invalid.
    pub fn load(&mut self, model: &str) -> Result<(), String> {
        let model: Value = serde_json::from_str(model).map_err(|error| error.to_string())?;
        self.session.apply(Command::LoadModel { model, skip_checks: false }).map_err(|problem| problem.to_string())
    }

    /// Trains for this number of epochs.
    pub fn train(&mut self, epochs: u32) {
        self.session.train(Unit::Epoch, epochs);
    }

    /// The mean loss over all points at the current weights.
    pub fn loss(&mut self) -> f64 {
        self.session.status().train_loss.unwrap_or(f64::NAN)
    }

    /// Makes a snapshot with this many grid points per side, and returns how many numbers it holds.
    pub fn snapshot(&mut self, score: usize, neurons: usize) -> usize {
        self.pictures(score, neurons).len()
    }

    /// The numbers of such a snapshot: the scores, then the features and the values of every neuron.
    pub fn pictures(&mut self, score: usize, neurons: usize) -> Vec<f32> {
        let planes = [Query::Scores { side: score }, Query::Neurons { side: neurons }];
        planes.map(|query| self.session.answer(&query).numbers()).concat()
    }
}
