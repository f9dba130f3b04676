//! `heng check --fix` and `--diff`: applies fixes until nothing changes any more.

use std::collections::BTreeMap;
use std::path::Path;

use similar::TextDiff;

use super::Args;
use super::gathered::Fixes;
use super::looked::{Job, lint_one};
use crate::cli::input::{Input, is_heng};
use crate::cli::shell::Shell;
use crate::cli::{Failure, output};
use crate::diag::{Diagnostic, Severity};
use crate::fix;
use crate::model::Model;
use crate::plan;
use crate::source::Source;

/// How often fixes are applied to one file before it is left as it is; a fix may make room
/// for another, and real files settle in two rounds.
const MAX_ROUNDS: usize = 20;

/// How many fixes of errors are tried each on its own, which costs a compilation each.
const MAX_ALONE: usize = 100;

/// In how many files, and for how many findings of one, fixes are tried before they are
/// announced: each costs a compilation or more, which nobody should wait for.
const MAX_WEIGHED: usize = 20;

/// Beyond this size a file is not compiled again to count its fixes.
const MAX_WEIGHED_BYTES: usize = 64 * 1024;

/// Mends every input; how many were or would be changed. What standard input becomes is kept in
/// its job.
pub(super) fn run(jobs: &mut [Job], args: &Args, shell: &mut Shell) -> Result<usize, Failure> {
    for job in &*jobs {
        refuse_other_files(&job.input)?;
    }
    let (mut changed, mut count) = (0, 0);
    let mut waiting = Vec::new();
    let mut standard = None;
    for job in &*jobs {
        let before = job.source()?;
        let fixed = mended(job, &before, args, args.unsafe_fixes)?;
        let differs = *fixed.text != *before.text;
        changed += usize::from(differs);
        count += fixed.count;
        match &job.input {
            _ if args.diff && differs => {
                let diff = TextDiff::from_lines(&*before.text, &fixed.text);
                let name = job.name(args.stdin_filename.as_deref());
                write!(shell.out, "{}", diff.unified_diff().header(&name, &name))?;
            }
            _ if args.diff => {}
            Input::Stdin => {
                shell.out.write_all(fixed.text.as_bytes())?;
                standard = Some(Source::new(before.name.clone(), fixed.text));
            }
            Input::File(path) if differs => {
                refuse_other_copies(job, path)?;
                waiting.push((path.clone(), fixed.text));
            }
            Input::File(_) => {}
        }
    }
    // Only now: what is refused for one file leaves all as they were.
    for (path, text) in waiting {
        output::replace(&path, text.as_bytes())?;
    }
    for job in jobs.iter_mut().filter(|job| job.input == Input::Stdin) {
        job.mended = standard.take();
    }
    if count > 0 {
        let verb = if args.diff { "会改正" } else { "改正了" };
        shell.remark(&format!("{verb} {changed} 个文件中的 {count} 处"));
    }
    Ok(changed)
}

/// Sets aside the fixes that would not be made, so that what is announced is what happens.
pub(super) fn weigh(jobs: &[Job], args: &Args, fixes: &mut BTreeMap<String, Fixes>) -> Result<(), Failure> {
    if args.fix || args.unsafe_fixes {
        // They were tried just now.
        for fixes in fixes.values_mut() {
            fixes.held = fixes.safe + if args.unsafe_fixes { fixes.risky } else { 0 };
            fixes.safe = 0;
            fixes.risky = if args.unsafe_fixes { 0 } else { fixes.risky };
        }
        return Ok(());
    }
    if fixes.len() > MAX_WEIGHED {
        return Ok(());
    }
    for job in jobs.iter().filter(|job| matches!(&job.input, Input::File(path) if is_heng(path))) {
        let Some(fixes) = fixes.get_mut(&job.name(args.stdin_filename.as_deref())) else { continue };
        let source = job.source()?;
        if source.text.len() > MAX_WEIGHED_BYTES || fixes.safe + fixes.risky > MAX_WEIGHED {
            continue;
        }
        let would = |risky: bool| Ok::<_, Failure>(mended(job, &source, args, risky)?.count);
        let safe = if fixes.safe > 0 { would(false)?.min(fixes.safe) } else { 0 };
        let all = if fixes.risky > 0 { would(true)?.min(fixes.safe + fixes.risky) } else { safe };
        let risky = all.saturating_sub(safe).min(fixes.risky);
        *fixes = Fixes { safe, risky, held: fixes.safe + fixes.risky - safe - risky };
    }
    Ok(())
}

