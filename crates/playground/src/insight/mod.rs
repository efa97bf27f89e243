//! Seeing inside: what the numbers of a gradient are made of. It knows no screen.

pub mod lab;
