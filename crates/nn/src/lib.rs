//! The vocabulary of neural networks, written as graph expressions.
//!
//! XOR, from an empty file to predictions:
//!
//! ```
//! use nn::network::{Layer, Network};
//! use nn::probe::{Probe, Probing};
//! use nn::training::{Rates, TrainingSpec, TrainingStep};
//! use nn::{activation, defaults, initialiser, loss, optimiser};
//!
//! // Two features, three tanh units, one score.
//! let (tanh, linear) = (activation::find("tanh").unwrap(), activation::find("linear").unwrap());
//! let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
//!
//! // A training step is compiled once, for batches of up to four points.
//! let (log, adam) = (loss::find("log").unwrap(), optimiser::find("adam").unwrap());
//! let adam_params = defaults(adam.params);
//! let mut step = TrainingStep::compile(&TrainingSpec::new(&network, (log, &[]), (adam, &adam_params), 4));
//!
//! // Initial parameters from seed 1, then the points: one row per feature, one column per point.
//! let xavier = initialiser::find("xavier-uniform").unwrap();
//! let mut parameters = initialiser::draw_network(xavier, &defaults(xavier.params), 1, &network.sizes());
//! step.set_parameters(&parameters);
//! let features = [
//!     0.0, 0.0, 1.0, 1.0, // x₁
//!     0.0, 1.0, 0.0, 1.0, // x₂
//! ];
//! let targets = [0.0, 1.0, 1.0, 0.0];
//! step.gather(4, &features, &targets, &[0, 1, 2, 3]); // the batch: columns 0 to 3
//! for k in 1..=200 {
//!     step.run(Rates { rate: 0.1, step: k as f32, ..Rates::default() });
//! }
//! assert!(step.loss() < 0.01);
//!
//! // Scores at the trained parameters; a score above 0 predicts the target 1.
//! parameters.clear();
//! step.read_parameters(&mut parameters);
//! let mut probe = Probe::compile(&network, Probing::Scores, 4);
//! probe.set_parameters(&parameters);
//! let scores = &probe.evaluate(&features, &[])[0];
//! assert_eq!(scores.iter().map(|score| *score > 0.0).collect::<Vec<_>>(), [false, true, true, false]);
//! ```
//!
//! # What is here
//!
//! | | |
//! |---|---|
//! | catalogs | [`activation`], [`loss`], [`penalty`], [`initialiser`], [`optimiser`], [`schedule`]: each one static table. One entry holds everything about, for example, one activation: its name, its formula, its parameters with ranges, and the function that writes it into a graph |
//! | [`network`] | layers, and the forward pass as an expression |
//! | [`training`] | forward pass, loss, gradient and update as one plan |
//! | [`probe`] | scores, units and slopes of a network that is not trained |
//! | [`gradient`] | the gradient with respect to each parameter, and the gradient check |
//! | [`newton`] | Hessian-vector products, and the linear solve of Newton's method |
//! | [`random`] | random streams that are functions of their keys |
//!
//! What a catalog offers, with formulas and defaults, is on each catalog's page, and in the program:
//!
//! ```
//! for entry in nn::optimiser::listed() {
//!     println!("{}: {}", entry.name, entry.formula);
//! }
//! ```
//!
//! # Layout
//!
//! In a graph, rows are units and columns are points. Outside of it, matrices are flat lists row by row, and the parameters
//! of a network are one flat list: per layer the weights (`units × inputs`), then the biases.
//!
//! A loss compares the output of the last layer with the targets. Every loss that has a task wants that layer `linear`, with one
//! exception: `squared`, `absolute` and `huber` with two classes want `tanh`, and the targets −1 and +1. Targets of two classes are 0
//! and 1 for `log`, and −1 and +1 for the others; with three or more classes, `cross-entropy` takes one row per class. The table of
//! all of them is at [`loss`], and [`loss::pairing()`] reads it.
//!
//! # Invariants
//!
//! The crate states no derivative; `autodiff` derives them from the expressions. It knows no data set, no screen and no
//! clock. The same seed gives the same bits on every platform.

mod param;
mod catalog;
pub mod random;
pub mod activation;
pub mod loss;
pub mod penalty;
pub mod initialiser;
pub mod optimiser;
pub mod schedule;
pub mod network;
pub mod training;
pub mod gradient;
pub mod newton;
pub mod probe;

pub use param::{Param, defaults};
