//! L6: money, last year, the whole period, and what the texts say.

use crate::exact::Exact;
use crate::lint::cx::Cx;
use crate::lint::narrative::{self, Mention};
use crate::lint::noun::Noun;
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::unit::{Unit, UnitId};
use crate::model::value::{Goal, Quantity};
use crate::source::{Place, Span};
use crate::syntax::ast::{Clause, Stmt, TextKind};

mod said_date;

family!(
    budget_does_not_foot,
    cost_differs_from_budget,
    tasks_do_not_cover_budget,
    tasks_exceed_budget,
    task_without_money,
    narrative_number_differs,
    narrative_unit_differs,
    narrative_number_without_indicator,
    narrative_subject_without_indicator,
    unchanged_from_last_year,
    below_last_year,
    cycle_equals_annual,
    annual_exceeds_cycle,
    total_beside_parts,
    no_previous_value,
    negative_amount,
);

/// The views of the same money that a budget may give side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Spending,
    Income,
    Level,
}

impl View {
    /// The view that a topmost budget line is, by its name.
    fn of(name: &str) -> Option<View> {
        let spending = ["支出合计", "总支出", "支出预算", "部门支出", "预算支出", "支出总额", "支出安排", "支出总计"];
        if name.contains("级次") {
            Some(View::Level)
        } else if name.contains("收入") || name.contains("来源") {
            Some(View::Income)
        } else if name == "支出" || spending.iter().any(|word| name.ends_with(word)) {
            Some(View::Spending)
        } else {
            None
        }
    }
}

/// A budget line with what it amounts to in 元.
struct Amount {
    line: usize,
    total: Exact,
}

/// What a budget line amounts to: as written, else the sum of its parts.
fn amount(cx: &Cx<'_>, declaration: &Declaration, line: usize) -> Option<Exact> {
    if let Some(written) = declaration.budget.get(line)?.amount {
        return Some(cx.in_base(written));
    }
    let mut sum = None;
    for (part, _) in declaration.budget_under(Some(line)) {
        let part = amount(cx, declaration, part)?;
        sum = Some(sum.map_or(part.clone(), |sum: Exact| &sum + &part));
    }
    sum
}

/// The views of the budget that a declaration gives, one of each.
fn views(cx: &Cx<'_>, declaration: &Declaration) -> Vec<(View, Amount)> {
    let mut out: Vec<(View, Amount)> = Vec::new();
    for (line, top) in declaration.budget_under(None) {
        let Some(view) = View::of(&top.name).filter(|view| !out.iter().any(|(known, _)| known == view)) else {
            continue;
        };
        if let Some(total) = amount(cx, declaration, line) {
            out.push((view, Amount { line, total }));
        }
    }
    out
}

/// What a declaration may spend, and the line that says so (its first line when all of them do).
fn whole_budget(cx: &Cx<'_>, declaration: &Declaration) -> Option<Amount> {
    let mut views = views(cx, declaration);
    if let Some(at) = views.iter().position(|(view, _)| *view == View::Spending) {
        return Some(views.swap_remove(at).1);
    }
    if let Some((_, first)) = views.into_iter().next() {
        return Some(first);
    }
    let total = |name: &str| ["总额", "合计", "总计"].iter().any(|word| name.contains(word));
    if let Some((line, _)) = declaration.budget_under(None).find(|(_, line)| total(&line.name)) {
        return Some(Amount { line, total: amount(cx, declaration, line)? });
    }
    let mut sum = Exact::ZERO;
    for (line, _) in declaration.budget_under(None) {
        sum = &sum + &amount(cx, declaration, line)?;
    }
    let (line, _) = declaration.budget_under(None).next()?;
    Some(Amount { line, total: sum })
}

/// The money of all tasks; none unless every task says how much.
fn task_money(cx: &Cx<'_>, declaration: &Declaration) -> Option<Exact> {
    if declaration.tasks.is_empty() {
        return None;
    }
    declaration.tasks.iter().try_fold(Exact::ZERO, |sum, task| Some(&sum + &cx.in_base(task.funds?.0)))
}

/// The unit that amounts are shown in: that of the first budget line.
fn money_unit<'a>(cx: &Cx<'a>, declaration: &Declaration) -> Option<&'a Unit> {
    let unit = declaration.budget.iter().find_map(|line| line.amount)?.unit;
    Some(cx.unit(unit))
}

/// An amount as the form prints it: `6,707.20 万元`.
fn shown(amount: &Exact, unit: &Unit) -> String {
    format!("{} {}", crate::model::budget::money(amount, &unit.scale), unit.text)
}

