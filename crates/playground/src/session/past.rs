//! What the file of a model does not hold of a run, for whoever goes on with it elsewhere: the acts to undo and redo, who the
//! neurons are, where Reset returns to. Bounded: of very many or very large acts only the last are kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Session;
use super::history::{History, Imported};
use super::identity::Identities;
use crate::config::Config;
use crate::problem::Problem;

/// Numbers of weights and points that are kept at most: half a megabyte.
const MOST_NUMBERS: usize = 1 << 17;

/// Where a run comes from. It belongs to the model that was exported at the same moment, and to this build.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Past {
    history: History,
    who: Identities,
    last_who: u32,
    stamp: u64,
    last_stamp: u64,
    imported: Option<Imported>,
}

impl Session {
    /// What belongs to [`model`](Session::model) for a run that goes on elsewhere.
    pub fn past(&self) -> Past {
        Past {
            history: self.history.recent(MOST_NUMBERS),
            who: self.who.clone(),
            last_who: self.last_who,
            stamp: self.stamp,
            last_stamp: self.last_stamp,
            imported: self.imported.clone(),
        }
    }

    /// The run that had this model and this past, as it stood.
    ///
    /// # Errors
    /// If the model is none.
    pub fn resumed(model: &Value, past: Past) -> Result<Session, Problem> {
        let mut session = Session::new(Config::default())?;
        session.load(model)?;
        session.history = past.history;
        session.last_who = past.last_who;
        session.who = past.who.resized(&session.config.hidden_layers, &mut session.last_who);
        (session.stamp, session.last_stamp) = (past.stamp, past.last_stamp);
        session.imported = past.imported;
        Ok(session)
    }
}
