//! The table that maps the fixtures' names to ours, and lookups in it.

use nn::activation::Activation;
use nn::initialiser::Initialiser;
use nn::loss::Loss;
use nn::optimiser::Optimiser;
use nn::schedule::Schedule;
use serde_json::Value;

use super::fixture::number_or;

/// The fixtures' name and ours, if they differ by more than `_` and `-`.
const OURS: [(&str, &str); 25] = [
    ("identity", "linear"),
    ("sin", "sine"),
    ("gelu_erf", "gelu"),
    ("step_ge", "step"),
    ("half_squared", "squared"),
    ("log_loss", "log-probability"),
    ("bce_logits", "log"),
    ("logistic_pm1", "logistic"),
    ("softmax_ce_int", "cross-entropy"),
    ("softmax_ce_onehot", "cross-entropy"),
    ("kl_logits", "kl"),
    ("kl_logprob", "kl-log-probability"),
    ("kl_prob", "kl-probability"),
    ("sgd", "gradient-descent"),
    ("adagrad_torch", "adagrad"),
    ("rmsprop_torch", "rmsprop"),
    ("rmsprop_torch, momentum", "rmsprop-momentum"),
    ("rmsprop_torch, centered", "rmsprop-centred"),
    ("amsgrad_torch", "amsgrad"),
    ("nadam_torch", "nadam"),
    ("newton_damped", "newton"),
    ("warmup_linear", "warm-up"),
    ("warmup_cosine", "warm-up-cosine"),
    ("torch_linear_default", "torch-default"),
    ("inverse_time", "inverse-time"),
];

fn look_up<T>(find: fn(&str) -> Option<&'static T>, kind: &str, name: &str) -> Result<&'static T, String> {
    let ours = OURS.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| (*ours).to_owned());
    let ours = ours.unwrap_or_else(|| name.replace('_', "-"));
    find(&ours).ok_or_else(|| format!("the catalog has no {kind} {name}"))
}

pub(super) fn activation(name: &str) -> Result<&'static Activation, String> {
    look_up(nn::activation::find, "activation", name)
}

pub(super) fn loss(name: &str) -> Result<&'static Loss, String> {
    look_up(nn::loss::find, "loss", name)
}

pub(super) fn initialiser(name: &str) -> Result<&'static Initialiser, String> {
    look_up(nn::initialiser::find, "initialiser", name)
}

pub(super) fn schedule(name: &str) -> Result<&'static Schedule, String> {
    look_up(nn::schedule::find, "schedule", name)
}

/// The optimiser of this name. Which variant of RMSprop it is depends on the hyper-parameters.
pub(super) fn optimiser(name: &str, hyper: &Value) -> Result<&'static Optimiser, String> {
    let centred = hyper.get("centered").and_then(Value::as_bool).unwrap_or(false);
    let with_momentum = number_or(hyper, "mu", 0.0)? != 0.0;
    let name = match (name, centred, with_momentum) {
        ("rmsprop_torch", true, _) => "rmsprop_torch, centered",
        ("rmsprop_torch", false, true) => "rmsprop_torch, momentum",
        _ => name,
    };
    look_up(nn::optimiser::find, "optimiser", name)
}
