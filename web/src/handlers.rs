//! What each wish of a person leads to.

use std::rc::Rc;

use playground::insight::{Look, Looked};
use playground::link::Opened;
use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Config, Language, Parameter, Problem, Stop, Unit, ViewSettings, object};

use crate::browser::debounce::Debounce;
use crate::browser::storage::Once;
use crate::chunks::Missing;
use crate::client::session::SessionClient;
use crate::files;
use crate::intent::{Intent, Recorded, Weights};
use crate::keeping::experiments;
use crate::language;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::action::Action;
use crate::store::divergence::slower_than;
use crate::store::state::Minute;
use serde_json::Value;
use yew::{AttrValue, Callback};

/// A screen reader hears where the cursor is when it has stood for so long.
const SAY_AFTER_MS: f64 = 400.0;

/// What wishes are carried out with.
pub(crate) struct Handlers {
    client: Rc<SessionClient>,
    store: Rc<Store>,
    announcement: Debounce,
}

impl Handlers {
    /// Carries wishes out by this session and its store.
    pub(crate) fn new(client: &Rc<SessionClient>, store: &Rc<Store>) -> Handlers {
        Handlers { client: Rc::clone(client), store: Rc::clone(store), announcement: Debounce::default() }
    }

    /// Carries a wish out.
    pub(crate) fn handle(&self, intent: Intent) {
        let (client, store) = (&self.client, &self.store);
        if intent.acts() {
            store.acted(true);
        }
        match intent {
            Intent::TogglePlay => client.set_playing(!store.is_playing()),
            Intent::Step => client.step(store.state().view_settings.step_by),
            Intent::Reset => client.apply(Command::Reset),
            Intent::NewWeights => client.apply(Command::NewWeights),
            Intent::NewSample => client.apply(Command::NewSample),
            Intent::Undo => self.undo(Command::Undo, store.state().can_undo),
            Intent::Redo => self.undo(Command::Redo, store.state().can_redo),
            Intent::Export => files::export(client, store),
            Intent::ExportLog => files::export_log(client, store),
            Intent::ExportReceipt(receipt) => files::export_receipt(client, store, receipt),
            Intent::ReplayLink(tell) => self.replay_link(tell),
            Intent::Look(look, tell) => self.look(look, tell),
            Intent::TakeStep => client.step(Unit::Batch),
            Intent::TellWeights(tell) => self.tell_weights(tell),
            Intent::EndReplay => client.set_playing(false),
            Intent::Import(chosen) => {
                if let Some(file) = chosen {
                    files::import(client, store, file);
                }
            }
            Intent::Configure(partial) => client.configure(partial),
            Intent::ConfigureDuring(partial) => client.apply_during(Command::Configure { partial }),
            Intent::EndGesture => client.end_gesture(),
            Intent::Edit(edit) => client.edit(edit),
            Intent::EraseAll => client.apply(Command::SetPoints { points: Vec::new() }),
            Intent::Slower => self.slower(),
            Intent::SkipChecks => client.load_unchecked(),
            Intent::Restart => client.restart(),
            Intent::RestoreDefaults => self.restore_defaults(),
            Intent::WatchAgain => self.watch_again(),
            Intent::Tour(place) => self.tour(place),
            Intent::KeepExperiment(name) => experiments::keep(client, store, name),
            Intent::OpenExperiment(id, name) => experiments::open(client, store, id, name),
            Intent::SetParameter(Parameter { layer, unit, input }, value) => {
                client.end_gesture();
                client.apply(Command::SetParameter { layer, unit, input, value });
            }
            Intent::SetParameterDuring(Parameter { layer, unit, input }, value) => {
                client.apply_during(Command::SetParameter { layer, unit, input, value });
            }
            Intent::RemoveNeuron { layer, unit } => client.apply(Command::RemoveNeuron { layer, unit }),
            Intent::Open(opened, notes) => self.open(&opened, notes),
            Intent::Travel(opened) => client.apply_in_place(Command::Configure { partial: opened.config.to_json() }),
            Intent::Speak(language) => self.speak(language),
            Intent::SayLater(text) => {
                let store = Rc::clone(store);
                self.announcement.call(SAY_AFTER_MS, move || store.dispatch(Action::Said(text)));
            }
            intent => self.show(intent),
        }
    }

    /// What changes only what the page shows.
    fn show(&self, intent: Intent) {
        let action = match intent {
            Intent::SetView(view_settings) => Action::ViewChanged(view_settings),
            Intent::Tool(tool) => Action::Tool(tool),
            Intent::Label(label) => Action::Label(label),
            Intent::Select(index) => Action::Selected(index),
            Intent::PointAt(neuron) => Action::PointedAt(neuron),
            Intent::Say(words) => Action::Said(words),
            Intent::DismissDone => Action::DoneSeen,
            Intent::DismissRecalled => Action::Recalled(None),
            Intent::Help(term) => Action::Help(term),
            Intent::EndMinute => Action::Minute(Minute::Over),
            Intent::DismissProblem => Action::ProblemSeen,
            Intent::DismissNotes => self.noted(Rc::default()),
            _ => return,
        };
        self.store.dispatch(action);
    }

    fn noted(&self, notes: Rc<Vec<Problem>>) -> Action {
        Action::Opened { notes, embedded: self.store.state().embedded }
    }

