//! The words of the cards: what went wrong or came to an end, and what can be done about it.

use playground::{Divergence, Stop};

use super::{count, percent, short};

pub(crate) const DIVERGED: &str = "Training stopped: the numbers grew without bounds";
pub(crate) const GO_BACK_SLOWER: &str = "Go back and use a smaller learning rate";
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

/// What happened when the numbers grew without bounds, in numbers.
pub(crate) fn divergence(what: &Divergence) -> String {
    format!(
        "At step {} the learning rate {} met a gradient of length {}: a step so large that the numbers were no longer \
         finite. It was taken back.",
        count(what.step),
        what.learning_rate,
        short(what.gradient_norm),
    )
}
