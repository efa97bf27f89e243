//! How PyTorch writes what an expression computes.

use super::lines::{Language, Level, Part};
use super::python::python;

pub(super) const TORCH: Language = python(call, |mask| format!("({mask}).to(DTYPE)"));

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    // A choice of two takes tensors only.
    let tensor = |part: &Part| match part.constant {
        Some(_) => format!("torch.tensor({}, dtype=DTYPE)", part.text),
        None => part.text.clone(),
    };
    match name {
        "ln" => format!("torch.log({a})"),
        "ln1p" => format!("torch.log1p({a})"),
        "sech2" => format!("(1 - torch.tanh({a})**2)"),
        "softsign" => format!("functional.softsign({a})"),
        "softplus" => format!("torch.logaddexp({a}, torch.zeros_like({a}))"),
        "softmax" => format!("torch.softmax({a}, -1)"),
        "normcdf" => format!("(0.5 * torch.erfc(-{} / math.sqrt(2)))", args[0].at(Level::Atom)),
        "min" | "max" => format!("torch.{name}imum({}, {})", tensor(&args[0]), tensor(&args[1])),
        "if" => format!("torch.where({a}, {}, {})", tensor(&args[1]), tensor(&args[2])),
        "sum" => format!("torch.sum({a})"),
        "sum_rows" => format!("torch.sum({a}, -1, keepdim=True)"),
        "max_rows" => format!("torch.amax({a}, -1, keepdim=True)"),
        _ => format!("torch.{name}({a})"),
    }
}