    /// Undoes or redoes the last change, if there is one, and confirms it.
    fn undo(&self, command: Command, can: bool) {
        let store = &self.store;
        self.client.end_gesture();
        let cards = &store.state().words.cards;
        let words = if matches!(command, Command::Undo) { cards.undone } else { cards.redone };
        if can {
            let state = store.state();
            // Training that ended because there were no points left continues with those that come back.
            let goes_on = state.playing || state.stopped == Some(Stop::NoPoints);
            let store = Rc::clone(store);
            self.client.apply_then(command, move |outcome| {
                if outcome.is_ok() {
                    store.dispatch(Action::Said(words.into()));
                }
            });
            if goes_on {
                self.client.set_playing(true);
            }
        }
    }

    /// Asks for a link that makes the run again; why there is none is told where it was asked for.
    fn replay_link(&self, tell: Callback<Result<Recorded, AttrValue>>) {
        let store = Rc::clone(&self.store);
        self.client.inquire(Request::ReplayLink, move |outcome| match outcome {
            Ok(Response::ReplayLink { link, status }) => tell.emit(Ok(Recorded {
                link: link.clone().into(),
                status: Rc::new((**status).clone()),
                config: store.state().config,
            })),
            Ok(_) => {}
            Err(problem) => tell.emit(Err(store.state().words.refusal(problem).into())),
        });
    }

    /// Looks inside a step; why nothing is to be seen is told where it was asked for.
    fn look(&self, look: Look, tell: Callback<Result<Looked, AttrValue>>) {
        let store = Rc::clone(&self.store);
        self.client.inquire(Request::Look(look), move |outcome| match outcome {
            Ok(Response::Look(looked)) => tell.emit(Ok(looked.clone())),
            Ok(_) => {}
            Err(problem) => tell.emit(Err(store.state().words.refusal(problem).into())),
        });
    }

    /// Tells the weights as a model has them, and a point.
    fn tell_weights(&self, tell: Callback<Weights>) {
        let (store, client) = (Rc::clone(&self.store), Rc::clone(&self.client));
        self.client.inquire(Request::Model, move |outcome| {
            let Ok(Response::Model(model)) = outcome else { return };
            let parameters = flat(model);
            client.inquire(Request::Points, move |outcome| {
                let Ok(Response::Points(points)) = outcome else { return };
                let selected = store.state().selected.and_then(|selected| points.get(selected));
                let point = selected.or_else(|| points.iter().find(|point| !point.test)).copied();
                tell.emit(Weights { parameters, point });
            });
        });
    }

    /// Goes back to the initial weights and trains with a smaller learning rate.
    fn slower(&self) {
        let rate = slower_than(self.store.state().config.learning_rate);
        self.client.configure(object! { "learningRate": rate });
        self.client.apply(Command::Reset);
        self.client.set_playing(true);
    }

    /// Goes back to the default configuration and to step 0, as one change.
    fn restore_defaults(&self) {
        let client = &self.client;
        client.end_gesture();
        // The first of a gesture's commands keeps what Undo brings back: here the whole run.
        client.apply_during(Command::Reset);
        client.apply_during(Command::Configure { partial: Config::default().to_json() });
        client.end_gesture();
    }

    /// Trains slowly from the initial weights.
    fn watch_again(&self) {
        self.store.dispatch(Action::Minute(Minute::Slow));
        self.client.apply(Command::Reset);
        self.client.set_playing(true);
    }

    /// Goes to a place of the tour; whoever has begun it is not offered it again.
    fn tour(&self, place: Option<usize>) {
        if !self.store.state().embedded {
            Once::Tour.note();
        }
        self.store.dispatch(Action::Tour(place));
    }

    /// Speaks another language, for a person. A link that named one names the new one.
    fn speak(&self, language: Language) {
        let state = self.store.state();
        if !state.embedded {
            language::remember(language);
        }
        if state.view_settings.language != Language::Auto {
            self.store.dispatch(Action::ViewChanged(ViewSettings { language, ..state.view_settings }));
        }
        self.store.dispatch(Action::LanguageChosen);
        self.spoken(language);
    }

    fn spoken(&self, language: Language) {
        let (store, client) = (Rc::clone(&self.store), Rc::clone(&self.client));
        language::chunk(language).with(move |words| match words {
            Ok(words) => store.dispatch(Action::Spoken(words)),
            Err(Missing) => client.refuse(Problem::new("lang", Rule::Loaded(Chunk::Language), Found::NoAnswer)),
        });
    }

    /// Opens a link that somebody gave: it also says how to look at what is learned, and starts at step 0.
    fn open(&self, opened: &Opened, notes: Rc<Vec<Problem>>) {
        self.store.dispatch(self.noted(notes));
        if opened.view_settings.language != Language::Auto {
            self.spoken(opened.view_settings.language);
        }
        self.store.dispatch(Action::ViewChanged(opened.view_settings.clone()));
        self.client.set_playing(false);
        self.client.apply_in_place(Command::Configure { partial: opened.config.to_json() });
        self.client.apply_in_place(Command::Reset);
        match &opened.replay {
            Some(recording) => self.client.replay(opened.config.clone(), recording.clone()),
            None if opened.play => self.client.set_playing(true),
            None => {}
        }
    }
}
/// The numbers of a model's layers: of each the weights row by row, then the biases.
fn flat(model: &Value) -> Rc<[f32]> {
    fn numbers(value: &Value, out: &mut Vec<f32>) {
        match value {
            Value::Array(entries) => entries.iter().for_each(|entry| numbers(entry, out)),
            other => out.extend(other.as_f64().map(|number| number as f32)),
        }
    }
    let mut out = Vec::new();
    for layer in model["layers"].as_array().into_iter().flatten() {
        numbers(&layer["weights"], &mut out);
        numbers(&layer["bias"], &mut out);
    }
    out.into()
}
