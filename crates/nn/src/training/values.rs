//! Parameters and the optimiser's state of a training step, read and set as flat lists.

use super::{PARAMETERS, TrainingStep};
use crate::network::{assert_fits, write_network};

impl TrainingStep {
    /// Sets all parameters, in the flat order: per layer the weights, row by row, then the biases.
    ///
    /// # Panics
    /// If there is not one value for each parameter ([`n_parameters`](crate::network::Network::n_parameters)).
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.set_parameters(&[0.5; 13]);
    /// let mut parameters = Vec::new();
    /// step.read_parameters(&mut parameters);
    /// assert_eq!(parameters, [0.5; 13]);
    /// ```
    pub fn set_parameters(&mut self, parameters: &[f32]) {
        write_network(&mut self.plan, PARAMETERS, &self.network, parameters);
    }

    /// Appends all parameters, in the flat order.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// let mut parameters = Vec::new();
    /// step.read_parameters(&mut parameters);
    /// assert_eq!(parameters, [0.0; 13]);
    /// ```
    pub fn read_parameters(&self, into: &mut Vec<f32>) {
        self.read(into, |input| PARAMETERS + input);
    }

    /// Sets one of the optimiser's slots for all parameters, in the flat order.
    ///
    /// # Panics
    /// If the optimiser has no such slot, or there is not one value for each parameter.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.set_slot(1, &[0.25; 13]); // Adam's second moment
    /// let mut moment = Vec::new();
    /// step.read_slot(1, &mut moment);
    /// assert_eq!(moment, [0.25; 13]);
    /// ```
    pub fn set_slot(&mut self, slot: usize, values: &[f32]) {
        self.assert_slot(slot);
        assert_fits(&self.network, values.len());
        for (layer, (weights, bias)) in self.network.slices().into_iter().enumerate() {
            for (k, range) in [weights, bias].into_iter().enumerate() {
                self.plan.write(self.first_slot + (2 * layer + k) * self.n_slots + slot, &values[range]);
            }
        }
    }

    /// Appends one of the optimiser's slots for all parameters, in the flat order.
    ///
    /// # Panics
    /// If the optimiser has no such slot.
    ///
    /// ```
    /// # use nn::training::{Rates, example_step};
    /// # let mut step = example_step();
    /// step.run(Rates::default());
    /// let mut moment = Vec::new();
    /// step.read_slot(0, &mut moment);
    /// assert!((moment[12] + 0.05).abs() < 1e-7); // (1 − 0.9) times the last bias's gradient −0.5
    /// ```
    pub fn read_slot(&self, slot: usize, into: &mut Vec<f32>) {
        self.assert_slot(slot);
        self.read(into, |input| self.first_slot + input * self.n_slots + slot);
    }

    fn assert_slot(&self, slot: usize) {
        let n = self.n_slots;
        assert!(slot < n, "the optimiser has {n} slots, and none of number {slot}");
    }

    fn read(&self, into: &mut Vec<f32>, input_of: impl Fn(usize) -> usize) {
        let per_layer = self.network.layers.iter().flat_map(|layer| [layer.units, layer.units]);
        for (k, rows) in per_layer.enumerate() {
            (0..rows).for_each(|row| into.extend_from_slice(self.plan.input_row(input_of(k), row)));
        }
    }
}
