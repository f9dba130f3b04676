//! Work on many inputs on all cores, with the results in the order of the inputs.
//!
//! A core takes several inputs at a time and hands their results over together: one result may
//! take less time than it takes to wake who waits for it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::Failure;

/// How many parts each core gets at least.
const PARTS: usize = 16;

/// How many inputs a part has at most: a slow file delays the results of no more.
const MAX_PART: usize = 32;

/// Does `one` to every input and hands the results to `take`, in order. The first failure of
/// `take` ends the run.
pub fn each<T: Sync, R: Send>(
    inputs: &[T],
    one: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    if cores <= 1 {
        return inputs.iter().try_for_each(|input| take(one(input)));
    }
    // Every core gets many parts, so that none waits long for the last.
    let size = (inputs.len() / (cores * PARTS)).clamp(1, MAX_PART);
    let parts: Vec<&[T]> = inputs.chunks(size).collect();
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..cores {
            let (send, next, one, parts) = (send.clone(), &next, &one, &parts);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(at) else { return };
                    // Nobody receives any more once the output is closed.
                    if send.send((at, part.iter().map(one).collect::<Vec<R>>())).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        for (at, results) in receive {
            waiting.insert(at, results);
            while let Some(results) = waiting.remove(&wanted) {
                results.into_iter().try_for_each(&mut take)?;
                wanted += 1;
            }
        }
        Ok(())
    })
}
