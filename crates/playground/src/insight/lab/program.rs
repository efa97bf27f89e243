//! What a text of definitions computes: its nodes, where its names stand among them, and the partial derivatives of each.

use std::collections::HashMap;

use autodiff::formula::{self, DefinitionError};
use autodiff::{Expr, Graph, NodeId, Op, grad, jvp, partial};

use super::rules::{self, Rule};
use super::symbolic::{LONGEST_DERIVATIVE, Written, written};
use super::tape::Tape;

/// Derivatives are written out, and differentiated again, if there are at most so many nodes times variables: a page waits for them.
const MOST_WORK: usize = 6_000;

/// Second derivatives are computed for a graph of at most so many nodes, derivatives included.
const MOST_NODES_OF_HESSIAN: usize = 10_000;

/// A node of the graph that the definitions are.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it does.
    pub op: Op,
    /// The nodes that it reads, before it in the list.
    pub args: Vec<usize>,
    /// The variable's name, or that of the first line that is this node.
    pub name: Option<String>,
    /// For each argument where its partial derivative stands on the tape; none if it does not depend on it, but for jumps.
    pub(super) factors: Vec<Option<usize>>,
}

/// The place of each expression in a list.
fn numbers(exprs: &[Expr<'_>]) -> HashMap<NodeId, usize> {
    exprs.iter().enumerate().map(|(number, expr)| (expr.id(), number)).collect()
}

fn nodes(exprs: &[Expr<'_>], numbers: &HashMap<NodeId, usize>) -> Vec<Node> {
    let node = |expr: &Expr<'_>| Node {
        op: expr.op(),
        args: expr.args().iter().map(|arg| numbers[&arg.id()]).collect(),
        name: expr.name(),
        factors: Vec::new(),
    };
    exprs.iter().map(node).collect()
}

/// What nodes are called: by their own names, else by a letter and their number.
pub(super) fn named(nodes: &[Node]) -> Vec<String> {
    let is_taken = |letter: &str| {
        let own = nodes.iter().filter_map(|node| node.name.as_deref()?.strip_prefix(letter));
        own.filter(|rest| !rest.is_empty()).any(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let letter = ["v", "n", "u", "node"].into_iter().find(|letter| !is_taken(letter)).unwrap_or("v_");
    let name = |(idx, node): (usize, &Node)| match (node.name.clone(), node.op.constant()) {
        (Some(name), _) => name,
        (None, Some(value)) => value.to_string(),
        (None, None) => format!("{letter}{idx}"),
    };
    nodes.iter().enumerate().map(name).collect()
}

/// Each node and its partial derivatives in the names of what it reads.
fn rules_of(nodes: &[Node]) -> Vec<Option<Rule>> {
    let names = named(nodes);
    let argument = |node: &usize| rules::argument(nodes[*node].op, &names[*node]);
    let rule = |node: &Node| {
        let args: Vec<_> = node.args.iter().map(argument).collect();
        (!args.is_empty()).then(|| rules::rule(node.op, &args))
    };
    nodes.iter().map(rule).collect()
}

/// Definitions in these variables, ready to be evaluated and differentiated.
pub struct Program {
    graph: Graph,
    /// The variables, in the order of their values.
    pub variables: Vec<String>,
    /// Every node of the definitions, each after its arguments.
    pub nodes: Vec<Node>,
    /// The definitions that no other line uses, in the order of the text, and their nodes.
    pub outputs: Vec<(String, usize)>,
    /// The nodes and their partial derivatives.
    tape: Tape,
    /// Where on the tape each node is.
    places: Vec<usize>,
    /// The node of each variable.
    pub(super) inputs: Vec<usize>,
    /// Where in the graph each node is.
    ids: Vec<NodeId>,
    /// The node in the graph of each output.
    defined: Vec<usize>,
}

/// A function with its gradient, as one graph.
pub struct Backward {
    /// Its nodes, each after its arguments.
    pub nodes: Vec<Node>,
    /// Which of them differentiation has appended.
    pub is_appended: Vec<bool>,
    /// The node of each derivative.
    pub roots: Vec<usize>,
    /// What evaluates the nodes.
    pub tape: Tape,
}

impl Backward {
    /// What each node is called, as [`Program::names`].
    pub fn names(&self) -> Vec<String> {
        named(&self.nodes)
    }

    /// How each node is written, as [`Program::rules`].
    pub fn rules(&self) -> Vec<Option<Rule>> {
        rules_of(&self.nodes)
    }
}

impl Program {
    /// Reads definitions in these variables.
    ///
    /// # Errors
    /// If the text is not definitions.
    pub fn of(text: &str, variables: &[String]) -> Result<Program, DefinitionError> {
        let graph = Graph::new();
        let inputs: Vec<Expr<'_>> = variables.iter().map(|name| graph.input(name, 1, 1)).collect();
        let names: Vec<(&str, Expr<'_>)> = variables.iter().map(String::as_str).zip(inputs.iter().copied()).collect();
        let lines = formula::define(&graph, text, &names)?;
        let exprs =
            graph.ancestors(&inputs.iter().copied().chain(lines.iter().map(|line| line.expr)).collect::<Vec<_>>());
        let numbers = numbers(&exprs);
        let factors: Vec<Vec<Option<Expr<'_>>>> =
            exprs.iter().map(|node| (0..node.op().arity()).map(|k| partial(*node, k)).collect()).collect();
        let all: Vec<Expr<'_>> = exprs.iter().chain(factors.iter().flatten().flatten()).copied().collect();
        let (tape, mut places) = Tape::of(&graph, &all);
        let mut place_of_factor = places.split_off(exprs.len()).into_iter();
        let mut nodes = nodes(&exprs, &numbers);
        for (node, factors) in nodes.iter_mut().zip(&factors) {
            node.factors = factors.iter().map(|factor| factor.and_then(|_| place_of_factor.next())).collect();
        }
        for line in lines.iter().rev() {
            let node = &mut nodes[numbers[&line.expr.id()]];
            if !matches!(node.op, Op::Input(_)) {
                node.name = Some(line.name.clone());
            }
        }
        let outputs: Vec<_> = lines.iter().filter(|line| line.is_output).collect();
        Ok(Program {
            variables: variables.to_vec(),
            outputs: outputs.iter().map(|line| (line.name.clone(), numbers[&line.expr.id()])).collect(),
            defined: outputs.iter().map(|line| line.expr.id().index()).collect(),
            inputs: inputs.iter().map(|input| numbers[&input.id()]).collect(),
            ids: exprs.iter().map(|expr| expr.id()).collect(),
            tape,
            places,
            nodes,
            graph,
        })
    }

    /// The values of everything on the tape at this point, for [`values`](Program::values) and the sweeps.
    pub(super) fn run(&self, at: &[f64]) -> Vec<f64> {
        self.tape.values(at)
    }

    /// The value of each node at this point.
    pub fn values(&self, at: &[f64]) -> Vec<f64> {
        let run = self.run(at);
        self.places.iter().map(|place| run[*place]).collect()
    }

    /// What each node is called: by its own name, else `v` and its number.
    pub fn names(&self) -> Vec<String> {
        named(&self.nodes)
    }

    /// Each node and its partial derivatives in the names of what it reads; nothing for variables and numbers.
    pub fn rules(&self) -> Vec<Option<Rule>> {
        rules_of(&self.nodes)
    }

    /// What computes output number `output` alone, for many points; the value is the last.
    pub fn tape_of(&self, output: usize) -> Tape {
        Tape::of(&self.graph, &[self.output(output)]).0
    }

    fn output(&self, output: usize) -> Expr<'_> {
        self.node(self.defined[output])
    }

    fn node(&self, idx: usize) -> Expr<'_> {
        self.graph.nodes().nth(idx).expect("it was read from this graph")
    }

    fn variables(&self, wrt: &[usize]) -> Vec<Expr<'_>> {
        // The variables are the first nodes of the graph.
        wrt.iter().map(|variable| self.node(*variable)).collect()
    }

    fn is_too_large(&self, wrt: &[usize]) -> bool {
        self.nodes.len() * wrt.len() > MOST_WORK
    }

    /// The derivatives of an output by these variables, written out and simplified.
    pub fn written(&self, output: usize, wrt: &[usize]) -> Vec<Written> {
        if self.is_too_large(wrt) {
            return vec![Written { text: None, size: None }; wrt.len()];
        }
        grad(self.output(output), &self.variables(wrt)).into_iter().map(written).collect()
    }

    /// The operations of the derivative by a variable when it is written out as it is.
    pub(super) fn unsimplified(&self, output: usize, variable: usize) -> u64 {
        formula::size(grad(self.output(output), &self.variables(&[variable]))[0])
    }

    /// How many operations the output takes when it is written out, without names for what it uses twice.
    pub fn size(&self, output: usize) -> u64 {
        formula::size(self.output(output))
    }

    /// The graph of an output and its gradient by these variables, as reverse mode appends it.
    pub fn backward(&self, output: usize, wrt: &[usize]) -> Backward {
        let value = self.output(output);
        let roots: Vec<Expr<'_>> = [value].into_iter().chain(grad(value, &self.variables(wrt))).collect();
        let exprs = self.graph.ancestors(&roots);
        let own = numbers(&self.graph.ancestors(&[value]));
        let numbers = numbers(&exprs);
        let (tape, _) = Tape::of(&self.graph, &roots);
        let mut nodes = nodes(&exprs, &numbers);
        for (node, expr) in nodes.iter_mut().zip(&exprs) {
            if let Some(line) = self.nodes.iter().zip(&self.ids).find(|(_, id)| **id == expr.id()) {
                node.name.clone_from(&line.0.name);
            }
        }
        Backward {
            is_appended: exprs.iter().map(|expr| !own.contains_key(&expr.id())).collect(),
            roots: roots[1..].iter().map(|root| numbers[&root.id()]).collect(),
            nodes,
            tape,
        }
    }

    /// The degree of an output as a polynomial in a variable, up to 2, as far as simplifying tells: a forward difference of degree 1
    /// and a central one of degree 2 have no truncation error.
    pub fn degree(&self, output: usize, variable: usize) -> Option<usize> {
        let x = self.node(variable);
        let mut slope = self.output(output);
        for degree in 0..=2 {
            if formula::size(slope) > LONGEST_DERIVATIVE {
                return None;
            }
            slope = formula::simplify(grad(slope, &[x])[0]);
            if slope.constant() == Some(0.0) {
                return Some(degree);
            }
        }
        None
    }

    /// The node of a variable.
    pub fn node_of(&self, variable: usize) -> usize {
        self.inputs[variable]
    }

    /// The operations that the value of an output takes, and those that its gradient takes beyond them.
    pub fn operations(&self, output: usize, wrt: &[usize]) -> (usize, usize) {
        let value = self.output(output);
        let n_value = Tape::of(&self.graph, &[value]).0.n_operations();
        let mut all = grad(value, &self.variables(wrt));
        all.push(value);
        (n_value, Tape::of(&self.graph, &all).0.n_operations() - n_value)
    }

    /// The second derivatives of an output by these variables; none if that is too much work.
    pub fn hessian(&self, output: usize, wrt: &[usize], at: &[f64]) -> Option<Vec<Vec<f64>>> {
        if self.is_too_large(wrt) {
            return None;
        }
        let variables = self.variables(wrt);
        let mut rows = Vec::new();
        for slope in grad(self.output(output), &variables) {
            rows.extend(grad(slope, &variables));
            if self.graph.len() > MOST_NODES_OF_HESSIAN {
                return None;
            }
        }
        let (tape, places) = Tape::of(&self.graph, &rows);
        let values = tape.values(at);
        let entries: Vec<f64> = places.iter().map(|place| values[*place]).collect();
        Some(entries.chunks(wrt.len().max(1)).map(<[f64]>::to_vec).collect())
    }

    /// What `autodiff`'s forward mode gives for an output along a direction: an independent path for tests.
    #[doc(hidden)]
    pub fn along(&self, output: usize, direction: &[f64], at: &[f64]) -> f64 {
        let seeds: Vec<(Expr<'_>, Expr<'_>)> = (0..self.variables.len())
            .map(|variable| (self.node(variable), self.graph.constant(direction[variable])))
            .collect();
        let (tape, places) = Tape::of(&self.graph, &[jvp(self.output(output), &seeds)]);
        tape.values(at)[places[0]]
    }

    /// What `autodiff`'s reverse mode gives for the gradient of an output: an independent path for tests.
    #[doc(hidden)]
    pub fn grad(&self, output: usize, at: &[f64]) -> Vec<f64> {
        let all: Vec<usize> = (0..self.variables.len()).collect();
        let (tape, places) = Tape::of(&self.graph, &grad(self.output(output), &self.variables(&all)));
        let values = tape.values(at);
        places.iter().map(|place| values[*place]).collect()
    }
}
