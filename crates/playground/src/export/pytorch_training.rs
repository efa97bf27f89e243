//! The part of the PyTorch export that trains: loss, penalty and the optimiser's update from their graphs, the points, the order of the
//! batches, and the state from which the run goes on.

use autodiff::{Axis, Expr, Graph};
use nn::loss::Per;
use nn::network::LayerValues;
use nn::optimiser::{Method, Update};

use super::facts::Facts;
use super::lines::{Part, Printed, print};
use super::python::{filled, matrix, number, quoted, singles};
use super::torch::TORCH;
use crate::data;
use crate::session::{frozen, loss_of, optimiser_of, optimiser_params, target};

/// Where there is no gradient to follow.
const NOT_HERE: &str = "
def train(steps):
    \"\"\"Nothing: this optimiser solves a linear system of second derivatives in each step, which is not written out here.\"\"\"
    if steps > 0:
        raise SystemExit(\"optimiser must be one that follows a gradient to go on training here\")
    return []
";

pub(super) fn write(facts: &Facts<'_>) -> String {
    let Some(update) = update(facts) else { return NOT_HERE.into() };
    let (config, progress) = (facts.config, facts.model.run.progress);
    let graph = Graph::new();
    let (s, w) = (graph.input("s", config.n_outputs(), 2), graph.input("w", 2, 2));
    let output = facts.network.layers.last().expect("a network has an output layer");
    let output = print(&TORCH, &[(output.activation.apply)(s, &output.activation_params)]);
    let loss = loss_of(config);
    let losses = losses(facts);
    let rates = ["PENALTY_RATE", "L1_SHARE"].map(|name| graph.input(name, 1, 1));
    let penalty_of = nn::penalty::find(&config.penalty).expect("a valid configuration names a penalty of the catalog");
    let penalty = print(&TORCH, &[(penalty_of.apply)(w, rates[0], rates[1])]);
    let training: Vec<data::Point> = data::build(config).into_iter().filter(|point| !point.test).collect();
    let points: Vec<[f32; 2]> = training.iter().map(|point| config.input_of(point)).collect();
    let of_point = |point: &data::Point| -> Vec<f32> {
        (0..config.n_outputs()).map(|output| target(config.pairing(), point.label, output)).collect()
    };
    let targets: Vec<Vec<f32>> = training.iter().map(of_point).collect();
    let optimiser = optimiser_of(config);
    let batch = config.batch_points(training.len());
    let flag = |is: bool| if is { "True" } else { "False" };
    let progress =
        format!("{}, {}, {}, {}", progress.step, progress.epoch, progress.position_in_epoch, progress.optimiser_step);
    filled(
        include_str!("templates/pytorch_training.py"),
        &[
            ("points", &matrix(points.iter().map(|point| &point[..]), "")),
            ("targets", &matrix(targets.iter().map(Vec::as_slice), "")),
            ("learns", &learns(facts)),
            ("state", &state(facts)),
            ("progress", &progress),
            ("batch", &format!("{batch}, {}, {}", flag(config.shuffle), config.weight_seed)),
            ("dropout", &number(config.dropout)),
            ("clip", &config.clip.map_or("None".into(), number)),
            ("rates", &format!("{:?}, {:?}, {:?}", config.penalty_rate, config.l1_share, config.weight_decay)),
            ("loss", loss.formula),
            ("outputlines", &indented(&output, "    ")),
            ("output", output.text()),
            ("losslines", &indented(&losses, "    ")),
            ("losstext", losses.text()),
            ("penaltyname", penalty_of.formula),
            ("penaltylines", &indented(&penalty, "    ")),
            ("penalty", penalty.text()),
            ("schedule", nn::schedule::find(&config.schedule).map_or("", |schedule| schedule.formula)),
            ("rate", &rate(facts, training.len())),
            ("optimiser", &format!("{}: {}", optimiser.name, optimiser.formula)),
            ("updatelines", &update),
        ],
    )
}

fn indented(printed: &Printed, indent: &str) -> String {
    printed.lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// The loss of each point.
fn losses(facts: &Facts<'_>) -> Printed {
    let graph = Graph::new();
    let [y, t] = ["y", "t"].map(|name| graph.input(name, facts.config.n_outputs(), 2));
    let loss = loss_of(facts.config);
    let losses = (loss.apply)(y, t, &nn::defaults(loss.params));
    let losses = match loss.per {
        Per::Point => losses,
        Per::Entry => losses.mean(Axis::Rows),
    };
    print(&TORCH, &[losses])
}

/// The lines of the optimiser's update; nothing where it is no function of one parameter's gradient.
fn update(facts: &Facts<'_>) -> Option<String> {
    const INDENT: &str = "            ";
    let optimiser = optimiser_of(facts.config);
    let Method::Gradient(rule) = optimiser.method else { return None };
    let graph = Graph::new();
    let [param, gradient] = ["p", "g"].map(|name| graph.input(name, 2, 3));
    let [rate, step, weight_decay] = ["lr", "step", "WEIGHT_DECAY"].map(|name| graph.input(name, 1, 1));
    let name_of = |name: &str| format!("state[{}]", quoted(name));
    let slots: Vec<Expr<'_>> = optimiser.slots.iter().map(|slot| graph.input(&name_of(slot.name), 2, 3)).collect();
    let params = &optimiser_params(facts.config);
    let updated = rule(&Update { param, gradient, slots: &slots, rate, step, weight_decay, params });
    let results: Vec<Expr<'_>> = [updated.param].into_iter().chain(updated.slots).collect();
    let printed = print(&TORCH, &results);
    let state = |(slot, part): (&nn::optimiser::Slot, &Part)| format!("{}: {}", quoted(slot.name), part.text);
    let state: Vec<String> = optimiser.slots.iter().zip(&printed.results[1..]).map(state).collect();
    let lines = indented(&printed, INDENT);
    let param = &printed.results[0].text;
    Some(format!("{lines}{INDENT}new_p = {param}\n{INDENT}new_state = {{{}}}\n", state.join(", ")))
}

/// The learning rate as an expression of `step`. Schedules are functions of numbers and have no graph: each is written here.
fn rate(facts: &Facts<'_>, n_train: usize) -> String {
    let config = facts.config;
    let schedule = nn::schedule::find(&config.schedule).expect("a valid configuration names a schedule of the catalog");
    let params = schedule.params.iter().map(|param| config.schedule_params.get(param.name).unwrap_or(param.default));
    let p: Vec<String> = params.map(number).collect();
    let base = number(config.learning_rate);
    let rising = |start: &str, steps: &str| format!("{base} * ({start} + (1 - {start}) * min(1, step / {steps}))");
    let falling = |from: &str, steps: &str, least: &str| {
        format!("{least} + ({base} - {least}) * 0.5 * (1 + math.cos(math.pi * min(1, {from} / {steps})))")
    };
    let rate = match schedule.name {
        "constant" => base.clone(),
        "step" => format!("{base} * {} ** math.floor(step / {})", p[1], p[0]),
        "exponential" => format!("{base} * {} ** step", p[0]),
        "cosine" => falling("step", &p[0], &p[1]),
        "warm-up" => rising(&p[0], &p[1]),
        "inverse-time" => format!("{base} / (1 + {} * step)", p[0]),
        "warm-up-cosine" => {
            let rest = format!("max({} - {}, 1)", p[2], p[1]);
            let later = falling(&format!("(step - {})", p[1]), &rest, &p[3]);
            format!("{} if step < {} else {later}", rising(&p[0], &p[1]), p[1])
        }
        name => format!("rate_of_{}(step)", name.replace('-', "_")),
    };
    match config.rate_follows_batch {
        true => format!("({rate}) * math.sqrt({} / 10)", config.batch_points(n_train)),
        false => rate,
    }
}

fn learns(facts: &Facts<'_>) -> String {
    let frozen = frozen(facts.config, &facts.network);
    if !frozen.contains(&true) {
        return "None".into();
    }
    let marks: Vec<f32> = frozen.iter().map(|frozen| f32::from(u8::from(!frozen))).collect();
    pairs(&facts.network.split(&marks))
}

fn state(facts: &Facts<'_>) -> String {
    let slots = optimiser_of(facts.config).slots.iter().zip(&facts.model.run.weights.slots);
    let slot = |(slot, values): (&nn::optimiser::Slot, &Vec<f32>)| {
        format!("    {}: {},\n", quoted(slot.name), pairs(&facts.network.split(values)))
    };
    format!("{{\n{}}}", slots.map(slot).collect::<String>())
}

/// Weights and bias of each layer.
fn pairs(layers: &[LayerValues<'_>]) -> String {
    let layer = |values: &LayerValues<'_>| {
        format!("        ({}, {}),\n", matrix(values.rows(), "        "), singles(values.bias))
    };
    format!("[\n{}    ]", layers.iter().map(layer).collect::<String>())
}
