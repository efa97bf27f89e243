//! What the look inside a step says: names of lines, what a section is about, what is said of an attempt.

use playground::insight::{Attempt, Inside, Name, Note, Title};
use playground::{Config, Parameter};

use crate::Words;

impl Words {
    /// A neuron, feature or output where there is little room; column 0 is the features'.
    pub fn neuron_short(&self, config: &Config, column: usize, unit: usize) -> String {
        let is_hidden = (1..=config.hidden_layers.len()).contains(&column);
        if is_hidden { format!("{column}.{}", unit + 1) } else { self.neuron(config, column, unit) }
    }

    /// The weight into a neuron, or its bias, where there is little room.
    pub fn weight_short(&self, config: &Config, layer: usize, unit: usize, input: Option<usize>) -> String {
        let to = self.neuron_short(config, layer + 1, unit);
        match input {
            None => self.inside.bias_of.with([&to]),
            Some(input) => format!("{} → {to}", self.neuron_short(config, layer, input)),
        }
    }

    /// What a line computes.
    pub fn line_name(&self, name: &Name, inside: &Inside, config: &Config) -> String {
        let words = &self.inside;
        let wanted = inside.wanted;
        match name {
            Name::Symbol(symbol) => (*symbol).into(),
            Name::OfClass(symbol, class) => words.of_class.with([symbol, &(class + 1).to_string()]),
            Name::Into(input) => self.weight_short(config, wanted.layer, wanted.unit, *input),
            Name::Onward(unit) => {
                let from = self.neuron_short(config, wanted.layer + 1, wanted.unit);
                format!("{from} → {}", self.neuron_short(config, wanted.layer + 2, *unit))
            }
            Name::Point(index) if *index == inside.index => words.this_point.into(),
            Name::Point(index) => words.point_short.with([&self.count(*index as u64 + 1)]),
            Name::Entry(at) => Parameter::at(*at, &inside.sizes)
                .map_or_else(String::new, |Parameter { layer, unit, input }| {
                    self.weight_short(config, layer, unit, input)
                }),
            Name::Rest(n) => words.rest.with(*n as f64, &self.count(*n as u64)),
            Name::Said(said) => words.said[*said as usize].into(),
        }
    }

    /// What a section is about, with the activation, loss or optimiser that it is of.
    pub fn section_title(&self, title: Title, inside: &Inside, config: &Config) -> String {
        let said = self.inside.titles[title as usize];
        let of = match title {
            Title::Activation | Title::Slope => {
                config.activations.get(inside.wanted.layer).map_or("", |name| self.activation(name))
            }
            Title::Loss => self.loss(&config.loss),
            Title::Update => self.optimiser(&config.optimiser),
            _ => "",
        };
        if of.is_empty() { said.into() } else { format!("{said} · {of}") }
    }

    /// What is special about a section.
    pub fn note_inside(&self, note: Note) -> &'static str {
        self.inside.notes[note as usize]
    }

    /// What is said of an attempt.
    pub fn attempt(&self, attempt: &Attempt, inside: &Inside, config: &Config) -> String {
        let words = &self.inside;
        let name = |name: &Name| self.line_name(name, inside, config);
        let index = match attempt {
            Attempt::Missing(term) => return words.missing_term.with([&name(term)]),
            Attempt::TermSign(term) => return words.sign_of_term.with([&name(term)]),
            Attempt::Right => 0,
            Attempt::Sign => 1,
            Attempt::NoActivation => 2,
            Attempt::NoSlope => 3,
            Attempt::ValueForSlope => 4,
            Attempt::OneMinusValue => 5,
            Attempt::ChangeOnly => 6,
            Attempt::Uphill => 7,
            Attempt::Other => 8,
        };
        words.attempts[index].into()
    }
}

#[cfg(test)]
mod tests {
    use playground::insight::{Stage, Wanted, ledger, look_inside};
    use playground::{Config, Session};

    use crate::ALL;

    #[test]
    fn every_line_of_a_ledger_has_a_name_in_every_language() {
        let mut session = Session::new(Config::default()).expect("the configuration is valid");
        let wanted = Wanted { layer: 0, unit: 1, input: Some(0), point: None };
        let inside = look_inside(&mut session, wanted).expect("there are points").finish();
        for words in ALL {
            for stage in Stage::ALL {
                for section in ledger(stage, &inside, session.config()) {
                    assert!(!words.section_title(section.title, &inside, session.config()).is_empty());
                    for row in &section.rows {
                        assert!(!words.line_name(&row.name, &inside, session.config()).is_empty(), "{row:?}");
                    }
                }
            }
        }
    }
}
