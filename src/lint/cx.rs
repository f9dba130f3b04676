//! What a rule sees: the model, the settings, one indicator with what its name says, and
//! where to put a finding.

use crate::diag::{Diagnostic, Severity};
use crate::exact::{Exact, Rounding};
use crate::lint::measure::{Measure, is_quotient, measure};
use crate::lint::noun::Noun;
use crate::lint::rule::Rule;
use crate::lint::words::{Words, without_brackets};
use crate::model::declaration::{Group, Indicator};
use crate::model::unit::{Unit, UnitId};
use crate::model::value::{Goal, Quantity};
use crate::model::{Declaration, Model};
use crate::plan::{self, Plan};
use crate::score::actuals::{Actual, Actuals, Origin, RawActuals};
use crate::score::{self, Finding, LineScore, Scorecard};
use crate::source::{FileId, Place, Span};
use crate::syntax::ast::{Clause, Stmt, Target, TextKind, Value};
use crate::terms::Sign;

/// What a rule sees and where it reports.
pub struct Cx<'a> {
    /// The compilation.
    pub model: &'a Model,
    /// The word lists.
    pub words: &'a Words,
    /// The code of the rule that is asked.
    code: &'static str,
    /// How bad its findings are.
    severity: Severity,
    /// The findings.
    pub(super) found: Vec<Diagnostic>,
}

/// An indicator with what rules ask of it again and again.
pub struct Line<'a> {
    /// The declaration it belongs to.
    pub declaration: &'a Declaration,
    /// Itself.
    pub indicator: &'a Indicator,
    /// What it is held to.
    pub goal: &'a Goal,
    /// What its name says is measured.
    pub noun: Noun,
    /// The official name of its level-1 group; as written when the framework has no such group.
    pub level1: &'a str,
    /// The same of its level-2 group.
    pub level2: Option<&'a str>,
}

/// A declaration whose actual values stand in the entry (实际), scored.
pub struct Filled<'a> {
    /// The declaration; its indicators are the lines of the plan, in the same order.
    pub declaration: &'a Declaration,
    /// What was scored.
    pub plan: Plan,
    /// With which values.
    pub actuals: Actuals,
    /// What came out.
    pub card: Scorecard,
    /// What came up while the values were matched.
    findings: Vec<Finding>,
    /// The name after 实际, where findings about the whole are shown.
    pub place: Place,
}

/// The name of the entry of 实际 whose value stands at a place.
fn name_of_entry(model: &Model, value: Place) -> Place {
    let holds = |stmt: &&Stmt| stmt.span.start <= value.span.start && value.span.end <= stmt.span.end;
    let found = || {
        let block = model.files.get(value.file)?.stmts.iter().find(holds)?;
        match &block.children().iter().find(holds)?.clause {
            Clause::Entry { name, .. } => Some(Place { file: value.file, span: name.span }),
            _ => None,
        }
    };
    found().unwrap_or(value)
}

/// Codes that say that a value is missing: a file is filled in as the year goes by.
const NOT_THERE_YET: [&str; 5] = ["E0502", "E0508", "E0516", "E0519", "E0542"];

impl<'a> Filled<'a> {
    /// None when the entry holds no actual values of the declaration.
    pub(super) fn new(model: &'a Model, at: usize) -> Option<Self> {
        let entry = model.files.entry();
        let blocks = || model.actuals.iter().filter(|block| block.declaration == Some(at));
        let place = blocks().find(|block| block.place.file == entry)?.place;
        let declaration = model.declarations.get(at)?;
        let plan = plan::plan(model, at)?;
        let raw: Vec<RawActuals> = blocks().map(|block| block.raw.clone()).collect();
        let bound = score::bind(&plan, &raw);
        let card = score::score(&plan, &bound.actuals);
        Some(Filled { declaration, plan, actuals: bound.actuals, card, findings: bound.findings, place })
    }

    /// The lines with their actual values and scores.
    pub fn lines(&self) -> impl Iterator<Item = (&plan::Line, &Actual, &LineScore)> {
        let lines = self.plan.lines.iter().zip(&self.actuals.lines).zip(&self.card.lines);
        lines.map(|((line, actual), score)| (line, actual, score))
    }

