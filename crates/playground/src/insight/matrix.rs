//! The same step in matrices, for all points of a batch at once: formulas with the shape of each factor.

use super::inside::Inside;
use super::lines::Stage;

/// A formula, and the shapes of what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixLine {
    /// Z = W A + b.
    pub formula: String,
    /// 4 × 10 = (4 × 2)(2 × 10) + (4 × 1).
    pub shapes: String,
}

/// The lines of a stage for the layer that is shown.
pub fn matrix_form(stage: Stage, inside: &Inside) -> Vec<MatrixLine> {
    let layer = inside.wanted.layer;
    let m = inside.step.as_ref().map_or(1, |step| step.points.len());
    let (n_in, n) = (inside.sizes[layer], inside.sizes[layer + 1]);
    let next = inside.sizes.get(layer + 2).copied();
    let line = |formula: &str, shapes: String| MatrixLine { formula: formula.into(), shapes };
    match stage {
        Stage::Forward => {
            let sum = line("Z = W A + b", format!("{n} × {m} = ({n} × {n_in}) ({n_in} × {m}) + ({n} × 1)"));
            let value = next.map(|_| line("A′ = f(Z)", format!("{n} × {m} = f({n} × {m})")));
            std::iter::once(sum).chain(value).collect()
        }
        Stage::Loss => {
            let outputs = inside.sizes.last().copied().unwrap_or(1);
            vec![
                line("ℓ = loss(S, T)", format!("1 × {m} = loss({outputs} × {m}, {outputs} × {m})")),
                line("L = Σ ℓ / m", format!("1 × 1 = Σ (1 × {m}) / {m}")),
            ]
        }
        Stage::Backward => {
            let delta = match next {
                Some(next) => {
                    line("δ = W′ᵀ δ′ ⊙ f′(Z)", format!("{n} × {m} = ({n} × {next}) ({next} × {m}) ⊙ ({n} × {m})"))
                }
                None => line("δ = ∂ℓ/∂S", format!("{n} × {m}")),
            };
            vec![delta, weights(n, n_in, m), line("∂b = Σ δ / m", format!("{n} × 1 = Σ ({n} × {m}) / {m}"))]
        }
        Stage::Batch => vec![weights(n, n_in, m)],
        Stage::Update => vec![
            line("W ← W + ΔW", format!("{n} × {n_in} = ({n} × {n_in}) + ({n} × {n_in})")),
            line("b ← b + Δb", format!("{n} × 1 = ({n} × 1) + ({n} × 1)")),
        ],
    }
}

fn weights(n: usize, n_in: usize, m: usize) -> MatrixLine {
    MatrixLine {
        formula: "∂W = δ Aᵀ / m".into(), shapes: format!("{n} × {n_in} = ({n} × {m}) ({m} × {n_in}) / {m}")
    }
}
