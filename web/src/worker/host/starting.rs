//! How a session begins: with a configuration, or from what was kept of an earlier one.

use playground::{Command, Config, Problem, Session};
use serde_json::Value;

use super::Host;
use crate::protocol::message::{Kept, Resumed};

impl Host {
    /// A new session, or the one that was kept: after a crash with the configuration that was in force since; after a visit only
    /// if its configuration is the one that is wanted. What cannot be read costs nothing but the run.
    pub(super) fn begun(&self, config: &Value, kept: &Kept) -> Result<(Session, Resumed), Problem> {
        let unpacked = |packed: &[u8]| (self.saving)().and_then(|saving| (saving.unpack)(packed));
        let resumed = match kept {
            Kept::Nothing => Resumed::Nothing,
            Kept::AfterCrash(packed) => match unpacked(packed) {
                None => Resumed::Nothing,
                Some(session) => {
                    let mut session = session?;
                    let wanted = session.config().merged(config)?;
                    if wanted != *session.config() {
                        // Every configuration in force was accepted once.
                        session.apply(Command::Configure { partial: config.clone() })?;
                    }
                    return Ok((session, Resumed::Run));
                }
            },
            Kept::AfterVisit(packed) => match unpacked(packed) {
                Some(Ok(session))
                    if session.config().merged(config).is_ok_and(|wanted| wanted == *session.config()) =>
                {
                    return Ok((session, Resumed::Run));
                }
                Some(Ok(_)) => Resumed::Nothing,
                Some(Err(_)) | None => Resumed::Unreadable,
            },
        };
        Ok((Session::new(Config::default().merged(config)?)?, resumed))
    }
}
