//! A graph of matrix operations, its derivatives of every order, and its compiled plan.
//!
//! Trace → differentiate → compile → run:
//!
//! ```
//! use autodiff::{Graph, Matrix, grad, interpret};
//!
//! let graph = Graph::new();
//! let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
//! let f = x.powf(2.0) * y + y + 2.0;
//! let derivative = grad(f, &[x, y]);
//! let at = [(x, Matrix::scalar(3.0)), (y, Matrix::scalar(4.0))];
//! let values = interpret(&graph, &at, &[f, derivative[0], derivative[1]])?;
//! assert_eq!(values.iter().map(|v| v.get(0, 0)).collect::<Vec<_>>(), [42.0, 24.0, 10.0]);
//! # Ok::<(), autodiff::InterpretError>(())
//! ```
//!
//! # What is here
//!
//! | | |
//! |---|---|
//! | write | [`Graph::input`], arithmetic and functions of [`Expr`]; or text, by [`formula::parse`] |
//! | differentiate | [`grad`] (reverse mode), [`jvp`] (forward mode), [`vjp`]; a derivative is an expression, so orders stack |
//! | evaluate | [`interpret()`] in `f64`, slow and simple; [`Plan`] in `f32`, compiled once and run many times |
//! | check | [`check_gradient`]: both modes against each other and a central difference; [`Graph::verify`] |
//! | look | `{}` prints an [`Expr`] as a formula, `{:?}` as its node; a [`Graph`] prints all nodes, [`Graph::nodes`] and [`Graph::ancestors`] walk them; a [`Plan`] prints its kernels, [`plan::Stages`] how they came about |
//!
//! A value is a matrix; a scalar is 1 × 1. An operand of size 1 along an axis is repeated along it, as in numpy. A function
//! of [`Expr`] with shapes that do not fit panics and names them.
//!
//! `cargo run --example gradient` and `--example second_order` are complete programs. Neurons, layers and losses are in the
//! crate `nn`.
//!
//! # Algebra, not IEEE
//!
//! The graph simplifies by identities of real numbers as it grows: `x · 0` becomes 0 even if `x` is infinite or not a
//! number, and `x − x` too. All of them are listed at [`Graph`]. To notice a divergence, look at a value itself (a loss, a
//! weight), and not at its product with 0.
//!
//! # Invariants
//!
//! Every derivative is stated once, in the module `rules`. The graph is append-only, and every node's arguments come before
//! it. The crate does not know what a neuron, a layer or a loss is.

mod matrix;
mod scalar;
mod op;
mod graph;
mod expr;
mod arithmetic;
mod elementary;
mod walk;
mod derived;
mod rules;
mod differentiate;
mod interpret;
mod check;
pub mod plan;
pub mod formula;

pub use check::{GradientCheck, check_gradient, check_gradient_along};
pub use differentiate::{grad, jvp, partial, vjp};
pub use expr::Expr;
pub use graph::{Graph, NodeId, VerifyError};
pub use interpret::{InterpretError, interpret};
pub use kernels::{Axis, Shape};
pub use matrix::Matrix;
pub use op::Op;
pub use plan::{Plan, PlanSpec};
