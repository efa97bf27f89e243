//! The one pure function that says what follows from what happens: `State::after`.

use std::rc::Rc;

use playground::{Config, Point, Status, Stop, Task, data};
use yew::AttrValue;

use super::action::{Action, Edit};
use super::origin::origin_of;
use super::state::{Phase, Recalled, State};
use crate::protocol::message::{Applied, Death, OwnPoints};

impl State {
    /// The state after `action`.
    pub(crate) fn after(mut self, action: &Action) -> State {
        match action {
            Action::Started(applied) => {
                if !matches!(self.phase, Phase::Live | Phase::Drawn) {
                    self.phase = Phase::Ready;
                }
                self.crash = None;
                self.take_own_points(&applied.own_points);
                self.configured(&applied.config);
                self.label = label_for(None, &applied.config, self.label);
                (self.can_undo, self.can_redo) = (applied.can_undo, applied.can_redo);
            }
            Action::Seen if self.phase == Phase::Drawn => self.phase = Phase::Live,
            Action::Seen => {}
            Action::Applied { applied, .. } => self.applied(applied),
            Action::Edited(edit) => self.edited(edit),
            Action::PointsCame(came) => {
                self.take_points(&came.points);
                self.points_version = came.version;
            }
            Action::PointsRestored(points) => {
                self.take_points(points);
                self.points_version = 0;
            }
            Action::Playing(playing) => self.playing(*playing),
            Action::Measured { status, playing, stopped, .. } => {
                self.measured(Rc::clone(status));
                self.playing = *playing;
                self.ended(*stopped);
            }
            Action::ViewChanged(view_settings) => self.view_settings = view_settings.clone(),
            Action::Minute(minute) => self.minute = *minute,
            Action::Recalled(recalled) => self.recalled(*recalled),
            Action::Tour(place) => self.tour = *place,
            Action::Help(term) => self.help = *term,
            Action::Shelved(said) => self.shelved = (said.clone(), self.shelved.1.wrapping_add(1)),
            Action::Label(label) => self.label = label_for(Some(self.config.task), &self.config, *label),
            Action::Tool(tool) => (self.tool, self.selected) = (*tool, None),
            Action::Selected(selected) => self.selected = selected.filter(|index| *index < self.points.len()),
            Action::PointedAt(neuron) => self.pointed_neuron = *neuron,
            Action::Opened { notes, embedded } => (self.notes, self.embedded) = (Rc::clone(notes), *embedded),
            Action::Linked(link) => self.link = link.clone(),
            Action::Said(words) => self.say(words.clone()),
            Action::Spoken(words) => self.words = words,
            Action::Awaited => self.n_awaited = self.n_awaited.wrapping_add(1),
            Action::Rethemed => self.theme = self.theme.wrapping_add(1),
            Action::Acted { by_person } => self.by_person = *by_person,
            Action::Starting => self.points_version = 0,
            Action::PersonActed
            | Action::Held
            | Action::Released
            | Action::Sent
            | Action::Settled
            | Action::LessonDone(..)
            | Action::LanguageChosen => {}
            action => self.told(action),
        }
        self
    }

    /// What cards tell of.
    fn told(&mut self, action: &Action) {
        match action {
            Action::Refused(problem) => {
                self.say(self.words.refusal(problem));
                // What is told last is what holds: two cards must not contradict each other.
                (self.problem, self.done) = (Some(Rc::clone(problem)), None);
            }
            Action::Done(done) => {
                let said = [Some(&done.said), done.begins_anew.as_ref()].into_iter().flatten();
                self.say(said.map(|text| &**text).collect::<Vec<_>>().join(" "));
                (self.done, self.problem) = (Some(done.clone()), None);
            }
            Action::Replaying(replaying) => self.replaying = *replaying,
            Action::Brought(brought) => self.brought = brought.clone(),
            Action::DoneSeen => self.done = None,
            Action::ProblemSeen => (self.problem, self.revived) = (None, None),
            Action::Revived(details) => {
                self.say(self.words.cards.revived);
                // What was refused only because no engine was there is told by this card.
                (self.revived, self.problem) = (Some(self.details(details)), None);
            }
            Action::Crashed(details) => {
                (self.phase, self.playing) = (Phase::Crashed, false);
                self.say(self.words.cards.crashed);
                (self.crash, self.revived) = (Some(self.details(details)), None);
            }
            Action::Restarting => (self.phase, self.crash) = (Phase::Loading, None),
            Action::Updated(is_outdated) => {
                if *is_outdated {
                    self.say(self.words.cards.updated);
                }
                self.is_outdated = *is_outdated;
            }
            _ => {}
        }
    }

