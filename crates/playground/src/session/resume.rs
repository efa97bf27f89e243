//! What the file of a model does not have of a run, for a session that continues it elsewhere: the changes to undo and redo, the
//! ids of the neurons, the weights that Reset returns to. Bounded: of very many or very large changes only the last are kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Session;
use super::history::{History, Imported};
use super::log::{Log, Start};
use super::neuron_ids::NeuronIds;
use crate::config::Config;
use crate::problem::Problem;

/// Numbers of weights and points that are kept at most: half a megabyte.
const MOST_NUMBERS: usize = 1 << 17;

/// The history of a run. It belongs to the model that was exported at the same moment, and to this build.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Past {
    history: History,
    neuron_ids: NeuronIds,
    last_neuron_id: u32,
    stamp: u64,
    last_stamp: u64,
    imported: Option<Imported>,
}

impl Session {
    /// What belongs to [`model`](Session::model) for a run that is continued elsewhere.
    pub fn past(&self) -> Past {
        Past {
            history: self.history.recent(MOST_NUMBERS),
            neuron_ids: self.neuron_ids.clone(),
            last_neuron_id: self.last_neuron_id,
            stamp: self.stamp,
            last_stamp: self.last_stamp,
            imported: self.imported.clone(),
        }
    }

    /// The run that had this model and this past.
    ///
    /// # Errors
    /// If the JSON is not a model.
    pub fn resumed(model: &Value, past: Past) -> Result<Session, Problem> {
        let mut session = Session::new(Config::default())?;
        session.load(model, false)?;
        session.history = past.history;
        session.last_neuron_id = past.last_neuron_id;
        session.neuron_ids = past.neuron_ids.resized(&session.config.hidden_layers, &mut session.last_neuron_id);
        (session.stamp, session.last_stamp) = (past.stamp, past.last_stamp);
        session.imported = past.imported;
        session.log = Log::begin(Start::Keyframe(Box::new(session.keyframe())));
        Ok(session)
    }
}
