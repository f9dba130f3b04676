//! The report that a director reads: what the score is, why, and what to do, then the official
//! form and all that the score rests on.
//!
//! A [`Brief`] is plain text and whole numbers, made once from a scorecard; [`html`] lays it out.
//! Nothing is scored here.

mod blocks;
mod chart;
pub mod docx;
mod done;
mod facts;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod ranking;
mod since;
pub mod years;

use serde::Serialize;

use crate::forms::Form;
use crate::forms::assess::{self, Assessed};
use crate::report::rows::{Row, rows};
use crate::report::sections;
use crate::score::{Derivation, Points, explain, explain_execution, show};
use crate::terms::Verdict;

pub use chart::{Bar, Bars};
pub use done::{Deviation, Missing, Task};
pub use facts::{Loss, Rate};
pub use since::Since;

/// What the execution of the budget is called.
const EXECUTION: &str = "预算执行率";

/// One scorecard, told.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    /// `广州开发区知识产权局 2024 年绩效得分`.
    pub title: String,
    /// The name of the department or project.
    pub name: String,
    /// `框架 财政部2020，依据 财预〔2020〕10号`.
    pub framework: String,
    /// What the framework assumes.
    pub assumptions: Vec<String>,
    /// `98.88`, `82.50 – 92.50`.
    pub total: String,
    /// 满分.
    pub full: String,
    /// `优`, `良 或 优`; none where the framework has no grades.
    pub grade: Option<String>,
    /// `优 ≥ 90，良 ≥ 80，中 ≥ 60`.
    pub grades: String,
    /// Whether every score is decided.
    pub decided: bool,
    /// 预算执行率, where it is scored.
    pub execution: Option<Rate>,
    /// How many targets are met, of how many: `7 / 9`.
    pub met: String,
    /// `达成 7 项，未达成 2 项`.
    pub tally: String,
    /// Why the total is what it is, in one sentence.
    pub why: String,
    /// Where points were lost, the most first.
    pub losses: Vec<Loss>,
    /// What is to be done, the weightiest first; empty when nothing is.
    pub tasks: Vec<Task>,
    /// Attainment by group.
    pub groups: Vec<Bars>,
    /// The official form.
    #[serde(skip)]
    pub form: Form,
    /// The rows of the form in short.
    #[serde(skip)]
    pub rows: Vec<Row>,
    /// How each score came about, the execution first.
    pub accounts: Vec<Account>,
    /// What is off its target, with the words that explain it.
    pub deviations: Vec<Deviation>,
    /// What is missing and what it can change.
    pub missing: Vec<Missing>,
    /// What the missing values can change together, in one sentence.
    pub open: Option<String>,
    /// What came up.
    pub findings: Vec<Found>,
    /// Against last year, where that is known.
    pub since: Vec<Since>,
}

/// How one score came about.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// What links point to.
    pub id: String,
    /// The indicator.
    pub name: String,
    /// `11.88`.
    pub score: String,
    /// `12.5`.
    pub weight: String,
    /// 达成, 未达成, …
    pub verdict: Mark,
    /// The computation, step by step.
    pub steps: Vec<String>,
    /// The rule's name.
    pub rule: String,
    /// The document that it rests on, or where it is written.
    pub basis: String,
    /// The values it was computed from.
    pub inputs: Vec<Value>,
    /// What a reader has to know besides.
    pub notes: Vec<String>,
}

/// A value and where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Value {
    /// What it is.
    pub name: String,
    /// As written.
    pub value: String,
    /// Where; empty when nowhere.
    pub place: String,
}

/// A verdict with a sign of its own, so that it is not told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// How it is drawn.
    pub class: &'static str,
    /// Its sign.
    pub sign: &'static str,
    /// Its word.
    pub word: &'static str,
}

