//! A run in which everything that a checkpoint can hold is there.

use playground::{Command, Config, Point, Session, Unit};
use serde_json::{Value, json};

/// A run in which everything that a checkpoint can hold is there: each kind of change to undo, one to redo, own points, weights of an
/// imported model, marks, patience, a run that was reset, and one that diverged.
pub fn eventful() -> Session {
    let config = json!({ "count": 12, "hiddenLayers": [3], "optimiser": "adam", "stop": { "patience": 5 } });
    let config = Config::default().merged(&config).expect("the configuration is valid");
    let mut session = Session::new(config).expect("the configuration is valid");
    session.train(Unit::Epoch, 2);
    let model = session.model();
    let mut apply = |command| session.apply(command).expect("the command is valid");
    apply(Command::LoadModel { model, skip_checks: false });
    apply(Command::SetParameter { layer: 0, unit: 1, input: Some(0), value: 0.5 });
    apply(Command::AddPoints { points: vec![Point { x: 1.0, y: -2.0, label: 2.0, test: true }] });
    apply(configured(json!({ "hiddenLayers": [4] })));
    apply(Command::Reset);
    apply(Command::SetParameter { layer: 1, unit: 0, input: None, value: -0.25 });
    apply(configured(json!({ "loss": "exponential", "optimiser": "gradient-descent", "learningRate": 30 })));
    apply(configured(json!({ "noise": 0.5 })));
    apply(Command::Undo);
    session.train(Unit::Epoch, 40);
    session
}

fn configured(partial: Value) -> Command {
    Command::Configure { partial }
}