    /// What is wrong with the values themselves: names that are no indicator, units that do
    /// not fit, scores that do not follow. A value that is not there yet is no mistake.
    pub(super) fn mistakes(&self, model: &Model, entry: FileId) -> Vec<Diagnostic> {
        let place = |origin: &Origin| match origin {
            Origin::Heng(place) => Some(*place),
            Origin::Cell { .. } => None,
        };
        let all = self.findings.iter().chain(&self.card.findings);
        let wrong = all.filter(|finding| finding.severity > Severity::Note && !NOT_THERE_YET.contains(&finding.code));
        let diagnostic = |finding: &Finding| {
            let at = place(&finding.origin).filter(|at| at.file == entry)?;
            let at = if finding.code == "E0501" { name_of_entry(model, at) } else { at };
            let mut found = Diagnostic::error(finding.code, at, finding.message.clone());
            found.severity = finding.severity;
            found.help.clone_from(&finding.help);
            for (origin, text) in &finding.related {
                if let Some(at) = place(origin) {
                    found = found.related(at, text.clone());
                }
            }
            Some(found)
        };
        wrong.filter_map(diagnostic).collect()
    }

    /// Where an actual value stands; the name after 实际 when it stands in no heng file.
    pub fn actual_place(&self, actual: &Actual) -> Place {
        match &actual.origin {
            Some(Origin::Heng(place)) => *place,
            Some(Origin::Cell { .. }) | None => self.place,
        }
    }
}

impl<'a> Cx<'a> {
    /// Before any rule is asked.
    pub(super) fn new(model: &'a Model, words: &'a Words) -> Self {
        Cx { model, words, code: "", severity: Severity::Note, found: Vec::new() }
    }

    /// For the next rule.
    pub(super) fn asking(&mut self, rule: &Rule, severity: Severity) -> &mut Self {
        self.code = rule.code;
        self.severity = severity;
        self
    }

