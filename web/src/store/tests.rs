//! What follows from what happens, read from the state alone.

use playground::{Points, Problem};

use super::*;
use crate::store::state::Done;

fn begun() -> State {
    State::new(&words::EN)
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, |state, action| state.after(&action))
}

fn applied(config: Config) -> Action {
    told(Applied { config, ..Applied::default() })
}

fn told(applied: Applied) -> Action {
    Action::Applied { applied: Rc::new(applied), by_person: true }
}

fn measured(playing: bool) -> Action {
    Action::Measured { status: Rc::new(Status::default()), playing, stopped: None, by_frame: true }
}

#[test]
fn the_page_goes_from_loading_over_ready_to_running_and_paused() {
    let state = begun();
    assert_eq!(state.word(), "loading");
    let state = after(state, [Action::Started(Rc::default())]);
    assert_eq!(state.word(), "ready");
    let state = after(state, [measured(true)]);
    assert_eq!(
        (state.word(), state.has_panels()),
        ("ready", false),
        "the picture is to be seen before the panels are made"
    );
    let state = after(state, [Action::Seen]);
    assert_eq!((state.word(), state.has_panels()), ("running", true));
    assert_eq!(after(state, [measured(false)]).word(), "paused");
}

#[test]
fn a_dead_engine_is_a_state_of_its_own_and_can_be_left() {
    let state = after(
        begun(),
        [Action::Started(Rc::default()), measured(true), Action::Crashed(Death::Told("why".into())), Action::Seen],
    );
    assert_eq!(state.word(), "crashed");
    assert!(!state.playing);
    assert_eq!(after(state, [Action::Restarting]).word(), "loading");
}

#[test]
fn a_refusal_stays_until_something_is_accepted() {
    let refused =
        after(begun(), [Action::Refused(Rc::new(Problem::new("noise", playground::problem::Rule::AtMost(3.0), 8)))]);
    assert!(refused.problem.is_some());
    assert_eq!(after(refused, [told(Applied::default())]).problem, None);
}

#[test]
fn what_is_told_last_holds() {
    let refused = Action::Refused(Rc::new(Problem::new("noise", playground::problem::Rule::AtMost(3.0), 8)));
    let done = Action::Done(Done::said("Saved"));
    let told = |state: &State| (state.problem.is_some(), state.done.is_some());
    assert_eq!(told(&after(begun(), [done.clone(), refused.clone()])), (true, false));
    assert_eq!(told(&after(begun(), [refused, done])), (false, true));
}

#[test]
fn a_death_that_was_mended_stops_nothing_and_is_told() {
    let running = after(begun(), [Action::Started(Rc::default()), Action::Playing(true), measured(true), Action::Seen]);
    let revived = after(running, [Action::Revived(Death::Told("why".into())), Action::Started(Rc::default())]);
    assert_eq!((revived.word(), revived.revived.as_deref()), ("running", Some("why")));
    assert_eq!(after(revived, [Action::ProblemSeen]).revived, None);
}

#[test]
fn the_end_of_training_is_told_until_it_goes_on() {
    let stopped = Some(Stop::NoPoints);
    let end = Action::Measured { status: Rc::new(Status::default()), playing: false, stopped, by_frame: true };
    let state = after(begun(), [Action::Started(Rc::default()), end.clone()]);
    let n_said = state.n_said;
    assert!(state.said.contains("No training points"));
    let state = after(state, [end]);
    assert_eq!(state.n_said, n_said, "it is said once");
    assert_eq!(after(state, [Action::Playing(true)]).stopped_words(), None);
}

#[test]
fn a_step_after_the_end_of_training_has_its_own_verdict() {
    let at = |step| Rc::new(Status { step, epoch: step, ..Status::default() });
    let end = |step| Action::Measured {
        status: at(step),
        playing: false,
        stopped: Some(Stop::Epochs { wanted: 5 }),
        by_frame: true,
    };
    let state = after(begun(), [Action::Started(Rc::default()), end(5)]);
    let stepped = Action::Measured { status: at(6), playing: false, stopped: None, by_frame: false };
    let state = after(state, [stepped]);
    assert_eq!(state.stopped_words(), None);
    let n_said = state.n_said;
    let state = after(state, [end(10)]);
    assert_eq!(state.n_said, n_said + 1, "the same reason at another step is said again");
    assert!(state.said.contains("10"), "{}", state.said);
}

