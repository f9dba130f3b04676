//! `heng check --watch`: checks again whenever a file, an import or a configuration changes.
//!
//! Times and sizes of the files are asked for again and again. Notices of the system would
//! save that, but there are none of files on network drives and in containers, where offices
//! keep theirs, and new files, imports and configurations would each need watching anew; to
//! ask for ten thousand files takes some hundredths of a second.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Args, jobs, once};
use crate::cli::input::Input;
use crate::cli::shell::Shell;
use crate::cli::{Exit, Failure};

/// Between two looks: soon enough to seem at once.
const PAUSE: Duration = Duration::from_millis(300);

/// How many times as long as a look the pause is at least, so that watching many files keeps
/// no core busy.
const PAUSE_FACTOR: u32 = 20;

/// Moves to the upper left of a terminal and empties it.
const CLEAR: &str = "\u{1b}[H\u{1b}[2J\u{1b}[3J";

/// Sizes and times; none where there is no file.
type Stamps = BTreeMap<PathBuf, Option<(u64, Option<SystemTime>)>>;

/// What tells one state of the files from another.
#[derive(PartialEq)]
struct State {
    inputs: Stamps,
    imports: Stamps,
    configurations: BTreeSet<String>,
    /// Why there is nothing to check.
    failure: Option<String>,
}

/// Checks until it is interrupted.
pub fn run(args: &Args, shell: &mut Shell) -> Result<Exit, Failure> {
    // Without a handler an interrupt would end the process too, but not with 0.
    let _ = ctrlc::set_handler(|| std::process::exit(Exit::Clean as i32));
    let mut imports = BTreeSet::new();
    loop {
        // Taken before the check: what changes during it is seen afterwards.
        let before = state(args, &imports);
        if io::stdout().is_terminal() {
            shell.out.write_all(CLEAR.as_bytes())?;
        }
        let mut found = BTreeSet::new();
        match once(args, shell, &mut found) {
            Ok(_) => {}
            Err(Failure::Closed) => return Err(Failure::Closed),
            Err(Failure::Told { message, help }) => shell.complain(&message, help.as_deref()),
        }
        shell.out.flush()?;
        shell.remark("等待改动，按 Ctrl-C 结束");
        // Imports that were not known before are compared from now on only.
        let known =
            |path: &String| before.imports.get_key_value(Path::new(path)).map(|(path, stamp)| (path.clone(), *stamp));
        let of_imports = found.iter().map(|path| known(path).unwrap_or_else(|| stamped(path)));
        let of_imports = of_imports.collect();
        let before = State { imports: of_imports, ..before };
        imports = found;
        wait(args, &imports, &before);
    }
}

/// Returns when something is different.
fn wait(args: &Args, imports: &BTreeSet<String>, before: &State) {
    loop {
        let start = Instant::now();
        if state(args, imports) != *before {
            return;
        }
        thread::sleep(PAUSE.max(start.elapsed() * PAUSE_FACTOR));
    }
}

fn state(args: &Args, imports: &BTreeSet<String>) -> State {
    let (mut inputs, mut configurations, mut failure) = (Stamps::new(), BTreeSet::new(), None);
    match jobs(args) {
        Ok(jobs) => {
            for job in &jobs {
                if let Input::File(path) = &job.input {
                    inputs.extend([stamped(path)]);
                }
                configurations.insert(format!("{}\n{}", job.config.folder().display(), job.config.text));
            }
        }
        Err(Failure::Told { message, .. }) => failure = Some(message),
        Err(Failure::Closed) => {}
    }
    State { inputs, imports: imports.iter().map(stamped).collect(), configurations, failure }
}

/// Size and time of a file; none where there is no file.
fn stamped(path: impl AsRef<Path>) -> (PathBuf, Option<(u64, Option<SystemTime>)>) {
    let path = path.as_ref();
    let found = fs::metadata(path).ok().map(|found| (found.len(), found.modified().ok()));
    (path.to_owned(), found)
}