    /// A finding of the rule that is asked.
    pub fn finding(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.severity, ..Diagnostic::error(self.code, place, message) }
    }

    /// Keeps a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// The text of a place.
    pub fn slice(&self, place: Place) -> &'a str {
        self.model.files.slice(place)
    }

    /// The first occurrence of a word within a place; the whole place when it is not there.
    pub fn within(&self, place: Place, word: &str) -> Place {
        let Some(at) = self.slice(place).find(word) else { return place };
        let start = place.span.start as usize + at;
        Place { file: place.file, span: Span::new(start, start + word.len()) }
    }

    /// A unit.
    pub fn unit(&self, unit: UnitId) -> &'a Unit {
        self.model.units.get(unit)
    }

    /// A quantity in base units; percentages as ratios.
    pub fn in_base(&self, quantity: Quantity) -> Exact {
        self.model.units.in_base(quantity.number, quantity.unit)
    }

    /// Whether a unit is that of a plain number, a percentage or a multiple.
    pub fn is_ratio(&self, unit: UnitId) -> bool {
        self.unit(unit).dimension.is_empty()
    }

    /// What a unit measures; of a quotient, above its line.
    pub fn measure(&self, unit: UnitId) -> Measure {
        measure(&self.model.units, self.unit(unit))
    }

    /// Whether a unit is a quotient: `元/人`.
    pub fn is_quotient(&self, unit: UnitId) -> bool {
        is_quotient(self.unit(unit))
    }

    /// A percentage as a ratio; none for anything else.
    pub fn percentage(&self, quantity: Quantity) -> Option<Exact> {
        (self.measure(quantity.unit) == Measure::Percent).then(|| self.in_base(quantity))
    }

    /// Whether a unit measures what a declared unit does: `cx.measures(unit, "元")`.
    pub fn measures(&self, unit: UnitId, like: &str) -> bool {
        let dimension = &self.unit(unit).dimension;
        self.model.units.read(like).is_ok_and(|like| !dimension.is_empty() && like.dimension == *dimension)
    }

    /// Number and unit as a person writes them: `80 亿元`, `95%`.
    pub fn show(&self, quantity: Quantity) -> String {
        match &*self.unit(quantity.unit).text {
            "" => quantity.number.to_string(),
            unit if unit.starts_with(['%', '‰']) => format!("{}{unit}", quantity.number),
            unit => format!("{} {unit}", quantity.number),
        }
    }

    /// A ratio as a percentage: `187.5%`.
    pub fn percent(&self, ratio: &Exact) -> String {
        let hundredfold = ratio * &Exact::int(100);
        let text = hundredfold.to_decimal(4).unwrap_or_else(|| hundredfold.to_fixed(2, Rounding::HalfUp));
        format!("{text}%")
    }

    /// The statement of an indicator.
    pub fn stmt(&self, line: &Line<'_>) -> Option<&'a Stmt> {
        self.stmt_at(line.declaration.place.file, line.indicator.span)
    }

    /// The statement with a span.
    pub fn stmt_at(&self, file: FileId, span: Span) -> Option<&'a Stmt> {
        let mut stmts: &[Stmt] = &self.model.files.get(file)?.stmts;
        loop {
            let after = stmts.partition_point(|stmt| stmt.span.start <= span.start);
            let stmt = stmts.get(after.checked_sub(1)?)?;
            if stmt.span == span {
                return Some(stmt);
            }
            stmts = stmt.children();
        }
    }

    /// The target of an indicator as written.
    pub fn target(&self, line: &Line<'_>) -> Option<&'a Target> {
        match &self.stmt(line)?.clause {
            Clause::Entry { target, .. } => Some(target),
            _ => None,
        }
    }

    /// 周期 of an indicator as written.
    pub fn cycle(&self, line: &Line<'_>) -> Option<&'a Target> {
        line.indicator.extras.as_ref()?.cycle.as_ref()?;
        let stmt = self.stmt(line)?;
        let lines = stmt
            .children()
            .iter()
            .flat_map(|child| std::iter::once(&child.clause).chain(child.attrs.iter().map(|attr| &attr.clause)));
        let mut clauses = stmt.attrs.iter().map(|attr| &attr.clause).chain(lines);
        clauses.find_map(|clause| match clause {
            Clause::Cycle { target, .. } => Some(target),
            _ => None,
        })
    }

    /// The place of an indicator's sign.
    pub fn sign_place(&self, line: &Line<'_>) -> Place {
        match self.target(line) {
            Some(Target::Compare { sign_span, .. } | Target::Growth { sign_span, .. }) => line.at(*sign_span),
            _ => line.at(line.indicator.name_span),
        }
    }

    /// The place of an indicator's target without its sign; the name when it has none.
    pub fn value_place(&self, line: &Line<'_>) -> Place {
        let span = match self.target(line) {
            Some(Target::Compare { value, .. }) => value.span(),
            Some(Target::Growth { value, .. }) => Some(value.span()),
            Some(Target::Qualitative { text, .. }) => Some(text.span),
            Some(Target::NotApplicable { keyword, .. }) => Some(*keyword),
            None => None,
        };
        line.at(span.unwrap_or(line.indicator.name_span))
    }

    /// The place of an indicator's target with its sign.
    pub fn target_place(&self, line: &Line<'_>) -> Place {
        let value = self.value_place(line);
        match self.target(line) {
            Some(Target::Compare { sign_span, .. }) => line.at(sign_span.to(value.span)),
            Some(Target::Growth { keyword, .. } | Target::Qualitative { keyword, .. }) => {
                line.at(keyword.to(value.span))
            }
            Some(Target::NotApplicable { .. }) | None => value,
        }
    }

    /// The place of the unit of an indicator's target; the empty place after the number when
    /// none is written.
    pub fn unit_place(&self, line: &Line<'_>) -> Option<Place> {
        let Some(Target::Compare { value, .. }) = self.target(line) else { return None };
        let quantity = match value {
            Value::Quantity(quantity) => *quantity,
            Value::Range(range) => range.high,
            _ => return None,
        };
        Some(line.at(quantity.unit.unwrap_or(quantity.number_span.after())))
    }

    /// Whether a part of a line was not understood, so that what stands behind it is not known.
    pub fn is_half_read(&self, line: &Line<'_>) -> bool {
        let all = self.model.diagnostics.iter().filter(|found| found.code.starts_with("E01"));
        all.map(|found| found.primary.place.span.start)
            .any(|at| line.indicator.span.start <= at && at <= line.indicator.span.end)
    }

    /// Whether a part of a line or its block is an error, so that the model may lack what is written.
    pub fn is_wrong(&self, line: &Line<'_>) -> bool {
        let errors = self.model.diagnostics.iter().filter(|found| found.severity == crate::diag::Severity::Error);
        errors
            .map(|found| found.primary.place.span.start)
            .any(|at| line.indicator.span.start <= at && at <= line.indicator.span.end)
    }

    /// The lines of a declaration: its indicators that have a target.
    pub fn lines<'m>(&self, declaration: &'m Declaration) -> Vec<Line<'m>>
    where
        'a: 'm,
    {
        let lines = declaration.indicators.iter();
        lines.filter_map(|indicator| Line::new(self.model, self.words, declaration, indicator)).collect()
    }

    /// The official name of a group.
    pub fn official(&self, declaration: &'a Declaration, group: &'a Group) -> &'a str {
        official(self.model, declaration, group)
    }
}

/// The official name of a group; as written when the framework has no such group.
pub(super) fn official<'m>(model: &'m Model, declaration: &'m Declaration, group: &'m Group) -> &'m str {
    let found = || {
        let framework = model.framework_of(declaration)?;
        match group.parent {
            None => framework.groups.get(group.of_framework?).map(|level| &*level.name),
            Some(parent) => {
                let parent = framework.groups.get(declaration.groups.get(parent)?.of_framework?)?;
                parent.children.get(group.of_framework?).map(|level| &*level.name)
            }
        }
    };
    found().unwrap_or(&group.name)
}

