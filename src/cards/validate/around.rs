//! Where an object stands in its card.

/// Where an object stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// What stands in for something else is no part of what is drawn.
    pub(super) fallback: bool,
    /// The card, counted from the outer one, that it is in.
    pub(super) card: usize,
    /// How many cards are around it.
    pub(super) depth: usize,
    /// It comes several times.
    pub(super) repeated: bool,
    /// It is there if a condition holds that others may exclude.
    pub(super) unsure: bool,
    /// The branches that it stands in, the innermost first.
    pub(super) branch: Option<&'a Branch<'a>>,
}

/// A branch of a choice.
pub(super) struct Branch<'a> {
    /// Which choice.
    pub(super) choice: usize,
    pub(super) number: usize,
    pub(super) outer: Option<&'a Branch<'a>>,
}

/// Under which conditions something is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    branches: Vec<(usize, usize)>,
    unsure: bool,
}

impl Around<'_> {
    pub(super) fn terms(&self) -> Terms {
        let branches = std::iter::successors(self.branch, |branch| branch.outer);
        Terms {
            branches: branches.map(|branch| (branch.choice, branch.number)).collect(),
            unsure: self.unsure,
        }
    }
}

impl Terms {
    /// Whether two may be there together.
    pub(super) fn meet(&self, other: &Self) -> bool {
        let apart = |(choice, number): &(usize, usize)| {
            other.branches.iter().any(|(of, branch)| of == choice && branch != number)
        };
        !self.unsure && !other.unsure && !self.branches.iter().any(apart)
    }
}
