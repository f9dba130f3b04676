//! The ratios that docs/performance.md states, measured in one run: the steps take turns, so
//! that a busy machine slows all of them, and the median of each counts.

#![allow(clippy::float_arithmetic, reason = "times, not scores")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

mod material;

use std::hint::black_box;
use std::time::{Duration, Instant};

use heng::model;
use heng::source::Source;
use material::INDICATORS;

/// How often each step is run.
const ROUNDS: usize = 15;

/// Files of a hundred lines in the folder that is linted.
const FILES: usize = 10_000;

/// How often the folder is.
const FOLDER_ROUNDS: usize = 7;

fn main() {
    let source = Source::new("bench.heng", material::declaration(INDICATORS));
    let (plan, actuals) = material::to_score(INDICATORS);
    let numbers = material::numbers(INDICATORS);
    let file = material::small_file();
    let mut times: [Vec<Duration>; 9] = Default::default();
    for _ in 0..ROUNDS {
        let files = model::load(source.clone(), &mut |path| Err(path.to_owned()));
        let steps: [&mut dyn FnMut(); 8] = [
            &mut || _ = black_box(heng::syntax::recognize(&source.text)),
            &mut || _ = black_box(material::recognize_pieces(&source.text)),
            &mut || drop(black_box(material::parse(&source, 1))),
            &mut || drop(black_box(material::parse(&source, 2))),
            &mut || drop(black_box(material::check(&source))),
            &mut || drop(black_box(heng::score::score(&plan, &actuals))),
            &mut || _ = black_box(material::straight(&numbers)),
            &mut || material::run(&file),
        ];
        for (step, times) in steps.into_iter().zip(&mut times) {
            let start = Instant::now();
            step();
            times.push(start.elapsed());
        }
        // Resolving, typing and weighing alone; the tree is not dropped within.
        let start = Instant::now();
        let model = black_box(model::build(files));
        if let Some(times) = times.last_mut() {
            times.push(start.elapsed());
        }
        drop(model);
    }
    let _ = std::fs::remove_file(file);
    let [recognition, pieces, tree, tree_on_two, check, score, straight, start_to_end, build] = times.map(median);
    let times_of = |time: Duration, floor: Duration| time.as_secs_f64() / floor.as_secs_f64();
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / INDICATORS as f64;
    println!("bare recognition         {:.2} µs a line", micros(recognition));
    println!("the same in pieces       {:.2} µs a line", micros(pieces));
    println!("text to tree, one core   {:.2} of recognition in pieces", times_of(tree, pieces));
    println!("whole check, one core    {:.2} of recognition in pieces", times_of(tree + build, pieces));
    println!("text to tree, one core   {:.2} of recognition", times_of(tree, recognition));
    println!("text to tree, two cores  {:.2} of recognition", times_of(tree_on_two, recognition));
    println!("whole check, one core    {:.2} of recognition", times_of(tree + build, recognition));
    println!("whole check, two cores   {:.2} of recognition", times_of(check, recognition));
    println!("straight decimal loop    {:.3} µs an indicator", micros(straight));
    println!("scoring                  {:.2} of the straight loop", times_of(score, straight));
    println!("fifty lines, linted      {:.1} ms from start to end", start_to_end.as_secs_f64() * 1e3);
    folder();
}

/// Linting a folder, in turns with reading it and with recognising its text.
fn folder() {
    let (folder, paths) = material::folder(FILES);
    let cache = tempfile::tempdir().unwrap();
    material::run_on(folder.path(), Some(cache.path()));
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..FOLDER_ROUNDS {
        let steps: [&mut dyn FnMut(); 4] = [
            &mut || _ = black_box(material::on_two_cores(&paths, str::len)),
            &mut || _ = black_box(material::on_two_cores(&paths, heng::syntax::recognize)),
            &mut || material::run_on(folder.path(), None),
            &mut || material::run_on(folder.path(), Some(cache.path())),
        ];
        for (step, times) in steps.into_iter().zip(&mut times) {
            let start = Instant::now();
            step();
            times.push(start.elapsed());
        }
    }
    let [read, recognized, cold, cached] = times.map(|times| median(times).as_secs_f64());
    println!("{FILES} files, read          {read:.2} s on two cores");
    println!("lint, cold               {:.2} of reading and recognition ({cold:.2} s)", cold / recognized);
    println!("lint, cached             {:.2} of reading ({cached:.2} s)", cached / read);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
