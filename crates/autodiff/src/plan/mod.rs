//! p.
pub struct Plan; pub struct PlanSpec;
