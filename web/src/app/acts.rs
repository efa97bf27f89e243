//! What each wish of a person leads to.

use playground::{Command, Parameter, Stop, decimal, object};

use crate::app::engine::Engine;
use crate::app::hand;
use crate::app::stage::{Asked, Layer};
use crate::browser::clipboard;
use crate::files;
use crate::intent::Intent;
use crate::store::state::Action;
use crate::words;

/// A rate that diverged is tried again this much smaller,
const SLOWER_BY: f64 = 10.0;
/// and at once as small as the one that the page begins with, at which most networks learn.
const USUAL_RATE: f64 = 0.03;

/// Does what was wished.
pub(crate) fn act(engine: &Engine, intent: Intent) {
    match intent {
        Intent::Attach(layer, canvas) => {
            engine.stage.attach(layer, canvas);
            if layer == Layer::Neuron {
                engine.stage.draw_network();
            }
        }
        Intent::AttachReadout(element) => engine.stage.attach_readout(element),
        Intent::TogglePlay => engine.toggle(),
        Intent::Step => {
            let unit = engine.state().view_settings.step_by;
            engine.step(unit);
        }
        Intent::Reset => engine.apply(Command::Reset),
        Intent::NewWeights => engine.apply(Command::NewWeights),
        Intent::NewSample => engine.apply(Command::NewSample),
        Intent::Undo => undo(engine, Command::Undo, engine.state().can_undo, words::UNDONE),
        Intent::Redo => undo(engine, Command::Redo, engine.state().can_redo, words::REDONE),
        Intent::Export => files::export(engine),
        Intent::Import(chosen) => {
            if let Some(file) = chosen {
                files::import(engine, file);
            }
        }
        Intent::Configure(partial) => engine.configure(partial),
        Intent::ConfigureDuring(partial) => engine.apply_during(Command::Configure { partial }),
        Intent::EndGesture => engine.end_gesture(),
        Intent::Look(view_settings) => engine.look(|now| *now = view_settings),
        Intent::Tool(tool) => {
            hand::select(engine, None);
            engine.dispatch.emit(Action::Tool(tool));
        }
        Intent::Label(label) => engine.dispatch.emit(Action::Label(label)),
        Intent::Plot(it) => hand::act(engine, it),
        Intent::Change(change) => hand::change(engine, change),
        Intent::EraseAll => engine.set_points(Vec::new()),
        Intent::Slower => slower(engine),
        Intent::Say(words) => engine.say(words),
        Intent::Copy(text) => clipboard::copy(&text, |_| ()),
        Intent::ReadCurve(motion) => engine.read_curve(motion),
        Intent::DismissDone => engine.dispatch.emit(Action::DoneSeen),
        Intent::DismissNotes => engine.note(Vec::new()),
        Intent::DismissProblem => engine.forget_problem(),
        Intent::Restart => engine.restart(),
        Intent::SetParameter(Parameter { layer, unit, input }, value) => {
            engine.end_gesture();
            engine.apply(Command::SetParameter { layer, unit, input, value });
        }
        Intent::SetParameterDuring(Parameter { layer, unit, input }, value) => {
            engine.apply_during(Command::SetParameter { layer, unit, input, value });
        }
        Intent::RemoveNeuron { layer, unit } => engine.apply(Command::RemoveNeuron { layer, unit }),
        Intent::AskNetwork(asked) => ask_network(engine, asked),
    }
}

/// Shows what is asked about, and tells what is known of it.
fn ask_network(engine: &Engine, asked: Asked) {
    engine.stage.ask_network(asked);
    engine.dispatch.emit(Action::Told(engine.stage.told()));
    if asked.parameter.is_some() {
        // The picture that is there may have been made before anybody asked.
        engine.refresh();
    }
}

/// Takes back, or does again, what there is of that kind; and confirms it.
fn undo(engine: &Engine, command: Command, can: bool, words: &'static str) {
    engine.end_gesture();
    if can {
        // What ended because there were no points left goes on with those that come back.
        let goes_on = engine.is_playing.get() || engine.state().stopped == Some(Stop::NoPoints);
        engine.apply(command);
        if goes_on {
            engine.set_playing(true);
        }
        engine.say(words.into());
    }
}

/// The learning rate to try after this one diverged.
pub(crate) fn slower_than(rate: f64) -> f64 {
    rounded((rate / SLOWER_BY).min(USUAL_RATE))
}

/// Goes back to the first weights and on with a smaller learning rate.
fn slower(engine: &Engine) {
    let rate = slower_than(engine.state().config.learning_rate);
    engine.configure(object! { "learningRate": rate });
    engine.apply(Command::Reset);
    engine.set_playing(true);
}

/// Three digits are enough for a rate that a person reads.
fn rounded(rate: f64) -> f64 {
    decimal(&format!("{rate:.2e}")).unwrap_or(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_rate_is_readable() {
        assert_eq!(slower_than(0.03), 0.003);
        assert_eq!(rounded(10.0 / 3.0), 3.33);
    }

    #[test]
    fn however_large_a_rate_was_the_next_one_is_usual() {
        assert_eq!([100.0, 3.0, 0.3, 0.1].map(slower_than), [0.03, 0.03, 0.03, 0.01]);
    }
}