impl From<Verdict> for Mark {
    fn from(verdict: Verdict) -> Mark {
        let (class, sign) = match verdict {
            Verdict::Met => ("met", "✓"),
            Verdict::Missed => ("missed", "✗"),
            Verdict::Undecided => ("open", "？"),
            Verdict::NotApplicable => ("aside", "—"),
        };
        Mark { class, sign, word: verdict.word() }
    }
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// How it is drawn.
    pub class: &'static str,
    /// 错误, 警告 or 提示.
    pub word: &'static str,
    /// `E0519`.
    pub code: &'static str,
    /// The sentence.
    pub message: String,
    /// Where.
    pub place: String,
    /// What to do.
    pub help: Option<String>,
}

/// Makes the report of a scorecard.
pub fn brief(assessed: &Assessed<'_>) -> Brief {
    let report = assessed.report;
    let (plan, card) = (report.plan, report.card);
    let year = plan.year.map_or_else(String::new, |year| format!("{year} 年"));
    let mut framework = sections::framework(report).into_iter();
    let missing = done::missing(report);
    let deviations = done::deviations(report);
    let findings = findings(assessed);
    let losses = facts::losses(report);
    Brief {
        title: format!("{} {year}绩效得分", plan.name),
        name: plan.name.clone(),
        framework: framework.next().unwrap_or_default(),
        assumptions: framework.collect(),
        total: show::points(&card.total, plan),
        full: show::number(&plan.framework.full),
        grade: facts::grade(card, plan),
        grades: facts::grades(&plan.framework.grades),
        decided: card.undecided == 0,
        execution: facts::execution(report),
        met: format!("{} / {}", facts::count(card, Verdict::Met), card.lines.len()),
        tally: facts::tally(card),
        why: facts::why(report, &losses),
        losses,
        tasks: done::tasks(&missing, &deviations, &findings),
        groups: chart::groups(report),
        form: assess::form(assessed).0,
        rows: rows(report),
        accounts: accounts(assessed),
        open: done::open(report),
        deviations,
        missing,
        findings,
        since: since::since(report),
    }
}

/// The id of a line, which links point to.
fn id(line: usize) -> String {
    format!("指标{}", line + 1)
}

fn accounts(assessed: &Assessed<'_>) -> Vec<Account> {
    let report = assessed.report;
    let (plan, card) = (report.plan, report.card);
    let account = |id: String, name: &str, weight, points: &Points, verdict: Verdict, derivation: Derivation| {
        let place = |input: &crate::score::Input| input.origin.as_ref().map(|origin| report.origin(origin));
        let inputs = derivation.inputs.iter().map(|input| Value {
            name: input.name.clone(),
            value: input.value.clone(),
            place: place(input).unwrap_or_default(),
        });
        let mut steps = derivation.steps.clone();
        steps.push(derivation.text.clone());
        steps.extend(derivation.rounding.clone());
        Account {
            id,
            name: name.to_owned(),
            score: show::points(points, plan),
            weight,
            verdict: verdict.into(),
            steps,
            rule: derivation.rule.clone(),
            basis: report.basis(&derivation),
            inputs: inputs.collect(),
            notes: derivation.notes.clone(),
        }
    };
    let mut accounts = Vec::new();
    if let (Some(execution), Some(scored)) = (&plan.framework.execution, &card.execution) {
        let derivation = explain_execution(plan, report.actuals, scored);
        let weight = show::number(&execution.weight);
        accounts.push(account(EXECUTION.to_owned(), EXECUTION, weight, &scored.rounded, scored.verdict, derivation));
    }
    for (index, (line, scored)) in plan.lines.iter().zip(&card.lines).enumerate() {
        let derivation = explain(plan, report.actuals, card, index);
        let weight = show::number(&line.weight);
        accounts.push(account(id(index), &line.name, weight, &scored.rounded, scored.verdict, derivation));
    }
    accounts
}

fn findings(assessed: &Assessed<'_>) -> Vec<Found> {
    let report = assessed.report;
    let shown = sections::shown_findings(report);
    shown
        .map(|finding| {
            let mut place = report.origin(&finding.origin);
            for (origin, words) in &finding.related {
                place.push_str(&format!("；{words} {}", report.origin(origin)));
            }
            Found {
                class: finding.severity.name(),
                word: finding.severity.word(),
                code: finding.code,
                message: finding.message.clone(),
                place,
                help: finding.help.clone(),
            }
        })
        .collect()
}