/// `少 856.00 万元`.
fn gap(found: &Exact, wanted: &Exact, unit: &Unit) -> String {
    crate::model::budget::difference(found, wanted, &unit.scale, &unit.text)
}

/// A place in the budget.
fn line_place(declaration: &Declaration, line: usize) -> Place {
    declaration.budget.get(line).map_or(declaration.place, |line| declaration.at(line.span))
}

/// The target of an indicator when it is one number.
fn number(goal: Option<&Goal>) -> Option<Quantity> {
    match goal? {
        Goal::Quantity { value, .. } => Some(*value),
        _ => None,
    }
}

/// The place of the target of the whole period: `>= 1600 家` after 周期.
fn cycle_place(cx: &Cx<'_>, declaration: &Declaration, indicator: &Indicator) -> Place {
    let place = declaration.at(indicator.span);
    let clause = |stmt: &Stmt| {
        stmt.clauses().find_map(|clause| match clause {
            Clause::Cycle { keyword, .. } => Some(*keyword),
            _ => None,
        })
    };
    let stmt = cx.stmt_at(place.file, place.span);
    let found = stmt.and_then(|stmt| clause(stmt).or_else(|| stmt.children().iter().find_map(clause)));
    declaration.at(found.unwrap_or(indicator.name_span))
}

/// Whether a target adds up over the years: so many things, so much money.
fn adds_up(cx: &Cx<'_>, indicator: &Indicator, unit: UnitId) -> bool {
    let noun = cx.words.noun(&indicator.name);
    let kind = noun.is_count()
        || matches!(noun, Noun::Money | Noun::Area | Noun::Length | Noun::Volume | Noun::Mass | Noun::Unknown);
    let dimension = &cx.unit(unit).dimension;
    kind && !dimension.is_empty()
        && dimension.iter().all(|(_, power)| *power > 0)
        && !cx.measures(unit, "天")
        && !cx.measures(unit, "年")
}

/// A number in one of the texts of a declaration.
struct Told<'a> {
    mention: Mention<'a>,
    /// Which text.
    kind: TextKind,
    /// Where the text stands.
    text: Place,
    /// The task it belongs to; none for 总体目标.
    task: Option<&'a str>,
}

impl Told<'_> {
    /// What messages call the text: 总体目标, 任务 `渠道维修` 的目标.
    fn word(&self) -> String {
        word(self.kind, self.task)
    }

    /// A place in the text.
    fn at(&self, range: &std::ops::Range<usize>) -> Place {
        let start = self.text.span.start as usize;
        Place { file: self.text.file, span: Span::new(start + range.start, start + range.end) }
    }

    /// Whether it can be held against the indicators of the year.
    fn counts(&self, declaration: &Declaration) -> bool {
        !self.mention.change
            && !self.mention.aside
            && self.mention.year.is_none_or(|year| declaration.year == Some(year))
    }
}

/// What messages call a text of a declaration or of one of its tasks.
fn word(kind: TextKind, task: Option<&str>) -> String {
    match task {
        Some(task) => format!("任务 `{task}` 的{}", kind.word()),
        None => kind.word().to_owned(),
    }
}

/// 总体目标, and 内容 and 目标 of the tasks: which text, where it stands, whose it is.
fn texts(declaration: &Declaration) -> impl Iterator<Item = (TextKind, Place, Option<&str>)> {
    let own = declaration.texts.iter().map(|text| (text, None));
    let of_tasks = declaration.tasks.iter().flat_map(|task| task.texts.iter().map(|text| (text, Some(&*task.name))));
    let texts = own.chain(of_tasks);
    let texts = texts.filter(|(text, _)| matches!(text.kind, TextKind::Goal | TextKind::Content | TextKind::Aim));
    texts.map(|(text, task)| (text.kind, declaration.at(text.span), task))
}

/// The numbers in 总体目标 and in 内容 and 目标 of the tasks.
fn told<'a>(cx: &Cx<'a>, declaration: &'a Declaration) -> Vec<Told<'a>> {
    let mut out = Vec::new();
    for (kind, text, task) in texts(declaration) {
        let found = narrative::mentions(cx.slice(text), &cx.model.units, cx.words);
        out.extend(found.into_iter().map(|mention| Told { mention, kind, text, task }));
    }
    out
}

/// The indicators with a number, by what their names say.
struct Rows<'d> {
    rows: Vec<(String, &'d Indicator, Quantity)>,
}

