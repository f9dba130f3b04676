//! `heng check --fix` and `--diff`: applies fixes until nothing changes any more.

use similar::TextDiff;

use super::{Args, Job, lint_one};
use crate::cli::input::Input;
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

/// Mends every input; how many were or would be changed.
pub(super) fn run(jobs: &[Job], args: &Args, shell: &mut Shell) -> Result<usize, Failure> {
    let (mut changed, mut count) = (0, 0);
    for job in jobs {
        let before = job.input.source()?;
        let fixed = mended(job, &before, args)?;
        let differs = *fixed.text != *before.text;
        changed += usize::from(differs);
        count += fixed.count;
        if args.diff {
            if differs {
                let diff = TextDiff::from_lines(&*before.text, &fixed.text);
                write!(shell.out, "{}", diff.unified_diff().header(&before.name, &before.name))?;
            }
            continue;
        }
        match &job.input {
            Input::Stdin => shell.out.write_all(fixed.text.as_bytes())?,
            Input::File(path) if differs => output::replace(path, fixed.text.as_bytes())?,
            Input::File(_) => {}
        }
    }
    if count > 0 {
        let verb = if args.diff { "会改正" } else { "改正了" };
        shell.remark(&format!("{verb} {changed} 个文件中的 {count} 处"));
    }
    Ok(changed)
}

/// Applies fixes to one text until it is stable. A round that would break the file, or whose
/// safe fixes would change what is scored, is not taken.
fn mended(job: &Job, before: &Source, args: &Args) -> Result<fix::Fixed, Failure> {
    let mut done = fix::Fixed { text: before.text.to_string(), count: 0 };
    let mut current = look(job, before, &done.text, args)?;
    for _ in 0..MAX_ROUNDS {
        let (model, findings) = &current;
        let Some(round) = fix::apply(&done.text, model.files.entry(), findings, args.unsafe_fixes) else { break };
        let next = look(job, before, &round.text, args)?;
        let breaks = errors(&next.1) > errors(findings);
        let means_other = !args.unsafe_fixes && meaning(model) != meaning(&next.0);
        if breaks || means_other {
            break;
        }
        done = fix::Fixed { text: round.text, count: done.count + round.count };
        current = next;
    }
    Ok(done)
}

fn look(job: &Job, before: &Source, text: &str, args: &Args) -> Result<(Model, Vec<Diagnostic>), Failure> {
    let source = Source::new(before.name.clone(), text);
    let (model, linted) = lint_one(job, Some(source), args.stdin_filename.as_deref())?;
    Ok((model, linted.findings))
}

fn errors(findings: &[Diagnostic]) -> usize {
    let is_error = |finding: &&Diagnostic| finding.code.starts_with('E') && finding.severity == Severity::Error;
    findings.iter().filter(is_error).count()
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
