//! All weights and biases of a moment: handed around without being copied, and told from those of another moment without being read.

use std::ops::Deref;
use std::rc::Rc;

/// Per layer the weights row by row, then the biases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters(Rc<Vec<f32>>);

impl Parameters {
    /// These numbers.
    pub(crate) fn new(numbers: Vec<f32>) -> Parameters {
        Parameters(Rc::new(numbers))
    }
}

impl PartialEq for Parameters {
    /// Whether they are of the same moment: a million numbers would take longer to compare than to show.
    fn eq(&self, other: &Parameters) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Parameters {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.0
    }
}