impl<'d> Rows<'d> {
    fn of(declaration: &'d Declaration) -> Rows<'d> {
        let rows = declaration.indicators.iter();
        let rows = rows.filter_map(|indicator| {
            Some((narrative::core(&indicator.name), indicator, number(indicator.goal.as_ref())?))
        });
        Rows { rows: rows.collect() }
    }

    /// The indicator that a text speaks of by its name; of several the one with its dimension.
    fn named(&self, cx: &Cx<'_>, mention: &Mention<'_>) -> Option<(&'d Indicator, Quantity)> {
        let subject = said(mention)?;
        let is_named = |core: &str, name: &str| {
            let done = HOLDING.iter().find_map(|verb| core.strip_prefix(verb));
            core == subject || done.is_some_and(|rest| rest == subject) || is_spelt(&subject, name)
        };
        let same: Vec<_> = self.rows.iter().filter(|(core, row, _)| is_named(core, &row.name)).collect();
        let found = match same.as_slice() {
            [] => return self.rate(cx, &subject),
            [only] => *only,
            several => {
                let unit = cx.model.units.read(mention.unit).ok()?;
                let mut fitting = several.iter().filter(|(.., value)| cx.unit(value.unit).dimension == unit.dimension);
                fitting.next().filter(|_| fitting.next().is_none())?
            }
        };
        Some((found.1, found.2))
    }

    /// The only share whose name ends with what a text speaks of: 群众满意度 is 受益群众满意度,
    /// where nobody else is asked.
    fn rate(&self, cx: &Cx<'_>, subject: &str) -> Option<(&'d Indicator, Quantity)> {
        if !matches!(cx.words.noun(subject), Noun::Satisfaction | Noun::CappedRate) {
            return None;
        }
        let subject = asked(subject);
        let mut found = self.rows.iter().filter(|(core, ..)| asked(core).ends_with(&*subject));
        let only = found.next().filter(|_| found.next().is_none())?;
        Some((only.1, only.2))
    }

    /// The only indicator whose name is very like what a text speaks of.
    fn like(&self, mention: &Mention<'_>) -> Option<(&'d Indicator, Quantity)> {
        let subject = said(mention)?;
        let mut like = self.rows.iter().filter(|(core, ..)| is_like(&subject, core));
        let found = like.next().filter(|_| like.next().is_none())?;
        Some((found.1, found.2))
    }
}

/// Verbs that a text says before what is held, and that a name may begin with: 举办培训班 is
/// 培训班.
const HOLDING: [&str; 7] = ["举办", "开展", "组织", "举行", "实施", "召开", "完成"];

/// Whether a text names an indicator but for the word for how many: 受益农户 for 受益农户数.
fn is_spelt(subject: &str, name: &str) -> bool {
    let letters = |letter: &char| letter.is_alphanumeric() && *letter != '的';
    let rest = name.strip_suffix("数量").or_else(|| name.strip_suffix('数')).unwrap_or(name);
    rest.chars().filter(letters).map(crate::source::half_width).eq(subject.chars())
}

/// A share by the words that tell it from another: 受益群众满意率 is 群众满意度.
fn asked(subject: &str) -> String {
    let words = ["受益", "广大", "社会", "相关"];
    let rest = words.iter().find_map(|word| subject.strip_prefix(word)).filter(|rest| rest.chars().count() > 3);
    let rest = rest.unwrap_or(subject);
    ["满意率", "满意程度"].iter().fold(rest.to_owned(), |text, other| text.replace(other, "满意度"))
}

/// What a number in a text is about.
fn said(mention: &Mention<'_>) -> Option<String> {
    let subject = narrative::core(mention.subject);
    let said = if subject.is_empty() { narrative::core(mention.after) } else { subject };
    (said.chars().count() >= 2).then_some(said)
}

/// Fewer letters in common say nothing.
const ENOUGH: usize = 4;

/// Whether a text leaves out a few letters of a name: 质押金额 for 质押融资金额.
fn is_like(subject: &str, name: &str) -> bool {
    let (short, long) = (subject.chars().count(), name.chars().count());
    let mut letters = name.chars();
    short >= ENOUGH
        && short * 3 >= long * 2
        && subject.chars().next() == name.chars().next()
        && subject.chars().all(|letter| letters.any(|other| other == letter))
}

/// The value of a number in a text, in base units.
fn value(cx: &Cx<'_>, mention: &Mention<'_>) -> Option<(Exact, crate::model::unit::Dimension)> {
    let unit = cx.model.units.read(mention.unit).ok()?;
    Some((&Exact::from(mention.number) * &unit.scale, unit.dimension))
}

/// A number and its unit as the text writes them, on one line.
fn written(cx: &Cx<'_>, place: Place) -> String {
    cx.slice(place).split_whitespace().collect::<Vec<_>>().join(" ")
}
