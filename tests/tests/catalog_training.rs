//! Every activation trains with every optimiser: no combination of derivatives is more than a plan can hold.

use playground::catalog::{activation, optimiser};
use playground::{Config, Session, Unit};
use serde_json::json;

#[test]
fn every_activation_trains_with_every_optimiser() {
    for activation in activation::all() {
        for optimiser in optimiser::all() {
            let batch = if optimiser.name == "newton" { json!("all") } else { json!(7) };
            let config = Config::default().merged(&json!({
                "activation": activation.name, "optimiser": optimiser.name, "batchSize": batch, "hiddenLayers": [3, 2],
            }));
            let mut session = config.and_then(Session::new).expect("it can be configured");
            session.train(Unit::Batch, 3);
            let pair = format!("{} with {}", activation.name, optimiser.name);
            assert!(session.status().step > 0 || session.status().diverged.is_some(), "{pair}");
        }
    }
}
