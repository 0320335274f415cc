//! Random bits from a number: for what is drawn, and is the same each time.

/// What the state of the generator grows by with each draw.
pub const MIX_STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bits that a state of `SplitMix64` stands for (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
/// 2014): neighbouring states give bits that have nothing in common.
#[must_use]
pub fn mix(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A number in `0.0..1.0` of the upper half of random bits.
#[must_use]
pub fn fraction(bits: u64) -> f64 {
    f64::from(u32::try_from(bits >> 32).unwrap_or(u32::MAX)) / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use super::{MIX_STEP, fraction, mix};

    #[test]
    fn fractions_stay_below_one() {
        for (bits, expected) in
            [(0, 0.0), (1 << 63, 0.5), (1 << 62, 0.25), (u64::MAX, 1.0 - 1.0 / 4_294_967_296.0)]
        {
            assert!((fraction(bits) - expected).abs() < f64::EPSILON, "{bits}");
        }
    }

    #[test]
    fn it_draws_what_others_draw_from_the_same_seed() {
        // The first three numbers of the reference program from the seed 1234567.
        let drawn = [1, 2, 3].map(|n: u64| mix(1_234_567_u64.wrapping_add(MIX_STEP.wrapping_mul(n))));
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