#[test]
fn what_a_person_did_to_the_network_is_confirmed() {
    let more = Config { hidden_layers: vec![4, 2, 2], ..Config::default() };
    assert_eq!(after(begun(), [applied(more)]).said, "Layer added");
    let newton = Config { optimiser: "newton".into(), ..Config::default() };
    assert!(after(begun(), [applied(newton)]).said.starts_with("All points at each step"));
}

#[test]
fn it_is_remembered_which_dataset_became_own_points_while_they_are() {
    let own = |config: Config| applied(Config { dataset: "own".into(), ..config });
    let state = after(begun(), [own(Config::default())]);
    assert_eq!(state.origin.map(|origin| origin.name), Some("circle"));
    assert!(state.said.contains("own"), "{}", state.said);
    let state = after(state, [own(Config { learning_rate: 0.1, ..Config::default() })]);
    assert_eq!(state.origin.map(|origin| origin.name), Some("circle"));
    assert!(after(state.clone(), [own(Config { classes: 3, ..Config::default() })]).origin.is_none());
    assert!(after(state, [applied(Config::default())]).origin.is_none());
}

#[test]
fn another_task_brings_a_label_that_fits_it() {
    let three = Config { classes: 3, ..Config::default() };
    let state = after(begun(), [applied(three)]);
    assert_eq!(state.label, 2.0);
    let values = Config { task: playground::Task::Regression, ..Config::default() };
    let state = after(state, [applied(values.clone())]);
    assert_eq!(state.label, 1.0);
    // Values may be larger where somebody wants them.
    assert_eq!(after(state, [Action::Label(4.0), applied(values.clone())]).label, 4.0);
    // A link may begin with values.
    let started = Action::Started(Rc::new(Applied { config: values, ..Applied::default() }));
    assert_eq!(after(begun(), [started]).label, 1.0);
}

fn point(x: f32) -> Point {
    Point { x, y: 0.0, label: 1.0, test: false }
}

fn points(version: u64, xs: &[f32]) -> Action {
    Action::PointsCame(Rc::new(Points { version, points: xs.iter().map(|x| point(*x)).collect() }))
}

#[test]
fn a_selection_goes_with_its_point_and_only_with_it() {
    let state = after(begun(), [points(1, &[0.0, 1.0, 2.0]), Action::Selected(Some(2))]);
    let fewer = after(state.clone(), [Action::Edited(Edit::Remove(vec![0]))]);
    assert_eq!(fewer.selected_point().map(|selected| selected.point), Some(point(2.0)));
    assert_eq!(after(fewer, [Action::Edited(Edit::Remove(vec![1]))]).selected, None);
    assert_eq!(after(state.clone(), [points(2, &[0.0, 1.0, 2.0])]).selected, Some(2));
    assert_eq!(after(state.clone(), [points(2, &[0.0, 1.0, 3.0])]).selected, None);
    assert_eq!(after(state, [Action::Selected(Some(3))]).selected, None);
}

#[test]
fn own_points_are_what_the_page_made_of_them_or_what_the_session_says() {
    let own = |own_points| {
        let config = Config { dataset: "own".into(), ..Config::default() };
        told(Applied { config, own_points, ..Applied::default() })
    };
    let edited = Action::Edited(Edit::Add(vec![point(5.0)]));
    let state = after(begun(), [points(1, &[0.0]), edited, own(OwnPoints::Edited)]);
    assert_eq!(state.whole_config().points, [point(0.0), point(5.0)]);
    let state = after(state, [points(2, &[9.0]), own(OwnPoints::Same)]);
    assert_eq!(state.whole_config().points.len(), 2, "points on the plot may be others than own ones");
    assert_eq!(after(state, [own(OwnPoints::New(vec![point(7.0)]))]).whole_config().points, [point(7.0)]);
}
