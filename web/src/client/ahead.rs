//! What the configuration will be when the session has answered all that was sent. Who presses two things right after another means
//! both, though a long step may keep the session from answering the first.

use std::cell::RefCell;

use playground::{Command, Config};
use serde_json::Value;

/// The partial configurations that were sent since everything was answered last.
#[derive(Debug, Default)]
pub(super) struct Ahead(RefCell<Vec<Value>>);

impl Ahead {
    /// This is sent. What else than a partial configuration changes the configuration, the answer tells.
    pub(super) fn send(&self, command: &Command) {
        match command {
            Command::Configure { partial } => self.0.borrow_mut().push(partial.clone()),
            _ => self.settle(),
        }
    }

    /// All of it is answered.
    pub(super) fn settle(&self) {
        self.0.borrow_mut().clear();
    }

    /// What will be in force. Some of what was sent may be in force already, which changes nothing; what is refused changes nothing.
    pub(super) fn of(&self, in_force: &Config) -> Config {
        let sent = self.0.borrow();
        sent.iter().fold(in_force.clone(), |config, partial| config.merged(partial).unwrap_or(config))
    }
}

#[cfg(test)]
mod tests {
    use playground::object;

    use super::*;

    #[test]
    fn what_was_sent_counts_before_it_is_answered_and_once_only() {
        let (ahead, config) = (Ahead::default(), Config::default());
        let layers = |config: &Config| ahead.of(config).hidden_layers;
        let send = |layers: Vec<usize>| ahead.send(&Command::Configure { partial: object! { "hiddenLayers": layers } });
        assert_eq!(layers(&config), config.hidden_layers);
        send(vec![5, 2]);
        send(vec![6, 2]);
        assert_eq!(layers(&config), [6, 2]);
        let answered = config.merged(&object! { "hiddenLayers": vec![5, 2] }).unwrap();
        assert_eq!(layers(&answered), [6, 2]);
        send(vec![0]);
        assert_eq!(layers(&config), [6, 2], "what is refused changes nothing");
        ahead.send(&Command::Undo);
        assert_eq!(layers(&config), config.hidden_layers, "where undo leads, the answer tells");
        send(vec![3]);
        ahead.settle();
        assert_eq!(layers(&config), config.hidden_layers);
    }
}
