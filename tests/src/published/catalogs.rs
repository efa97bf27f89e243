//! The tables of the catalogs of `nn`, in Markdown, which each catalog's module has in its documentation.

use nn::Param;
use nn::loss::{Learns, Loss, Target};
use nn::{activation, initialiser, loss, optimiser, penalty, schedule};

/// One entry: name, formula, whether menus offer it, parameters.
type Row = (&'static str, &'static str, bool, &'static [Param]);

macro_rules! rows {
    ($module:ident) => {
        table(&$module::all().iter().map(|it| (it.name, it.formula, it.listed, it.params)).collect::<Vec<Row>>())
    };
}

/// Every table: its path in the workspace, and its content.
pub(super) fn files() -> Vec<(&'static str, String)> {
    let penalties: Vec<Row> =
        penalty::all().iter().map(|it| (it.name, it.formula, it.listed, &[] as &[Param])).collect();
    vec![
        ("crates/nn/docs/activation.md", rows!(activation)),
        ("crates/nn/docs/loss.md", rows!(loss) + &pairings()),
        ("crates/nn/docs/penalty.md", table(&penalties)),
        ("crates/nn/docs/initialiser.md", rows!(initialiser)),
        ("crates/nn/docs/optimiser.md", rows!(optimiser)),
        ("crates/nn/docs/schedule.md", rows!(schedule)),
    ]
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("# Entries\n\n| Name | Formula | Parameters with defaults |\n|---|---|---|\n");
    for (name, formula, listed, params) in rows {
        let params: Vec<String> = params.iter().map(|it| format!("`{} = {}`", it.name, number(it.default))).collect();
        let mark = if *listed { "" } else { " ¹" };
        // A bar ends a cell even between backquotes.
        text.push_str(&format!("| `{name}`{mark} | `{}` | {} |\n", formula.replace('|', "\\|"), params.join(", ")));
    }
    if rows.iter().any(|(_, _, listed, _)| !listed) {
        text.push_str("\n¹ No menu offers it; it is for comparison with other software.\n");
    }
    text
}

/// Small numbers with an exponent, as people write them.
fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-3 { format!("{value:e}") } else { value.to_string() }
}

/// What the last layer and the targets must be, for each loss that has a task.
fn pairings() -> String {
    let mut text = String::from(
        "\n# Outputs and targets\n\nThe activation of the last layer, and the targets, by what is learnt; nothing where a loss does not fit:\n\n\
         | Loss | Two classes | Three or more classes | A number |\n|---|---|---|---|\n",
    );
    for loss in loss::all().into_iter().filter(|loss| !loss.pairings.is_empty()) {
        let cells = [Learns::TwoClasses, Learns::ManyClasses, Learns::Number].map(|learns| cell(loss, learns));
        text.push_str(&format!("| `{}` | {} |\n", loss.name, cells.join(" | ")));
    }
    text
}

fn cell(loss: &Loss, learns: Learns) -> String {
    let Some(pairing) = loss.pairings.iter().find(|pairing| pairing.learns == learns) else { return String::new() };
    let targets = match pairing.target {
        Target::ZeroOne => "0 and 1",
        Target::PlusMinus => "−1 and +1",
        Target::OneHot => "one row per class, 1 in its own and else 0",
        Target::Value => "the number",
    };
    format!("`{}`, {targets}", pairing.output)
}
