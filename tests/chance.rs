//! How the property tests draw their cases: the same ones at every run, so that a change is
//! judged by what it changed and by nothing else; other ones, and as many as asked for, under
//! `HENG_FUZZ=20000 cargo test --release properties`.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::{RngAlgorithm, RngSeed};

/// Where the drawing begins when nothing else is said: any number would do.
const SEED: u64 = 20_240_601;

pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("HENG_FUZZ").ok().map(|many| many.parse().expect("HENG_FUZZ is a number of cases"));
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        rng_seed: if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(SEED) },
        rng_algorithm: RngAlgorithm::ChaCha,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
