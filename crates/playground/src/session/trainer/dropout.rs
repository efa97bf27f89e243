//! Which hidden units an update drops: a function of seed and update, whoever asks.

use nn::training::TrainingStep;

use crate::config::Config;
use crate::random::RngStream;

/// Fills the dropout masks from the stream of this update.
pub(super) fn drop_units(step: &mut TrainingStep, config: &Config, update: u64, columns: usize) {
    each_unit(config, update, |layer, unit, factor| step.dropout_mut(layer, unit)[..columns].fill_with(factor));
}

/// The masks of this update for the first `n` of its columns: per hidden layer `units × n`. Nothing where no unit is dropped.
pub(super) fn masks(config: &Config, update: u64, columns: usize, n: usize) -> Vec<Vec<f32>> {
    if config.dropout == 0.0 {
        return Vec::new();
    }
    let mut masks: Vec<Vec<f32>> = vec![Vec::new(); config.hidden_layers.len()];
    each_unit(config, update, |layer, _, factor| {
        let drawn: Vec<f32> = std::iter::repeat_with(factor).take(columns).collect();
        masks[layer].extend(&drawn[..n]);
    });
    masks
}

/// Calls `draw` for each hidden unit with what draws its factors, 0 or 1 ⁄ the share that is kept, column by column.
fn each_unit(config: &Config, update: u64, mut draw: impl FnMut(usize, usize, &mut dyn FnMut() -> f32)) {
    let mut stream = RngStream::Dropout.stream(config.weight_seed, &[update]);
    let kept = (1.0 / (1.0 - config.dropout)) as f32;
    for (layer, units) in config.hidden_layers.iter().enumerate() {
        for unit in 0..*units {
            draw(layer, unit, &mut || if stream.uniform() < config.dropout { 0.0 } else { kept });
        }
    }
}
