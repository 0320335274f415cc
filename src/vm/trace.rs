//! What of a program ran: for the coverage of tests. Nothing else looks at it, and a run that is traced
//! steps like one that is not.

use std::collections::BTreeSet;

/// Operations that ran, and which way conditions went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Function and operation.
    pub visited: BTreeSet<(u32, u32)>,
    /// Function and operation of a conditional jump, and whether it jumped.
    pub decided: BTreeSet<(u32, u32, bool)>,
}

impl Trace {
    /// Adds what another one saw.
    pub fn add(&mut self, other: &Self) {
        self.visited.extend(other.visited.iter().copied());
        self.decided.extend(other.decided.iter().copied());
    }
}
