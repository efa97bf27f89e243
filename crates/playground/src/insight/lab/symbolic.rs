//! The symbolic way: a derivative written out as a formula of the variables alone.

use autodiff::{Expr, Graph, formula};

/// A derivative of more operations, written out, is not written.
pub const LONGEST_DERIVATIVE: u64 = 1_000;

/// A derivative written out.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// It, simplified; none if it is longer than [`LONGEST_DERIVATIVE`], nested too deep to be read, or one of too many.
    pub text: Option<String>,
    /// How many operations it has, simplified where there is a text; none if nobody counted.
    pub size: Option<u64>,
}

pub(super) fn written(derivative: Expr<'_>) -> Written {
    let size = formula::size(derivative);
    if size > LONGEST_DERIVATIVE {
        return Written { text: None, size: Some(size) };
    }
    let simple = formula::simplify(derivative);
    let text = formula::print(simple);
    let names: Vec<String> = derivative.graph().nodes().filter_map(Expr::name).collect();
    Written { text: reads_back(&text, &names).then_some(text), size: Some(formula::size(simple)) }
}

fn reads_back(text: &str, names: &[String]) -> bool {
    let graph = Graph::new();
    let variables: Vec<(&str, Expr<'_>)> = names.iter().map(|name| (name.as_str(), graph.input(name, 1, 1))).collect();
    formula::parse(&graph, text, &variables).is_ok()
}
