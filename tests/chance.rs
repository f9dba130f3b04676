//! How many cases the property tests draw: the same few at every run (`.cargo/config.toml`
//! holds the seed), others and as many as asked for under `HENG_FUZZ=20000 cargo test`.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

pub fn cases(usual: u32) -> ProptestConfig {
    let usual = ProptestConfig { cases: usual, failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var("HENG_FUZZ") {
        Ok(many) => {
            let cases = many.parse().expect("HENG_FUZZ is a number of cases");
            ProptestConfig { cases, rng_seed: RngSeed::Random, ..usual }
        }
        Err(_) => usual,
    }
}