/// Whether a text says nothing.
fn is_empty(text: &str, words: &Words) -> bool {
    let marks = |letter: char| letter.is_whitespace() || "。.；;，,、！!—-/（）()".contains(letter);
    let text = text.trim_matches(marks);
    let in_charge = text.starts_with('由') && text.ends_with("负责");
    text.is_empty() || in_charge || words.is("empty-notes", text)
}

/// Grades, each with what it takes: 优：三项到位；良：两项到位.
fn is_graded(goal: &Goal) -> bool {
    const GRADES: [&str; 12] =
        ["优", "良", "中", "差", "优秀", "良好", "一般", "合格", "不合格", "达成", "部分达成", "未达成"];
    let Goal::Qualitative(text) = goal else { return false };
    let is_grade = |part: &str| {
        part.trim()
            .split_once(['：', ':', '为'])
            .is_some_and(|(grade, what)| GRADES.contains(&grade.trim()) && !what.trim().is_empty())
    };
    text.contains(['；', ';', '，', '\n'])
        && text.split(['；', ';', '，', '\n']).filter(|part| is_grade(part)).count() > 1
}

impl<'a> Line<'a> {
    /// None for an indicator whose target was reported.
    pub(super) fn new(
        model: &'a Model,
        words: &Words,
        declaration: &'a Declaration,
        indicator: &'a Indicator,
    ) -> Option<Self> {
        let goal = indicator.goal.as_ref()?;
        let group = declaration.groups.get(indicator.group as usize)?;
        let own = official(model, declaration, group);
        let (level1, level2) = match group.parent.and_then(|parent| declaration.groups.get(parent)) {
            Some(parent) => (official(model, declaration, parent), Some(own)),
            None => (own, None),
        };
        Some(Line { declaration, indicator, goal, noun: words.noun(&indicator.name), level1, level2 })
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        &self.indicator.name
    }

    /// A place in its file.
    pub fn at(&self, span: Span) -> Place {
        self.declaration.at(span)
    }

    /// The place of its name.
    pub fn name_place(&self) -> Place {
        self.at(self.indicator.name_span)
    }

    /// Its name without what stands in brackets at the end.
    pub fn core_name(&self) -> &'a str {
        without_brackets(&self.indicator.name)
    }

    /// Sign and number of a target that is one quantity.
    pub fn amount(&self) -> Option<(Sign, Quantity)> {
        match self.goal {
            Goal::Quantity { sign, value } => Some((*sign, *value)),
            _ => None,
        }
    }

    /// Whether the name is that of a share that cannot exceed 100%.
    pub fn is_share(&self) -> bool {
        self.noun.is_share(self.core_name())
    }

    /// Whether the name holds one of some words.
    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.indicator.name.contains(word))
    }

    /// Whether the name, without brackets at its end, ends with one of some words.
    pub fn ends(&self, words: &[&str]) -> bool {
        let core = self.core_name();
        words.iter().any(|word| core.ends_with(word))
    }

    /// One of its texts (来源, 说明, …).
    pub fn text(&self, kind: TextKind) -> Option<&'a str> {
        let texts = &self.indicator.extras.as_ref()?.texts;
        texts.iter().find(|text| text.kind == kind).map(|text| &*text.text)
    }

    /// Whether levels to judge a qualitative target by are written: in the target itself, in a
    /// 说明 or in a 计分.
    pub fn has_scale(&self, words: &Words) -> bool {
        self.has_own_grades() || self.said(TextKind::Note, words).is_some()
    }

    /// The same without a 说明.
    pub fn has_own_grades(&self) -> bool {
        self.indicator.extras.as_ref().is_some_and(|extras| extras.rule_span.is_some()) || is_graded(self.goal)
    }

    /// Whether a formula, a 说明, a 来源 or a 依据 says what is counted.
    pub fn is_defined(&self, words: &Words) -> bool {
        let formula = self.indicator.extras.as_ref().is_some_and(|extras| extras.formula.is_some());
        let kinds = [TextKind::Note, TextKind::Source, TextKind::Basis];
        formula || kinds.into_iter().any(|kind| self.said(kind, words).is_some())
    }

    /// One of its texts when it says something: 略 and 见附件 do not, nor who is in charge.
    pub fn said(&self, kind: TextKind, words: &Words) -> Option<&'a str> {
        self.text(kind).filter(|text| !is_empty(text, words))
    }
}
