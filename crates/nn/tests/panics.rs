//! What a caller is told who gives lists of other lengths than a network, a batch or a catalog's entry has.

use std::panic::{AssertUnwindSafe, catch_unwind};

use nn::network::{Layer, Network};
use nn::probe::{Probe, Probing};
use nn::training::{Rates, TrainingSpec, TrainingStep, example_step};
use nn::{activation, gradient, initialiser, loss, optimiser, penalty};

/// The message with which this panics.
fn refusal<T>(action: impl FnOnce() -> T) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(action)) else { return "no panic".to_owned() };
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

fn network() -> Network {
    let layer = |units: usize, name: &str| Layer::new(units, activation::find(name).expect("it is in the catalog"));
    Network { n_inputs: 2, layers: vec![layer(3, "elu"), layer(1, "linear")] }
}

#[test]
fn missing_parameters_of_an_entry_are_named() {
    let (mut network, adam_params) = (network(), [0.9, 0.999, 1e-8]);
    let (huber, squared) = (loss::find("huber").expect("it is there"), loss::find("squared").expect("it is there"));
    let adam = optimiser::find("adam").expect("it is there");
    let compile = |network: &Network, loss, optimiser| {
        refusal(|| TrainingStep::compile(&TrainingSpec::new(network, loss, optimiser, 4)))
    };
    let of_huber = "parameters of huber: 1 expected, 0 given";
    assert_eq!(compile(&network, (huber, &[]), (adam, &adam_params)), of_huber);
    assert_eq!(compile(&network, (squared, &[]), (adam, &[0.9])), "parameters of adam: 3 expected, 1 given");
    assert_eq!(compile(&network, (squared, &[]), (adam, &adam_params)), "no panic");
    assert_eq!(refusal(|| Probe::compile(&network, Probing::Losses(huber, &[]), 4)), of_huber);
    let normal = initialiser::find("normal").expect("it is there");
    let draw = || initialiser::draw_network(normal, &[], 1, &network.sizes());
    assert_eq!(refusal(draw), "parameters of normal: 2 expected, 0 given");
    network.layers[0].activation_params.clear();
    assert_eq!(compile(&network, (squared, &[]), (adam, &adam_params)), "parameters of elu: 1 expected, 0 given");
}

#[test]
fn lists_of_other_lengths_are_refused_with_the_length_that_is_expected() {
    let mut step = example_step();
    for n in [12, 14] {
        let wanted = format!("the network has 13 parameters, and {n} values are given");
        let values = vec![0.0; n];
        assert_eq!(refusal(|| step.set_parameters(&values)), wanted);
        assert_eq!(refusal(|| step.set_slot(0, &values)), wanted);
        assert_eq!(refusal(|| Probe::compile(&network(), Probing::Scores, 4).set_parameters(&values)), wanted);
        let squared = loss::find("squared").expect("it is there");
        assert_eq!(refusal(|| gradient::check(&network(), &values, squared, &[], &[0.0; 2], &[0.0])), wanted);
        let network = network();
        let mut spec =
            TrainingSpec::new(&network, (squared, &[]), (optimiser::find("newton").expect("it is there"), &[1.0]), 4);
        let frozen = vec![true; n];
        spec.frozen = &frozen;
        assert_eq!(refusal(|| TrainingStep::compile(&spec)), wanted);
    }
    let of_slot = "the optimiser has 2 slots, and none of number 2";
    assert_eq!(refusal(|| step.set_slot(2, &[0.0; 13])), of_slot);
    assert_eq!(refusal(|| step.read_slot(2, &mut Vec::new())), of_slot);
    for n in [5, 7] {
        let wanted = format!("features are 2 × 3, that is 6 values, and {n} are given");
        assert_eq!(refusal(|| step.gather(3, &vec![0.0; n], &[0.0; 3], &[0])), wanted);
    }
    for n in [2, 4] {
        let wanted = format!("targets are 1 × 3, that is 3 values, and {n} are given");
        assert_eq!(refusal(|| step.gather(3, &[0.0; 6], &vec![0.0; n], &[0])), wanted);
    }
    let none = penalty::find("none").expect("it is there");
    let squared = loss::find("squared").expect("it is there");
    let mut gradient = gradient::Gradient::compile(&network(), squared, &[], none);
    let wanted = "targets are 1 × 2, that is 2 values, and 3 are given";
    assert_eq!(refusal(|| gradient.at(&[0.0; 13], &[0.0; 4], &[0.0; 3], [0.0; 2])), wanted);
}

#[test]
fn what_a_brief_run_does_not_compute_cannot_be_read_after_it() {
    let mut step = example_step();
    step.run(Rates::default());
    assert_eq!(step.gradient_norm(), 0.5);
    step.run_brief(Rates::default());
    let wanted = |output| format!("the last run was brief and did not evaluate output {output}: `run` evaluates all");
    assert_eq!(refusal(|| step.penalty()), wanted(1));
    assert_eq!(refusal(|| step.gradient_norm()), wanted(2));
}

#[test]
fn a_batch_that_nothing_has_filled_has_the_loss_0() {
    let network = network();
    let squared = loss::find("squared").expect("it is there");
    let descent = optimiser::find("gradient-descent").expect("it is there");
    let mut step = TrainingStep::compile(&TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 4));
    step.set_parameters(&[0.5; 13]);
    step.run(Rates::default());
    assert_eq!((step.loss(), step.gradient_norm()), (0.0, 0.0));
    let mut parameters = Vec::new();
    step.read_parameters(&mut parameters);
    assert_eq!(parameters, [0.5; 13]);
}
