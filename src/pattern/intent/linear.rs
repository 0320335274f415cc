//! A linear model: what each feature says for each intent, learned so that the phrases are told apart, and each
//! from nothing at all. Trained the same way everywhere: no randomness, and no function whose last digit depends
//! on the machine.

/// What stands for "none of the intents", however a sentence looks.
const NONE: f64 = 0.5;
/// How far a step goes.
const RATE: f64 = 0.5;
/// What is too little to learn from.
const LEAST: f64 = 1e-5;
/// Phrases looked at in training, all rounds together: more rounds for few phrases.
const LOOKS: usize = 60_000;
const ROUNDS: std::ops::RangeInclusive<usize> = 8..=20;

/// A sentence: features with their weights.
pub(super) type Vector = Vec<(usize, f64)>;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    intents: usize,
    /// For each feature what it says for each intent.
    weights: Vec<f32>,
}

impl Linear {
    /// Learns which intent each sentence is of.
    pub(super) fn train(sentences: &[(usize, Vector)], features: usize, intents: usize) -> Self {
        let mut model = Self { intents, weights: vec![0.0; features * intents] };
        let mut steps = vec![0.0f32; features * intents];
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut dice = 12_345_u64;
        let rounds = (LOOKS / sentences.len().max(1)).clamp(*ROUNDS.start(), *ROUNDS.end());
        for _ in 0..rounds {
            for last in (1..order.len()).rev() {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let other = usize::try_from(dice >> 33).unwrap_or(0) % (last + 1);
                order.swap(last, other);
            }
            for (own, sentence) in order.iter().filter_map(|at| sentences.get(*at)) {
                let mut wrong = model.shares(sentence);
                if let Some(share) = wrong.get_mut(*own) {
                    *share -= 1.0;
                }
                model.learn(sentence, &wrong, &mut steps);
            }
        }
        model
    }

    #[expect(clippy::cast_possible_truncation, reason = "weights are kept short")]
    fn learn(&mut self, sentence: &Vector, wrong: &[f64], steps: &mut [f32]) {
        for (feature, value) in sentence {
            let row = feature * self.intents..(feature + 1) * self.intents;
            let (Some(weights), Some(steps)) = (self.weights.get_mut(row.clone()), steps.get_mut(row)) else {
                continue;
            };
            for ((weight, step), wrong) in weights.iter_mut().zip(steps).zip(wrong) {
                let slope = wrong * value;
                if slope.abs() > LEAST {
                    *step += (slope * slope) as f32;
                    let length = f64::from(*step).sqrt().max(1e-3);
                    *weight -= (RATE * slope / length) as f32;
                }
            }
        }
    }

    /// How likely each intent is. What is left to 1 is for none of them.
    pub(super) fn shares(&self, sentence: &Vector) -> Vec<f64> {
        let mut sums = vec![0.0f64; self.intents];
        for (feature, value) in sentence {
            let row = self.weights.get(feature * self.intents..(feature + 1) * self.intents);
            for (sum, weight) in sums.iter_mut().zip(row.unwrap_or_default()) {
                *sum += f64::from(*weight) * value;
            }
        }
        let most = sums.iter().copied().fold(NONE, f64::max);
        let mut all = exp(NONE - most);
        for sum in &mut sums {
            *sum = exp(*sum - most);
            all += *sum;
        }
        sums.iter().map(|sum| sum / all).collect()
    }
}

/// `e` to the power of what is not above zero; the same digits on every machine.
fn exp(power: f64) -> f64 {
    const LN_2: f64 = std::f64::consts::LN_2;
    if power < -40.0 {
        return 0.0;
    }
    let mut halvings = 0u32;
    let mut rest = power;
    while rest < -LN_2 {
        rest += LN_2;
        halvings += 1;
    }
    let (mut sum, mut term) = (1.0, 1.0);
    for at in 1..=16u32 {
        term *= rest / f64::from(at);
        sum += term;
    }
    for _ in 0..halvings {
        sum *= 0.5;
    }
    sum
}

/// The natural logarithm of a number from 1 up; the same digits on every machine.
pub(super) fn ln(number: f64) -> f64 {
    let mut rest = number.max(1.0);
    let mut doublings = 0u32;
    while rest > std::f64::consts::SQRT_2 {
        rest *= 0.5;
        doublings += 1;
    }
    let ratio = (rest - 1.0) / (rest + 1.0);
    let (mut sum, mut power) = (0.0, ratio);
    for at in 0..12u32 {
        sum += power / f64::from(2 * at + 1);
        power *= ratio * ratio;
    }
    2.0 * sum + f64::from(doublings) * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::{exp, ln};

    #[test]
    fn as_in_the_tables() {
        for power in [0.0, -0.1, -0.5, -1.0, -3.7, -20.0, -39.0] {
            assert!((exp(power) - f64::exp(power)).abs() < 1e-14, "{power}");
        }
        assert!(exp(-1000.0).abs() < f64::MIN_POSITIVE);
        for number in [1.0, 1.3, 2.0, 7.5, 15_000.0] {
            assert!((ln(number) - f64::ln(number)).abs() < 1e-12, "{number}");
        }
    }
}
