//! The gradient of a function of two variables, as formulas and as numbers.
//!
//! Reverse mode (`grad`) gives the slope along every input at once, forward mode (`jvp`) the slope along one direction.
//!
//! ```text
//! f     = x^2*y + sin(y)
//! df/dx = 2*x*y
//! df/dy = x^2 + cos(y)
//! at (3, 1): f 9.841, gradient (6.000, 9.540), along (1, 1) 15.540
//!
//! what is evaluated for df/dx:
//! %0 = input x : 1×1
//! %1 = input y : 1×1
//! %2 = const 2.0 : 1×1
//! %11 = mul %0 %2 : 1×1
//! %12 = mul %1 %11 : 1×1
//! ```

use autodiff::{Graph, InterpretError, Matrix, formula, grad, interpret, jvp};

fn main() -> Result<(), InterpretError> {
    print!("{}", run()?);
    Ok(())
}

pub(crate) fn run() -> Result<String, InterpretError> {
    let graph = Graph::new();
    let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    let f = x.powf(2.0) * y + y.sin();

    let slopes = grad(f, &[x, y]);
    let mut text = format!("f     = {f}\n");
    text += &format!("df/dx = {}\n", formula::simplify(slopes[0]));
    text += &format!("df/dy = {}\n", formula::simplify(slopes[1]));

    let diagonal = jvp(f, &[(x, graph.constant(1.0)), (y, graph.constant(1.0))]);
    let at = [(x, Matrix::scalar(3.0)), (y, Matrix::scalar(1.0))];
    let values = interpret(&graph, &at, &[f, slopes[0], slopes[1], diagonal])?;
    let [f, dx, dy, along] = [0, 1, 2, 3].map(|k| values[k].get(0, 0));
    text += &format!("at (3, 1): f {f:.3}, gradient ({dx:.3}, {dy:.3}), along (1, 1) {along:.3}\n\n");

    text += "what is evaluated for df/dx:\n";
    for node in graph.ancestors(&[slopes[0]]) {
        text += &format!("{node:?}\n");
    }
    Ok(text)
}
