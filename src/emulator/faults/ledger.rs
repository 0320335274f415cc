//! The rules in force, and how often each matched and fired.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

use crate::base::limits::EMULATOR_FAULTS_SPENT_MAX;
use crate::base::{MIX_STEP, mix};
use crate::emulator::faults::allowance::Allowance;
use crate::emulator::faults::rule::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind, Rule};

/// A rule and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FaultRecord {
    /// Number of the rule; later ones are larger.
    pub id: u64,
    /// How often something matched while the rule was in force.
    pub matched: u64,
    /// How often it fired.
    pub fired: u32,
    /// The rule.
    #[serde(flatten)]
    pub fault: Fault,
    /// What is left under a limit, once there was a call.
    #[serde(skip)]
    left: Option<Allowance>,
}

impl FaultRecord {
    /// A rule that comes into force.
    pub(crate) fn new(id: u64, fault: Fault) -> Self {
        Self { id, matched: 0, fired: 0, fault, left: None }
    }

    fn is_spent(&self) -> bool {
        self.fault.times.is_some_and(|times| self.fired >= times)
    }

    /// Counts something that matches; whether it is hit.
    fn fires(&mut self) -> bool {
        self.matched += 1;
        self.matched > u64::from(self.fault.skip) && draw(self.fault.seed, self.matched) < self.fault.chance
    }

    /// A call that is hit: a limit becomes the refusal that it means, or nothing.
    fn refuse(&mut self, fault: CallFault, now: Timestamp) -> Option<CallFault> {
        let CallFault::Limit { per_minute } = fault else { return Some(fault) };
        let left = self.left.get_or_insert_with(|| Allowance::new(per_minute, now));
        let wait = left.take(now).err()?;
        Some(CallFault::Status { status: 429, retry_after_s: Some(wait) })
    }
}

/// The rules, in the order in which they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    last_id: u64,
    in_force: Vec<FaultRecord>,
    /// Those that fired as often as they may, for who asks how often they did. The oldest are forgotten.
    spent: VecDeque<FaultRecord>,
}

impl Faults {
    /// Puts a rule in force and gives its number.
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        let record = FaultRecord::new(self.last_id, fault);
        self.put(record);
        self.last_id
    }

    /// How many rules are in force.
    pub(crate) fn count(&self) -> usize {
        self.in_force.len()
    }

    /// Takes all rules back.
    pub(crate) fn clear(&mut self) {
        self.in_force.clear();
        self.spent.clear();
    }

    /// Takes a rule back. `false` where there is none of this number.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.in_force.len() + self.spent.len();
        self.in_force.retain(|record| record.id != id);
        self.spent.retain(|record| record.id != id);
        self.in_force.len() + self.spent.len() < before
    }

    /// All rules, those that are spent too.
    pub(crate) fn list(&self) -> Vec<FaultRecord> {
        let mut all: Vec<FaultRecord> = self.in_force.iter().chain(&self.spent).cloned().collect();
        all.sort_by_key(|record| record.id);
        all
    }

    /// What goes wrong with this call. Never a limit: one that is reached is a 429.
    pub(crate) fn of_call(&mut self, method: &str, path: &str, now: Timestamp) -> Option<CallFault> {
        self.fire(|rule| rule.of_call(method, path), |record, fault| record.refuse(fault, now))
    }

    /// What goes wrong with this delivery as a whole.
    pub(crate) fn of_delivery(&mut self, resource: &str, event: &str) -> Option<DeliveryFault> {
        self.fire(
            |rule| rule.of_delivery(resource, event).filter(|fault| !fault.is_of_attempt()),
            |_, fault| Some(fault),
        )
    }

    /// What goes wrong with this attempt to deliver.
    pub(crate) fn of_attempt(&mut self, resource: &str, event: &str) -> Option<DeliveryFault> {
        self.fire(
            |rule| rule.of_delivery(resource, event).filter(DeliveryFault::is_of_attempt),
            |_, fault| Some(fault),
        )
    }

    /// What goes wrong with this frame.
    pub(crate) fn of_frame(&mut self, kind: FrameKind, verb: Option<&str>) -> Option<FrameFault> {
        self.fire(|rule| rule.of_frame(kind, verb), |_, fault| Some(fault))
    }

    /// The fault of the first rule that fires. `decide` may let pass what it hits.
    fn fire<T>(
        &mut self,
        about: impl Fn(&Rule) -> Option<T>,
        mut decide: impl FnMut(&mut FaultRecord, T) -> Option<T>,
    ) -> Option<T> {
        let (mut hit, mut fault) = (None, None);
        for (at, record) in self.in_force.iter_mut().enumerate() {
            if let Some(found) = about(&record.fault.rule)
                && record.fires()
                && let Some(found) = decide(record, found)
            {
                record.fired += 1;
                (hit, fault) = (Some(at).filter(|_| record.is_spent()), Some(found));
                break;
            }
        }
        if let Some(at) = hit {
            let record = self.in_force.remove(at);
            self.put(record);
        }
        fault
    }

    fn put(&mut self, record: FaultRecord) {
        if !record.is_spent() {
            self.in_force.push(record);
            return;
        }
        if self.spent.len() == EMULATOR_FAULTS_SPENT_MAX {
            self.spent.pop_front();
        }
        self.spent.push_back(record);
    }
}

