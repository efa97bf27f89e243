//! Undo of changes of structure after training, with an oracle that names each neuron. (Before training, initial weights follow the
//! structure: `session_link.rs`.) After any additions and removals of neurons and any
//! training in between, undo keeps the present weights of the neurons that stay, and restores the weights of those that return.

use std::collections::BTreeMap;

use playground::{Command, Config, Query, Session, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// A feature, a hidden neuron by the number that this test gives it, or an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Feature(usize),
    Neuron(usize, u32),
    Output(usize),
}

/// Per hidden layer, the numbers of its neurons, as an observer of all changes would number them.
#[derive(Clone, Debug, PartialEq)]
struct Cast(Vec<Vec<u32>>);

/// The bits of each weight, by the two nodes that it connects; those of a bias by its own node, twice.
type Named = BTreeMap<(Node, Node), u32>;

fn named(session: &mut Session, cast: &Cast) -> Named {
    let hidden = cast.0.iter().enumerate().map(|(l, layer)| layer.iter().map(|n| Node::Neuron(l, *n)).collect());
    let columns: Vec<Vec<Node>> = std::iter::once((0..session.config().features.len()).map(Node::Feature).collect())
        .chain(hidden)
        .chain([(0..session.config().n_outputs()).map(Node::Output).collect()])
        .collect();
    let weights = session.answer(&Query::Weights).numbers();
    let mut values = weights.iter().map(|weight| weight.to_bits());
    let mut named = Named::new();
    for pair in columns.windows(2) {
        let connections = pair[1].iter().flat_map(|to| pair[0].iter().map(move |from| (*from, *to)));
        named.extend(connections.zip(&mut values));
        named.extend(pair[1].iter().map(|to| (*to, *to)).zip(&mut values));
    }
    assert_eq!((named.len(), values.next()), (weights.len(), None), "every weight has a name of its own");
    named
}

#[derive(Clone, Debug)]
enum Action {
    Layers(Vec<usize>),
    Remove(usize, usize),
    Train(u32),
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => prop::collection::vec(1_usize..5, 0..4).prop_map(Action::Layers),
        4 => (0_usize..3, 0_usize..4).prop_map(|(layer, unit)| Action::Remove(layer, unit)),
        4 => (1_u32..4).prop_map(Action::Train),
    ]
}

fn begun(optimiser: &str) -> Session {
    let partial = json!({ "count": 30, "hiddenLayers": [4, 3], "optimiser": optimiser, "learningRate": 0.05 });
    let config = Config::default().merged(&partial).expect("the configuration is valid");
    let mut session = Session::new(config).expect("the configuration is valid");
    session.train(Unit::Batch, 1);
    session
}

/// The neurons after a change of sizes. A layer keeps its first neurons, and grows by the neurons that it has lost since the
/// last training or removal, then by new ones.
fn resized(unedited: &Cast, sizes: &[usize], last: &mut u32) -> Cast {
    let layer = |(l, n): (usize, &usize)| {
        let known = unedited.0.get(l).into_iter().flatten().copied();
        let more = std::iter::repeat_with(|| {
            *last += 1;
            *last
        });
        known.chain(more).take(*n).collect()
    };
    Cast(sizes.iter().enumerate().map(layer).collect())
}

/// Performs the actions. Returns the neurons after them and, for each action that changed anything, the neurons and weights before it.
fn performed(session: &mut Session, actions: Vec<Action>) -> (Cast, Vec<(Cast, Named)>) {
    let mut last = 7;
    let mut cast = Cast(vec![vec![1, 2, 3, 4], vec![5, 6, 7]]);
    let (mut unedited, mut before) = (cast.clone(), Vec::new());
    for action in actions {
        let now = (cast.clone(), named(session, &cast));
        match action {
            Action::Train(n) => {
                session.train(Unit::Batch, n);
                unedited = cast.clone();
            }
            Action::Layers(sizes) => {
                let is_act = session.config().hidden_layers != sizes;
                session.apply(Command::Configure { partial: json!({ "hiddenLayers": sizes }) }).expect("valid sizes");
                if is_act {
                    cast = resized(&unedited, &sizes, &mut last);
                    before.push(now);
                }
            }
            Action::Remove(layer, unit) => {
                if session.apply(Command::RemoveNeuron { layer, unit }).is_ok() {
                    cast.0[layer].remove(unit);
                    unedited = cast.clone();
                    before.push(now);
                }
            }
        }
    }
    (cast, before)
}

