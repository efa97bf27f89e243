//! The words of the cards: what went wrong or came to an end, and what can be done about it.

use playground::{Divergence, Stop};

use super::{count, percent, short};

pub(crate) const DIVERGED: &str = "Training stopped: the numbers grew without bounds";
pub(crate) const UNDONE: &str = "Undone";
pub(crate) const REDONE: &str = "Redone";
pub(crate) const STOPPED: &str = "Training ended";
pub(crate) const REVIVED: &str = "The engine stopped because of a mistake in it, and was started again";
pub(crate) const REVIVED_HOW: &str = "It goes on from the last good state. What was done before can still be undone.";
pub(crate) const COPY_DETAILS: &str = "Copy details";
pub(crate) const CRASHED: &str = "The engine stopped because of a mistake in it";
pub(crate) const CRASHED_CURE: &str =
    "Your points and settings are still here. Starting it again goes on from the last good state.";
pub(crate) const DETAILS: &str = "Details";
pub(crate) const RESTART: &str = "Start again";
pub(crate) const DONE: &str = "Done";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const LINK_NOTES: &str = "Opened, but not all of the link as it stands:";
pub(crate) const REFUSED: &str = "Not changed:";
pub(crate) const LOADING: &str = "Loading…";
pub(crate) const MISSING: &str = "This part of the page could not be loaded.";
pub(crate) const MISSING_CURE: &str = "Check the connection and try again. If the page was updated since you opened it, reload it: points and settings stay, trained weights are lost unless you export them.";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const RELOAD: &str = "Reload";
pub(crate) const NO_DETAILS: &str = "the browser ended the worker and did not say why";
pub(crate) const SILENT: &str = "the worker did not answer for a long time";
pub(crate) const NO_CHANNEL: &str = "this browser has no message channels";

/// Why training ended by itself.
pub(crate) fn stopped(stop: &Stop, epoch: u64) -> String {
    let epoch = count(epoch);
    match *stop {
        Stop::Diverged(_) => DIVERGED.into(),
        Stop::NoPoints => "No training points: add some or raise Used for training".into(),
        Stop::Epochs { wanted } => format!("Stopped: {} epochs are done", count(wanted.into())),
        Stop::TestLoss { wanted, .. } => format!("Stopped: test loss {wanted} reached at epoch {epoch}"),
        Stop::Accuracy { wanted, .. } => format!("Stopped: accuracy {} reached at epoch {epoch}", percent(wanted)),
        Stop::Patience { wanted, best, best_epoch } => format!(
            "Stopped at epoch {epoch}: no improvement for {} epochs; the best loss was {} at epoch {}",
            count(wanted.into()),
            short(best),
            count(best_epoch)
        ),
    }
}

/// The button that begins again, with this learning rate.
pub(crate) fn go_back_slower(rate: f64) -> String {
    format!("Start again with learning rate {rate}")
}

/// What happened when the numbers grew without bounds, in numbers.
pub(crate) fn divergence(what: &Divergence) -> String {
    if what.gradient_norm == 0.0 {
        return format!("In step {} the numbers were too large to compute with. It was taken back.", count(what.step));
    }
    let step_length = what.learning_rate * what.gradient_norm;
    format!(
        "A step is learning rate × gradient. Step {} would have been {} × {} = {} long: each step overshot farther than \
         the last, until the numbers were too large to compute with. That step was taken back.",
        count(what.step),
        what.learning_rate,
        power(what.gradient_norm),
        power(step_length),
    )
}

/// A number that may be very large, with its power of ten as it is written by hand.
fn power(value: f64) -> String {
    let text = short(value);
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit as u32 - '0' as u32).unwrap_or(digit),
    };
    format!("{digits} · 10{}", exponent.chars().map(raised).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divergence_is_told_as_a_product() {
        let words = divergence(&Divergence { step: 12, learning_rate: 100.0, gradient_norm: 3.4e31 });
        assert!(words.contains("Step 12 would have been 100 × 3.4 · 10³¹ = 3.4 · 10³³ long"), "{words}");
        assert_eq!([power(1.5), power(2.5e-7), power(4.06e5)], ["1.500", "2.5 · 10⁻⁷", "4.1 · 10⁵"]);
    }
}