/// The `number`th draw from a seed, at least 0 and less than 1.
fn draw(seed: u64, number: u64) -> f64 {
    let bits = mix(seed.wrapping_add(number.wrapping_mul(MIX_STEP)));
    // The upper half is enough, and any u32 is an f64.
    let upper = u32::try_from(bits >> 32).unwrap_or(u32::MAX);
    f64::from(upper) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Faults, draw};
    use crate::emulator::faults::rule::{CallFault, DeliveryFault, Fault, FrameFault, FrameKind};
    use jiff::Timestamp;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn slow(ms: u64) -> CallFault {
        CallFault::Latency { ms }
    }

    #[test]
    fn a_rule_is_used_up_by_what_matches_and_says_how_often() {
        let mut faults = Faults::default();
        let first = faults.add(Fault::call("POST", "/messages", CallFault::DropAfter).times(2).skip(1));
        faults.add(Fault::call("GET", "/people", slow(5)).always());
        assert_eq!(faults.of_call("GET", "/messages/1", NOW), None);
        assert_eq!(faults.of_call("POST", "/messages", NOW), None, "one is skipped");
        assert_eq!(faults.of_call("post", "/messages", NOW), Some(CallFault::DropAfter));
        assert_eq!(faults.of_call("POST", "/messages", NOW), Some(CallFault::DropAfter));
        assert_eq!(faults.of_call("POST", "/messages", NOW), None);
        for _ in 0..3 {
            assert_eq!(faults.of_call("GET", "/people/me", NOW), Some(slow(5)));
        }
        let counts: Vec<_> = faults.list().iter().map(|it| (it.id, it.matched, it.fired)).collect();
        assert_eq!(counts, [(1, 3, 2), (2, 3, 3)]);
        assert_eq!(faults.count(), 1);
        assert!(faults.remove(first) && !faults.remove(first));
        faults.clear();
        assert_eq!(faults.of_call("GET", "/people/me", NOW), None);
    }

    #[test]
    fn the_first_that_fires_is_it() {
        let mut faults = Faults::default();
        faults.add(Fault::call("GET", "", slow(1)).chance(0.0, 0));
        faults.add(Fault::call("GET", "", slow(2)));
        faults.add(Fault::call("GET", "", slow(3)));
        assert_eq!(faults.of_call("GET", "/rooms", NOW), Some(slow(2)));
        assert_eq!(faults.of_call("GET", "/rooms", NOW), Some(slow(3)));
        let matched: Vec<u64> = faults.list().iter().map(|it| it.matched).collect();
        assert_eq!(matched, [2, 1, 1]);
    }

    #[test]
    fn a_limit_refuses_what_is_too_much_and_lets_the_rest_to_the_later_rules() {
        let mut faults = Faults::default();
        let limit = faults.add(Fault::limit("/messages", 2));
        faults.add(Fault::call("GET", "/messages", slow(1)).always());
        let refused = Some(CallFault::Status { status: 429, retry_after_s: Some(30) });
        assert_eq!(faults.of_call("POST", "/messages", NOW), None);
        assert_eq!(faults.of_call("GET", "/messages/1", NOW), Some(slow(1)));
        assert_eq!(faults.of_call("GET", "/messages/1", NOW), refused);
        assert_eq!(faults.of_call("GET", "/rooms", NOW), None);
        let limited = faults.list().into_iter().find(|it| it.id == limit).unwrap();
        assert_eq!((limited.matched, limited.fired), (3, 1));
    }

    #[test]
    fn each_line_has_its_own_rules() {
        let mut faults = Faults::default();
        faults.add(Fault::delivery_of("messages", "created", DeliveryFault::Drop));
        faults.add(Fault::delivery(DeliveryFault::Fail));
        faults.add(Fault::frame(FrameKind::Pong, FrameFault::Drop));
        assert_eq!(faults.of_call("GET", "/messages", NOW), None);
        assert_eq!(faults.of_frame(FrameKind::Activity, Some("post")), None);
        assert_eq!(faults.of_delivery("rooms", "created"), None, "a failure is one of an attempt");
        assert_eq!(faults.of_attempt("messages", "created"), Some(DeliveryFault::Fail));
        assert_eq!(faults.of_delivery("messages", "created"), Some(DeliveryFault::Drop));
        assert_eq!(faults.of_frame(FrameKind::Pong, None), Some(FrameFault::Drop));
    }

    #[test]
    fn chance_is_drawn_from_the_seed() {
        let fired = |seed| -> Vec<bool> {
            let mut faults = Faults::default();
            faults.add(Fault::call("GET", "", slow(1)).always().chance(0.25, seed));
            (0..400).map(|_| faults.of_call("GET", "/rooms", NOW).is_some()).collect()
        };
        assert_eq!(fired(7), fired(7));
        assert_ne!(fired(7), fired(8));
        let hits = fired(7).into_iter().filter(|hit| *hit).count();
        assert!((70..=130).contains(&hits), "{hits} of 400");
        assert!((0..1000).all(|number| (0.0..1.0).contains(&draw(3, number))));
    }
}