fn check(now: &Named, had: &Named, after: &Named) -> Result<(), TestCaseError> {
    for (name, value) in after {
        let expected = now.get(name).or_else(|| had.get(name));
        prop_assert_eq!(Some(value), expected, "the weight of {:?}", name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_is_there_keeps_its_weights_and_who_comes_back_has_its_own(
        optimiser in select(vec!["gradient-descent", "adam"]),
        actions in prop::collection::vec(action(), 1..14),
        trained_between in any::<bool>(),
    ) {
        let mut session = begun(optimiser);
        let (mut cast, mut before) = performed(&mut session, actions);
        session.train(Unit::Batch, 2);
        let (mut ahead, n_acts) = (Vec::new(), before.len());
        while let Some((earlier, had)) = before.pop() {
            let now = named(&mut session, &cast);
            session.apply(Command::Undo).expect("there is a change to undo");
            check(&now, &had, &named(&mut session, &earlier))?;
            ahead.push((cast, now));
            cast = earlier;
            if trained_between {
                session.train(Unit::Batch, 1);
            }
        }
        prop_assert!(!session.can_undo() && session.can_redo() == (n_acts > 0));
        while let Some((later, had)) = ahead.pop() {
            let now = named(&mut session, &cast);
            session.apply(Command::Redo).expect("there is a change to redo");
            check(&now, &had, &named(&mut session, &later))?;
            cast = later;
        }
    }

    #[test]
    fn a_reset_in_between_takes_nothing_from_who_comes_back(
        unit in 0_usize..4,
        n_trained in 0_u32..4,
    ) {
        let mut session = begun("adam");
        session.train(Unit::Batch, 3);
        let all = Cast(vec![vec![1, 2, 3, 4], vec![5, 6, 7]]);
        let had = named(&mut session, &all);
        session.apply(Command::RemoveNeuron { layer: 0, unit }).expect("there is such a neuron");
        session.apply(Command::Reset).expect("a reset is always possible");
        session.train(Unit::Batch, n_trained);
        // The reset is undone, then the removal.
        for _ in 0..2 {
            session.apply(Command::Undo).expect("there is a change to undo");
        }
        prop_assert_eq!(named(&mut session, &all), had);
    }
}

#[test]
fn a_neuron_from_the_middle_comes_back_to_its_place_after_training() {
    let mut session = begun("momentum");
    session.train(Unit::Epoch, 2);
    let all = Cast(vec![vec![1, 2, 3, 4], vec![5, 6, 7]]);
    let left = Cast(vec![vec![1, 3, 4], vec![5, 6, 7]]);
    let before = named(&mut session, &all);
    session.apply(Command::RemoveNeuron { layer: 0, unit: 1 }).expect("there is such a neuron");
    session.train(Unit::Epoch, 2);
    let trained = named(&mut session, &left);
    session.apply(Command::Undo).expect("there is a change to undo");
    let after = named(&mut session, &all);
    let second = Node::Neuron(0, 2);
    for (name, value) in &after {
        let is_of_second = name.0 == second || name.1 == second;
        assert_eq!(*value, if is_of_second { before[name] } else { trained[name] }, "{name:?}");
    }
    assert_ne!(trained[&(Node::Feature(0), Node::Neuron(0, 3))], before[&(Node::Feature(0), Node::Neuron(0, 3))]);
    session.train(Unit::Epoch, 1);
    let now = named(&mut session, &all);
    session.apply(Command::Redo).expect("there is a change to redo");
    let again = named(&mut session, &left);
    assert!(again.iter().all(|(name, value)| now[name] == *value), "redo takes that neuron away and no other");
}