/// Nothing but files of the language is rewritten: a table or a letter is no text of ours,
/// whatever could be made of it.
fn refuse_other_files(input: &Input) -> Result<(), Failure> {
    match input {
        Input::File(path) if !is_heng(path) => {
            let failure = Failure::new(format!("`{}` 不是 .heng 文件，--fix 没有改动任何文件", path.display()));
            Err(failure.help("只改正 .heng 文件；真是指标文件的，先把后缀改成 .heng"))
        }
        Input::File(_) | Input::Stdin => Ok(()),
    }
}

/// What was staged is never written over a working copy that holds something else.
fn refuse_other_copies(job: &Job, path: &Path) -> Result<(), Failure> {
    if !job.index.as_ref().is_some_and(|index| index.differs(path)) {
        return Ok(());
    }
    let message = format!("`{}` 在工作区里的内容与暂存的不同，--fix 没有改动任何文件", path.display());
    Err(Failure::new(message).help("先用 git add 暂存，或用 git stash -k 收起没有暂存的改动；只看会怎么改用 --diff"))
}

/// Applies fixes to one text until it is stable. What would break the file, or change what
/// is scored, is not taken.
fn mended(job: &Job, before: &Source, args: &Args, risky: bool) -> Result<fix::Fixed, Failure> {
    let mut done = fix::Fixed { text: before.text.to_string(), count: 0 };
    let mut current = look(job, before, &done.text, args)?;
    for _ in 0..MAX_ROUNDS {
        let (errors, rest): (Vec<Diagnostic>, Vec<Diagnostic>) = current.1.iter().cloned().partition(is_error);
        let round = match mended_errors(job, before, args, risky, &done.text, &current, &errors)? {
            Some(round) => Some(round),
            None => mended_rest(job, before, args, risky, &done.text, &current, &rest)?,
        };
        let Some((round, next)) = round else { break };
        done = fix::Fixed { text: round.text, count: done.count + round.count };
        current = next;
    }
    Ok(done)
}

/// A text, and what is known of it.
type Looked = (Model, Vec<Diagnostic>);

/// Applies the fixes of compile errors: all when each of them takes an error away, else those
/// that do so alone. One that puts another error in the place of its own mends nothing.
fn mended_errors(
    job: &Job,
    before: &Source,
    args: &Args,
    risky: bool,
    text: &str,
    (model, findings): &Looked,
    errors: &[Diagnostic],
) -> Result<Option<(fix::Fixed, Looked)>, Failure> {
    let file = model.files.entry();
    let left = |findings: &[Diagnostic]| findings.iter().filter(|finding| is_error(finding)).count();
    let try_out = |errors: &[Diagnostic]| {
        let Some(round) = fix::apply(text, file, errors, risky) else { return Ok(None) };
        let next = look(job, before, &round.text, args)?;
        let pays = left(&next.1) + round.count <= left(findings);
        Ok::<_, Failure>(Some((round, next)).filter(|_| pays))
    };
    if let Some(round) = try_out(errors)? {
        return Ok(Some(round));
    }
    let mut good = Vec::new();
    for error in errors.iter().filter(|error| error.fix.is_some()).take(MAX_ALONE) {
        if try_out(std::slice::from_ref(error))?.is_some() {
            good.push(error.clone());
        }
    }
    try_out(&good)
}

/// Applies the other fixes, all or none.
fn mended_rest(
    job: &Job,
    before: &Source,
    args: &Args,
    risky: bool,
    text: &str,
    (model, findings): &Looked,
    rest: &[Diagnostic],
) -> Result<Option<(fix::Fixed, Looked)>, Failure> {
    let Some(round) = fix::apply(text, model.files.entry(), rest, risky) else { return Ok(None) };
    let next = look(job, before, &round.text, args)?;
    let count = |findings: &[Diagnostic]| findings.iter().filter(|finding| is_error(finding)).count();
    let breaks = count(&next.1) > count(findings);
    let means_other = !risky && meaning(model) != meaning(&next.0);
    Ok(Some((round, next)).filter(|_| !breaks && !means_other))
}

fn look(job: &Job, before: &Source, text: &str, args: &Args) -> Result<(Model, Vec<Diagnostic>), Failure> {
    let source = Source::new(before.name.clone(), text);
    let (model, linted) = lint_one(job, Some(source), args.stdin_filename.as_deref())?;
    Ok((model, linted.findings))
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.code.starts_with('E') && finding.severity == Severity::Error
}

/// All that scores depend on; nothing where the file does not compile, because a fix may
/// then bring in what was absent.
fn meaning(model: &Model) -> Option<String> {
    if model.has_errors() {
        return None;
    }
    let plans = (0..model.declarations.len()).filter_map(|at| plan::plan(model, at));
    Some(plans.map(|plan| plan::print(&plan)).collect())
}
