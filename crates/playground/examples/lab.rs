//! Small functions whose derivatives are known from textbooks, differentiated in four ways.
//!
//! A line is `name = formula`. Automatic and symbolic derivatives agree to rounding; a central difference is off by what its step costs.
//!
//! ```text
//! f = x^2*y + y + 2
//! f = 42.000000, passes: 2 forward or 1 reverse
//!   d/dx  = 24.000000 = 2*x*y; difference off by less than 1e-10
//!   d/dy  = 10.000000 = x^2 + 1; difference off by less than 1e-10
//!
//! f = x^2 + 3x*y + y^2 + z^3
//! f = 38.000000, passes: 3 forward or 1 reverse
//!   d/dx  = 8.000000  = 2*x + 3*y; difference off by less than 1e-9
//!   d/dy  = 7.000000  = 3*x + 2*y; difference off by less than 1e-9
//!   d/dz  = 27.000000 = 3*z^2; difference off by less than 1e-9
//!
//! y1 = w1*x + b1
//! y2 = w2*y1 + b2
//! y2 = 7.000000, passes: 5 forward or 1 reverse
//!   d/dx  = 4.000000  = w1*w2; difference off by less than 1e-10
//!   d/dw1 = 2.000000  = x*w2; difference off by less than 1e-10
//!   d/db1 = 2.000000  = w2; difference off by less than 1e-10
//!   d/dw2 = 3.000000  = w1*x + b1; difference off by less than 1e-10
//!   d/db2 = 1.000000  = 1; difference off by less than 1e-10
//!
//! p = sigmoid(w*x + b)
//! loss = -t*ln(p) - (1 - t)*ln(1 - p)
//! loss = 0.287335, passes: 4 forward or 1 reverse
//!   d/dw  = -0.499480 = -x*sigmoid(w*x + b)*sigmoid(-w*x - b)*(t/sigmoid(w*x + b) + (t - 1)/(1 - sigmoid(w*x + b))); difference off by less than 1e-11
//!   d/db  = -0.249740 = -sigmoid(w*x + b)*sigmoid(-w*x - b)*(t/sigmoid(w*x + b) + (t - 1)/(1 - sigmoid(w*x + b))); difference off by less than 1e-10
//!   d/dx  = -0.124870 = -w*sigmoid(w*x + b)*sigmoid(-w*x - b)*(t/sigmoid(w*x + b) + (t - 1)/(1 - sigmoid(w*x + b))); difference off by less than 1e-11
//!   d/dt  = -1.100000 = ln(1 - sigmoid(w*x + b)) - ln(sigmoid(w*x + b)); difference off by less than 1e-11
//!
//! square = x*x
//! f = square*x + square
//! f = 12.000000, passes: 1 forward or 1 reverse
//!   d/dx  = 16.000000 = 3*x^2 + 2*x; difference off by less than 1e-10
//!
//! ```

use playground::Problem;
use playground::insight::lab::{Question, differentiate};
use serde_json::json;

fn main() -> Result<(), Problem> {
    print!("{}", run()?);
    Ok(())
}

/// Definitions, and the variables with their values.
const EXAMPLES: [(&str, &[(&str, f64)]); 5] = [
    ("f = x^2*y + y + 2", &[("x", 3.0), ("y", 4.0)]),
    ("f = x^2 + 3x*y + y^2 + z^3", &[("x", 1.0), ("y", 2.0), ("z", 3.0)]),
    ("y1 = w1*x + b1\ny2 = w2*y1 + b2", &[("x", 1.0), ("w1", 2.0), ("b1", 1.0), ("w2", 2.0), ("b2", 1.0)]),
    ("p = sigmoid(w*x + b)\nloss = -t*ln(p) - (1 - t)*ln(1 - p)", &[("w", 0.5), ("b", 0.1), ("x", 2.0), ("t", 1.0)]),
    ("square = x*x\nf = square*x + square", &[("x", 2.0)]),
];

pub(crate) fn run() -> Result<String, Problem> {
    let mut out = String::new();
    for (text, at) in EXAMPLES {
        let order: Vec<String> = at.iter().map(|(name, _)| (*name).to_owned()).collect();
        let point: serde_json::Map<_, _> = at.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let found = differentiate(&Question::read(text, &json!({ "at": point }), &order)?)?;
        let (forward, reverse) = found.passes();
        out += &format!("{text}\n");
        for (name, value) in &found.outputs {
            out += &format!("{name} = {value:.6}, passes: {forward} forward or {reverse} reverse\n");
        }
        for (k, variable) in found.wrt.iter().enumerate() {
            let symbolic = found.symbolic.iter().flatten().nth(k).and_then(Option::as_deref).unwrap_or("too long");
            let off = found.numerical.iter().flatten().nth(k).map_or(f64::NAN, |difference| difference.error_central);
            let exact = found.jacobian[0][k];
            out += &format!(
                "  d/d{variable:<2} = {exact:<9.6} = {symbolic}; difference off by less than {}\n",
                bound(off)
            );
        }
        out += "\n";
    }
    Ok(out)
}

/// The power of ten above an error.
fn bound(error: f64) -> String {
    format!("1e{}", error.max(1e-12).log10().floor() + 1.0)
}
