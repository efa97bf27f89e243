//! Newton's method on Rosenbrock's function: gradient and Hessian are expressions of the same graph.
//!
//! A derivative is an expression like any other, so the Hessian is the gradient of each entry of the gradient.
//!
//! ```text
//! step       x       y  f
//!    0  -1.200   1.000  2.4e1
//!    1  -1.175   1.381  4.7e0
//!    2   0.763  -3.175  1.4e3
//!    3   0.763   0.583  5.6e-2
//!    4   1.000   0.944  3.1e-1
//!    5   1.000   1.000  1.9e-11
//!    6   1.000   1.000  3.4e-20
//! ```

use autodiff::{Graph, InterpretError, Matrix, grad, interpret};

fn main() -> Result<(), InterpretError> {
    print!("{}", run()?);
    Ok(())
}

pub(crate) fn run() -> Result<String, InterpretError> {
    let graph = Graph::new();
    let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    let f = (1.0 - x).square() + 100.0 * (y - x.square()).square();
    let gradient = grad(f, &[x, y]);
    let hessian = [grad(gradient[0], &[x, y]), grad(gradient[1], &[x, y])].concat();
    let outputs = [vec![f], gradient, hessian].concat();

    let mut text = String::from("step       x       y  f\n");
    let (mut px, mut py) = (-1.2, 1.0);
    for step in 0..7 {
        let at = [(x, Matrix::scalar(px)), (y, Matrix::scalar(py))];
        let values = interpret(&graph, &at, &outputs)?;
        let [f, gx, gy, hxx, hxy, hyx, hyy] = std::array::from_fn(|k| values[k].get(0, 0));
        text += &format!("{step:>4} {px:>7.3} {py:>7.3}  {f:.1e}\n");
        // p ← p − H⁻¹ g, with the inverse of a 2 × 2 matrix.
        let determinant = hxx * hyy - hxy * hyx;
        px -= (hyy * gx - hxy * gy) / determinant;
        py -= (hxx * gy - hyx * gx) / determinant;
    }
    Ok(text)
}
