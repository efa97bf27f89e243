//! Formulas as text: parsing text into expressions, and printing and simplifying expressions.
//!
//! ```
//! use autodiff::{Graph, formula, grad};
//!
//! let graph = Graph::new();
//! let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
//! let f = formula::parse(&graph, "x^2 + 3x*y + y^2", &[("x", x), ("y", y)])?;
//! let slope = formula::simplify(grad(f, &[x])[0]);
//! assert_eq!(formula::print(slope), "2*x + 3*y");
//! # Ok::<(), formula::FormulaError>(())
//! ```
//!
//! Invariant: a printed formula can be parsed again and then has the same value, bit by bit. Exceptions
//! are matrix operations, which the grammar does not have, and formulas beyond its limits. The module
//! knows no derivative: `rules` does.
//!
//! # Grammar
//! From loosest to tightest: `> < >= <=` (1 where true, else 0; at most one) · `+ -` · `* /` ·
//! unary `-` · `^`, from right to left, so that `-x^2` is `-(x^2)` and `2^3^2` is `2^9`. A number may
//! stand directly before a name or a parenthesis (`2x`, `3(x + 1)`), except after `/` and `^`, where
//! it would be ambiguous. A function of one argument may stand before a name alone (`sin x`). Constants: `pi`, `e`. Functions:
//! [`FUNCTIONS`]. Signs and digits as they are printed are read too ([`plain`]). Several formulas with names, one a line, are
//! definitions ([`define`]).

mod decimal;
mod error;
mod functions;
mod token;
mod written;
mod parse;
mod definitions;
mod operand;
mod form;
mod number;
mod order;
mod print;
mod simplify;
#[cfg(test)]
mod random;

pub use decimal::decimal;
pub use definitions::{Definition, DefinitionError, define, free_names};
pub use error::{FormulaError, Limit, Mistake, Wanted};
pub use form::{Form, form};
pub use functions::{FUNCTIONS, Function};
pub use parse::{MAX_BYTES, MAX_NESTING, parse};
pub use print::{print, size};
pub use simplify::simplify;
pub use written::{is_invisible, plain};
