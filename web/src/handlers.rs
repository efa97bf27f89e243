//! What each wish of a person leads to.

use std::rc::Rc;

use playground::insight::{Look, Looked};
use playground::link::Opened;
use playground::problem::{Chunk, Found, Rule};
use playground::{Command, Config, Language, Parameter, Problem, Stop, Unit, ViewSettings, object};

use crate::browser::debounce::Debounce;
use crate::browser::storage::Once;
use crate::chunks::Missing;
use crate::client::connection::Outcome;
use crate::client::session::SessionClient;
use crate::exported::{Taken, Wanted};
use crate::files;
use crate::intent::{Intent, Recorded, Told, Weights};
use crate::keeping::experiments;
use crate::language;
use crate::protocol::message::{Request, Response};
use crate::store::Store;
use crate::store::action::Action;
use crate::store::divergence::slower_than;
use crate::store::state::{Brought, Done, Minute};
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
            Intent::Export(wanted, tell) => self.export(wanted, tell),
            Intent::Download(taken) => files::download(client, store, taken),
            Intent::ExportLog => files::export_log(client, store),
            Intent::ExportReceipt(receipt) => files::export_receipt(client, store, receipt),
            Intent::ReplayLink(tell) => self.replay_link(tell),
            Intent::Look(look, tell) => self.look(look, tell),
            Intent::LookLong(look, tell) => self.look_long(look, tell),
            Intent::EndLook => client.job.end(),
            Intent::TakeStep => client.step(Unit::Batch),
            Intent::SetUp(opened, epochs, done) => self.set_up(&opened, epochs, done),
            Intent::TellWeights(tell) => self.tell_weights(tell),
            Intent::EndReplay => client.set_playing(false),
            Intent::Import(file) => files::import(client, store, file),
            Intent::Bring(brought) => self.bring(brought),
            Intent::UsePoints(partial, said, weights_stay) => self.use_points(partial, said, weights_stay),
            Intent::Configure(partial) => client.configure(partial),
            Intent::Change(change) => client.change(&change),
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
            Intent::SetLayer { layer, weights, biases } => {
                client.end_gesture();
                client.apply(Command::SetLayer { layer, weights, biases });
            }
            Intent::RemoveNeuron { layer, unit } => client.apply(Command::RemoveNeuron { layer, unit }),
            Intent::Open(opened, notes) => self.open(&opened, notes),
            Intent::Travel(opened) => client.apply_in_place(Command::Configure { partial: opened.config.to_json() }),
            Intent::Speak(language) => self.speak(language),
            Intent::SayLater(text) => self.say_later(text),
            intent => self.show(intent),
        }
    }

    /// Says this, unless something newer comes at once.
    fn say_later(&self, text: AttrValue) {
        let store = Rc::clone(&self.store);
        self.announcement.call(SAY_AFTER_MS, move || store.dispatch(Action::Said(text)));
    }

    /// What changes only what the page shows.
    fn show(&self, intent: Intent) {
        let action = match intent {
            Intent::SetView(change) => Action::ViewChanged(change.of(self.store.state().view_settings)),
            Intent::Tool(tool) => Action::Tool(tool),
            Intent::Label(label) => Action::Label(label),
            Intent::Select(index) => Action::Selected(index),
            Intent::PointAt(neuron) => Action::PointedAt(neuron),
            Intent::Say(words) => Action::Said(words),
            Intent::DismissDone => Action::DoneSeen,
            Intent::DismissRecalled => Action::Recalled(None),
            Intent::DismissUpdate => Action::Updated(false),
            Intent::Help(term) => Action::Help(term),
            Intent::LessonDone(lesson, step) => Action::LessonDone(lesson, step),
            Intent::EndMinute => Action::Minute(Minute::Over),
            Intent::DismissProblem => Action::ProblemSeen,
            Intent::DismissNotes => self.noted(Rc::default()),
            _ => return,
        };
        self.store.dispatch(action);
    }

    /// Shows what somebody brings; what calls itself a model is loaded.
    fn bring(&self, brought: Option<Brought>) {
        match brought.as_ref().and_then(Brought::model) {
            Some(file) => files::import(&self.client, &self.store, file),
            None => self.store.dispatch(Action::Brought(brought)),
        }
    }

    /// Takes over what was made of a table, as one change. A run that goes on has learnt from the points before: that is said, and that
    /// it can begin anew.
    fn use_points(&self, partial: Value, said: AttrValue, weights_stay: AttrValue) {
        let store = Rc::clone(&self.store);
        self.client.end_gesture();
        self.client.apply_then(Command::Configure { partial }, move |outcome| {
            if let Ok(Response::Applied(applied)) = outcome {
                let begins_anew = (applied.status.step > 0).then_some(weights_stay);
                store.dispatch(Action::Done(Done { said, text: None, begins_anew }));
            }
        });
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

    /// Exports the run; why there is nothing is told where it was asked for.
    fn export(&self, wanted: Wanted, tell: Callback<Result<Rc<Taken>, AttrValue>>) {
        let store = Rc::clone(&self.store);
        self.client.inquire(wanted.request(&store.state()), move |outcome| {
            let words = store.state().words;
            let refused = move |problem: &Problem| Err(AttrValue::from(words.refusal(problem)));
            match outcome {
                Ok(response) => wanted.take(response, &store, move |taken| {
                    tell.emit(taken.map(Rc::new).or_else(|problem| refused(&problem)));
                }),
                Err(problem) => tell.emit(refused(problem)),
            }
        });
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
        self.client.inquire(Request::Look(look), move |outcome| {
            looked(&store, outcome).into_iter().for_each(|looked| tell.emit(looked));
        });
    }

    /// The same of what takes long.
    fn look_long(&self, look: Look, tell: Callback<Told>) {
        let (store, progress) = (Rc::clone(&self.store), tell.clone());
        let on_progress = Box::new(move |done, of| progress.emit(Told::Progress(done, of)));
        self.client.job.begin(Request::Look(look), on_progress, move |outcome| {
            looked(&store, outcome).into_iter().for_each(|looked| tell.emit(Told::Done(looked)));
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

    /// Opens what a step of a lesson begins with. Responses come in the order of requests, so the last one says that all is done.
    fn set_up(&self, opened: &Opened, epochs: u32, done: Callback<()>) {
        self.open(opened, Rc::default());
        if epochs > 0 {
            self.client.train_then(Unit::Epoch, epochs, move |_| done.emit(()));
        } else {
            self.client.inquire(Request::Points, move |_| done.emit(()));
        }
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

/// What was seen, or in the page's language why nothing was.
fn looked(store: &Store, outcome: &Outcome) -> Option<Result<Looked, AttrValue>> {
    match outcome {
        Ok(Response::Look(looked)) => Some(Ok(looked.clone())),
        Ok(_) => None,
        Err(problem) => Some(Err(store.state().words.refusal(problem).into())),
    }
}
