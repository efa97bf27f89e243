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
//! Invariants: every derivative is stated once, in the module `rules`; the graph is append-only and
//! every node's arguments come before it. Identities such as `0 · x = 0` are those of real numbers and
//! not always those of IEEE 754: see [`Graph`]. The crate does not know what a neuron, a layer or a
//! loss is.

mod matrix;
mod op;
mod graph;
mod expr;
mod walk;
mod derived;
mod rules;
mod differentiate;
mod interpret;
mod check;
pub mod plan;
pub mod formula;

pub use check::{GradientCheck, check_gradient, check_gradient_along};
pub use differentiate::{grad, jvp, vjp};
pub use expr::Expr;
pub use graph::{Graph, NodeId, VerifyError};
pub use interpret::{InterpretError, interpret};
pub use kernels::{Axis, Shape};
pub use matrix::Matrix;
pub use op::Op;
pub use plan::{Plan, PlanSpec};
