//! XOR, learned by a network with three hidden units: no line divides the points with target 1 from the others.
//!
//! ```text
//! step   1  loss 0.8467
//! step  50  loss 0.2115
//! step 100  loss 0.0089
//! step 150  loss 0.0046
//! step 200  loss 0.0030
//! 0 xor 0: 0.000
//! 0 xor 1: 0.995
//! 1 xor 0: 0.998
//! 1 xor 1: 0.005
//! ```

use nn::network::{Layer, Network};
use nn::probe::{Probe, Probing};
use nn::training::{Rates, TrainingSpec, TrainingStep};
use nn::{activation, defaults, initialiser, loss, optimiser};

fn main() {
    print!("{}", run().expect("the catalogs have these entries"));
}

pub(crate) fn run() -> Option<String> {
    let layers = vec![Layer::new(3, activation::find("tanh")?), Layer::new(1, activation::find("linear")?)];
    let network = Network { n_inputs: 2, layers };
    let (adam, xavier) = (optimiser::find("adam")?, initialiser::find("xavier-uniform")?);
    let adam_params = defaults(adam.params);
    let spec = TrainingSpec::new(&network, (loss::find("log")?, &[]), (adam, &adam_params), 4);
    let mut step = TrainingStep::compile(&spec);
    let mut parameters = initialiser::draw_network(xavier, &defaults(xavier.params), 1, &network.sizes());
    step.set_parameters(&parameters);

    let features = [0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]; // x₁ of the four points, then x₂
    step.gather(4, &features, &[0.0, 1.0, 1.0, 0.0], &[0, 1, 2, 3]);
    let mut text = String::new();
    for k in 1..=200 {
        step.run(Rates { rate: 0.1, step: k as f32, ..Rates::default() });
        if k % 50 == 0 || k == 1 {
            text += &format!("step {k:>3}  loss {:.4}\n", step.loss());
        }
    }
    parameters.clear();
    step.read_parameters(&mut parameters);
    let mut probe = Probe::compile(&network, Probing::Scores, 4);
    probe.set_parameters(&parameters);
    for (k, score) in probe.evaluate(&features, &[])[0].iter().enumerate() {
        text += &format!("{} xor {}: {:.3}\n", features[k], features[4 + k], 1.0 / (1.0 + (-score).exp()));
    }
    Some(text)
}
