//! How long each step takes on 100,000 indicators, by itself. `ratios` compares them.

mod material;

use divan::{Bencher, black_box};
use heng::source::Source;
use material::INDICATORS;

fn main() {
    divan::main();
}

fn source() -> Source {
    Source::new("bench.heng", material::declaration(INDICATORS))
}

#[divan::bench(sample_count = 20)]
fn recognition(bencher: Bencher) {
    let source = source();
    bencher.bench_local(|| heng::syntax::recognize(black_box(&source.text)));
}

#[divan::bench(sample_count = 20, args = [1, 2])]
fn text_to_tree(bencher: Bencher, cores: usize) {
    let source = source();
    bencher.bench_local(|| material::parse(black_box(&source), cores));
}

#[divan::bench(sample_count = 20)]
fn whole_check(bencher: Bencher) {
    let source = source();
    bencher.bench_local(|| material::check(black_box(&source)));
}

#[divan::bench(sample_count = 20)]
fn scoring(bencher: Bencher) {
    let (plan, actuals) = material::to_score(INDICATORS);
    bencher.bench_local(|| heng::score::score(black_box(&plan), black_box(&actuals)));
}

#[divan::bench(sample_count = 20)]
fn scoring_straight(bencher: Bencher) {
    let numbers = material::numbers(INDICATORS);
    bencher.bench_local(|| material::straight(black_box(&numbers)));
}

#[divan::bench(sample_count = 50)]
fn fifty_lines_from_start_to_end(bencher: Bencher) {
    let file = material::small_file();
    bencher.bench_local(|| material::run(&file));
    let _ = std::fs::remove_file(file);
}
