//! What counts as divergence does not depend on what is read out after an update.

use serde_json::json;

use super::super::dataset::Set;
use super::super::structure;
use super::*;

/// Trains a linear model of two features, whose weights are `weight` and 0, for at most `limit` of two
/// batches: a point at (6, 0), then one at the origin. The rate is so small that nothing moves.
fn epoch_from(weight: f32, clip: Option<f64>, limit: u64) -> Result<u64, Divergence> {
    let partial = json!({
        "task": "regression", "features": ["x1", "x2"], "hiddenLayers": [], "activations": [], "loss": "squared",
        "optimiser": "gradient-descent", "learningRate": 1e-30, "batchSize": 1, "shuffle": false,
    });
    let config = Config { clip, ..Config::default().merged(&partial).expect("the configuration is valid") };
    let network = structure::network(&config);
    let train =
        Set { n: 2, features: vec![6.0, 0.0, 0.0, 0.0], n_outputs: 1, targets: vec![0.0; 2], labels: vec![0.0; 2] };
    let data = Dataset { train, ..Dataset::default() };
    let mut weights = Weights { parameters: vec![weight, 0.0, 0.0], slots: Vec::new() };
    let mut trainer = Trainer::compile(&config, &network, data.train.n);
    let training = Training { config: &config, network: &network, data: &data, unit: Unit::Epoch };
    let mut measures = Measures::compile(&config, &network);
    trainer.run(training, &mut measures, &mut weights, &mut Progress::default(), &mut None, limit)
}

fn diverged_at(ended: Result<u64, Divergence>) -> Option<u64> {
    ended.err().map(|divergence| divergence.step)
}

#[test]
fn a_loss_that_overflows_for_one_batch_only_is_divergence() {
    assert_eq!(epoch_from(1.0, None, 2), Ok(2));
    assert_eq!(diverged_at(epoch_from(3e19, None, 2)), Some(1));
}

/// (2.5·10¹⁸ · 6)² is finite, the square of its gradient is not.
#[test]
fn a_norm_that_overflows_is_divergence_where_the_gradient_is_clipped_by_it() {
    // After the first batch everything is read out where it is the last one, else only the loss.
    for limit in [1, 2] {
        assert_eq!(epoch_from(2.5e18, None, limit), Ok(limit));
        assert_eq!(diverged_at(epoch_from(2.5e18, Some(1.0), limit)), Some(1));
    }
}