    fn details(&self, death: &Death) -> AttrValue {
        match death {
            Death::Unexplained => self.words.cards.no_details.into(),
            Death::Silent => self.words.cards.silent.into(),
            Death::NoChannel => self.words.cards.no_channel.into(),
            Death::Told(details) => details.clone().into(),
        }
    }

    fn recalled(&mut self, recalled: Option<Recalled>) {
        if let Some(recalled) = recalled {
            self.say(recalled.said(self.words));
        }
        self.recalled = recalled;
    }

    fn playing(&mut self, playing: bool) {
        if playing {
            (self.stopped, self.done) = (None, None);
            self.recalled = None;
        }
        if playing != self.playing {
            self.say(self.words.playing(playing, self.status.as_deref()));
        }
        self.playing = playing;
    }

    fn ended(&mut self, stopped: Option<Stop>) {
        if stopped.is_some() && stopped != self.stopped {
            self.stopped = stopped;
            self.say(self.stopped_words().unwrap_or_default());
        }
    }

    fn applied(&mut self, applied: &Applied) {
        let config = &applied.config;
        self.n_changes = self.n_changes.wrapping_add(1);
        (self.can_undo, self.can_redo) = (applied.can_undo, applied.can_redo);
        self.label = label_for(Some(self.config.task), config, self.label);
        if let Some(words) = self.words.changed(&self.config, config) {
            self.say(words);
        }
        self.origin = origin_of(&self.config, config, self.origin);
        if self.config.dataset != "own"
            && let Some(origin) = self.origin
        {
            let label = data::find(config.task, origin.name).map_or(origin.name, |it| self.words.dataset_label(it));
            self.say(self.words.data.became_own.with([label]));
        }
        (self.problem, self.stopped, self.done, self.recalled) = (None, None, None, None);
        self.take_own_points(&applied.own_points);
        self.configured(config);
        self.measured(Rc::new(applied.status.clone()));
    }

    fn take_own_points(&mut self, own_points: &OwnPoints) {
        match own_points {
            OwnPoints::Same => {}
            OwnPoints::Edited => self.own_points = Rc::clone(&self.points),
            OwnPoints::New(points) => self.own_points = Rc::new(points.clone()),
        }
    }

    fn edited(&mut self, edit: &Edit) {
        edit.apply_to(Rc::make_mut(&mut self.points));
        if let (Edit::Remove(gone), Some(index)) = (edit, self.selected) {
            let n_before = gone.partition_point(|removed| *removed < index);
            self.selected = gone.binary_search(&index).is_err().then_some(index - n_before);
        }
    }

    /// Takes over the session's points; a selection stays only if its point does.
    fn take_points(&mut self, points: &[Point]) {
        if let Some(index) = self.selected
            && self.points.get(index) != points.get(index)
        {
            self.selected = None;
        }
        if *self.points != points {
            self.points = Rc::new(points.to_vec());
        }
    }

    /// A configuration that is the same stays the same: what is drawn from it is not drawn again while a point is dragged.
    fn configured(&mut self, config: &Config) {
        if *self.config != *config {
            self.config = Rc::new(config.clone());
        }
    }

    fn say(&mut self, words: impl Into<AttrValue>) {
        self.said = words.into();
        self.n_said = self.n_said.wrapping_add(1);
    }

    fn measured(&mut self, status: Rc<Status>) {
        if self.phase == Phase::Ready {
            self.phase = Phase::Drawn;
        }
        if status.diverged.is_some() && !self.is_diverged() {
            self.say(self.words.cards.diverged);
        }
        if self.status.as_ref().is_some_and(|before| before.step != status.step) {
            // Why training ended at another step is no news of this one.
            self.stopped = None;
        }
        self.status = Some(status);
    }
}

/// The label of the next point that fits the task, as near as possible to the one so far.
fn label_for(before: Option<Task>, config: &Config, label: f32) -> f32 {
    match config.task {
        Task::Classification => label.round().clamp(1.0, config.classes as f32),
        // A class is no value: the first one is that of generated points at most.
        Task::Regression if before != Some(Task::Regression) => label.clamp(-1.0, 1.0),
        Task::Regression => label,
        Task::Curve => label,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
