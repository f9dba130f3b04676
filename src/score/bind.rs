//! Matching rows with a plan: which value belongs to which indicator, data item or budget
//! figure. Every row ends up somewhere or is reported; every gap is reported, too.

use crate::plan::{Goal, Plan};
use crate::score::actuals::{Actual, Actuals, Budget, Origin, RawActual, RawActuals, RawBudget, RawValue};
use crate::score::actuals::{Unusable, Value};
use crate::score::finding::Finding;
use crate::score::names::{Names, Search, ancestors, key};
use crate::score::{expr, is_qualitative, read};

/// What nobody fills in: it is computed from the budget figures.
const COMPUTED: [&str; 4] = ["预算执行率", "执行率", "资金执行率", "预算资金执行率"];

/// Actual values matched with a plan, and what came up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bound {
    /// What is scored with.
    pub actuals: Actuals,
    /// Every problem, in the order of the rows, then of the plan.
    pub findings: Vec<Finding>,
    /// Of the rows that name nothing of the plan, those for which it has a similar name.
    pub similar: Vec<Origin>,
}

/// Matches the rows of all sources with a plan.
pub fn bind(plan: &Plan, sources: &[RawActuals]) -> Bound {
    let mut binder = Binder {
        plan,
        actuals: Actuals {
            lines: vec![Actual::default(); plan.lines.len()],
            data: vec![Actual::default(); plan.data.len()],
            budget: None,
        },
        findings: Vec::new(),
        similar: Vec::new(),
    };
    let mut names = Names::new(plan);
    for source in sources {
        for row in &source.rows {
            binder.bind_row(&mut names, row);
        }
        if let Some(budget) = &source.budget {
            binder.bind_budget(budget);
        }
    }
    binder.pass_on_reasons();
    binder.report_missing();
    Bound { actuals: binder.actuals, findings: binder.findings, similar: binder.similar }
}

struct Binder<'a> {
    plan: &'a Plan,
    actuals: Actuals,
    findings: Vec<Finding>,
    similar: Vec<Origin>,
}

impl Binder<'_> {
    fn bind_row(&mut self, names: &mut Names<'_>, row: &RawActual) {
        match names.find(&row.name, &row.group) {
            Search::Found(found) => {
                if let Some(index) = found.line {
                    self.bind_line(index, row);
                }
                if let Some(index) = found.data {
                    self.bind_data(index, row);
                }
            }
            Search::Ambiguous(lines) => self.ambiguous(row, &lines),
            Search::Unknown(nearest) => self.unknown(row, nearest),
        }
    }

    fn bind_line(&mut self, index: usize, row: &RawActual) {
        let Some(line) = self.plan.lines.get(index) else { return };
        // A computed indicator has no value of its own; its row may give the reason alone.
        let nothing = RawActual { value: RawValue::Empty, ..row.clone() };
        let row = if line.formula.is_some() && says_nothing(&row.value) { &nothing } else { row };
        let (value, findings) = read::for_line(self.plan, index, line, row);
        self.findings.extend(findings);
        let Some(slot) = self.actuals.lines.get_mut(index) else { return };
        let merged = merge(slot, row, value, &format!("指标 `{}` ", line.name));
        self.findings.extend(merged.map(|finding| finding.line(Some(index))));
    }

    fn bind_data(&mut self, index: usize, row: &RawActual) {
        let Some(item) = self.plan.data.get(index) else { return };
        let (value, findings) = read::for_data(&self.plan.units, &item.name, item.unit, row);
        self.findings.extend(findings);
        let Some(slot) = self.actuals.data.get_mut(index) else { return };
        self.findings.extend(merge(slot, row, value, &format!("数据项 `{}` ", item.name)));
    }

    /// Why a number fell short is also why what is computed from it did.
    fn pass_on_reasons(&mut self) {
        for (line, actual) in self.plan.lines.iter().zip(&mut self.actuals.lines) {
            let Some(formula) = line.formula.as_ref().filter(|_| actual.reason.is_none()) else { continue };
            let mut items = Vec::new();
            expr::data_of(formula, &mut items);
            actual.reason = items.iter().find_map(|item| self.actuals.data.get(*item)?.reason.clone());
        }
    }

    fn ambiguous(&mut self, row: &RawActual, lines: &[usize]) {
        let mut finding = Finding::error(
            "E0518",
            row.origin.clone(),
            format!("有 {} 个指标都叫 `{}`，不能确定实际值属于哪一个", lines.len(), row.name),
        );
        for &line in lines {
            let Some(place) = self.plan.lines.get(line).map(|line| line.place) else { continue };
            let group = ancestors(self.plan, line).first().copied().unwrap_or_default().to_owned();
            finding = finding.related(Origin::Heng(place), group);
        }
        self.findings.push(finding.help("在实际值表中写明一级指标、二级指标，或给指标取不同的名称"));
    }

    fn unknown(&mut self, row: &RawActual, nearest: Option<String>) {
        if COMPUTED.contains(&key(&row.name).as_str()) {
            let message = format!("`{}` 由全年预算数和全年执行数算出，直接填的值没有采用", row.name);
            let help = "填 `全年预算数` 和 `全年执行数` 两行，单位相同";
            self.findings.push(Finding::warning("E0501", row.origin.clone(), message).help(help));
            return;
        }
        let message = format!("`{}` 不是绩效目标中的指标或数据项，它的值没有采用", row.name);
        let finding = match row.value {
            RawValue::Empty => Finding::warning("E0501", row.origin.clone(), message),
            _ => Finding::error("E0501", row.origin.clone(), message),
        };
        self.findings.push(match nearest {
            Some(nearest) => {
                self.similar.push(row.origin.clone());
                finding.help(format!("是否应为 `{nearest}`"))
            }
            None => finding.help("核对名称，或在绩效目标中补上这个指标"),
        });
    }

    fn bind_budget(&mut self, raw: &RawBudget) {
        if self.plan.framework.execution.is_none() {
            let message = format!("框架 `{}` 不对预算执行率计分，预算数和执行数没有采用", self.plan.framework.name);
            self.findings.push(Finding::note("E0549", raw.executed.origin.clone(), message));
            return;
        }
        let budget = self.read_budget(raw);
        match &mut self.actuals.budget {
            None => self.actuals.budget = Some(budget),
            Some(first) => {
                let repeated = same_value(&first.planned.value, &budget.planned.value)
                    && same_value(&first.executed.value, &budget.executed.value);
                let finding = doubled(&raw.executed.origin, first.executed.origin.as_ref(), "预算执行情况", repeated);
                self.findings.push(finding);
                if !repeated {
                    first.executed.value = Value::Unusable(Unusable::Conflict);
                }
            }
        }
    }

    /// Both figures in base units; a figure without a unit takes the other's.
    fn read_budget(&mut self, raw: &RawBudget) -> Budget {
        let units = &self.plan.units;
        let (planned_unit, executed_unit) = (read::written_unit(&raw.budget), read::written_unit(&raw.executed));
        let dimension = |unit: Option<&str>| units.read(unit?).ok().map(|unit| unit.dimension);
        let differ = match (dimension(planned_unit), dimension(executed_unit)) {
            (Some(planned), Some(executed)) => planned != executed,
            _ => false,
        };
        let mut figure = |name: &str, row: &RawActual, other: Option<&str>| {
            let (value, findings) = read::for_budget(units, name, other, row);
            if value == Value::Missing {
                self.findings.push(missing_budget(row.origin.clone(), &format!("没有{name}")));
            }
            self.findings.extend(findings);
            actual(row, value)
        };
        let planned = figure("全年预算数", &raw.budget, executed_unit);
        let mut executed = figure("全年执行数", &raw.executed, planned_unit);
        if differ {
            let message = format!("全年执行数 `{}` 与全年预算数 `{}` 的单位不是同一种量", executed.text, planned.text);
            let finding = Finding::error("E0505", raw.executed.origin.clone(), message);
            self.findings
                .push(finding.related(raw.budget.origin.clone(), "全年预算数").help("两个数用同一种单位，例如 `万元`"));
            executed.value = Value::Unusable(Unusable::OtherUnit);
        }
        let budget = Budget { planned, executed };
        if let (Value::Number(planned), Value::Number(executed)) = (&budget.planned.value, &budget.executed.value)
            && executed.value > planned.value
        {
            let message = format!("全年执行数 {} 大于全年预算数 {}", executed.number, planned.number);
            let finding = Finding::warning("E0540", raw.executed.origin.clone(), message);
            let finding = finding.related(raw.budget.origin.clone(), "全年预算数");
            self.findings.push(finding.help("核对是否用了年初预算数；执行率按 100% 以上计，得分不超过分值"));
        }
        budget
    }

    fn report_missing(&mut self) {
        let mut needed: Vec<Vec<usize>> = vec![Vec::new(); self.plan.data.len()];
        for (index, line) in self.plan.lines.iter().enumerate() {
            let actual = self.actuals.lines.get(index);
            let missing = actual.is_none_or(|actual| actual.value == Value::Missing);
            if let Some(formula) = &line.formula {
                let mut items = Vec::new();
                expr::data_of(formula, &mut items);
                for item in items {
                    if let Some(users) = needed.get_mut(item) {
                        users.push(index);
                    }
                }
            } else if missing && !matches!(line.goal, Goal::NotApplicable(_)) {
                let finding = self.missing_line(index, actual.and_then(|actual| actual.origin.clone()));
                self.findings.extend(finding);
            }
        }
        for (item, users) in needed.iter().enumerate() {
            let finding = self.missing_data(item, users);
            self.findings.extend(finding);
        }
        if self.plan.framework.execution.is_some() && self.actuals.budget.is_none() {
            let origin = Origin::Heng(self.plan.place);
            self.findings.push(missing_budget(origin, "没有预算数和执行数，不能计算预算执行率"));
        }
    }

    fn missing_line(&self, index: usize, origin: Option<Origin>) -> Option<Finding> {
        let line = self.plan.lines.get(index)?;
        let origin = origin.unwrap_or(Origin::Heng(line.place));
        let help = if is_qualitative(line) {
            "写明评判等级（达成、部分达成、未达成）或得分".to_owned()
        } else {
            format!("写明实际完成值（指标值 `{}`）", crate::score::show::goal(&line.goal, &self.plan.units))
        };
        let finding = Finding::error("E0502", origin, format!("指标 `{}` 没有实际完成值", line.name));
        Some(finding.help(help).line(Some(index)))
    }

    fn missing_data(&self, item: usize, users: &[usize]) -> Option<Finding> {
        let actual = self.actuals.data.get(item)?;
        if users.is_empty() || actual.value != Value::Missing {
            return None;
        }
        let declared = self.plan.data.get(item)?;
        let origin = actual.origin.clone().unwrap_or(Origin::Heng(declared.place));
        let lines: Vec<String> =
            users.iter().filter_map(|&line| self.plan.lines.get(line)).map(|line| format!("`{}`", line.name)).collect();
        let filled_in = |line: &usize| {
            self.actuals
                .lines
                .get(*line)
                .is_some_and(|actual| matches!(actual.value, Value::Number(_) | Value::Growth(_)))
        };
        let message = format!("数据项 `{}` 没有值，{} 要用它计算", declared.name, lines.join("、"));
        let finding = if users.iter().all(filled_in) {
            Finding::warning("E0508", origin, format!("{message}；已改用直接填报的实际完成值"))
        } else {
            Finding::error("E0508", origin, message)
        };
        let line = if let [only] = users { Some(*only) } else { None };
        Some(finding.help(format!("补上 `{}` 的值", declared.name)).line(line))
    }
}

fn missing_budget(origin: Origin, message: &str) -> Finding {
    Finding::error("E0519", origin, message).help("写明全年预算数和全年执行数，单位相同")
}

fn actual(row: &RawActual, value: Value) -> Actual {
    Actual {
        value,
        stated: row.judged,
        reason: row.reason.clone().filter(|reason| !reason.trim().is_empty()),
        text: row.text.clone(),
        origin: Some(row.origin.clone()),
    }
}

/// `无` in the place of a number.
fn says_nothing(value: &RawValue) -> bool {
    match value {
        RawValue::Empty | RawValue::YesNo(false) => true,
        RawValue::Text(text) => matches!(text.trim(), "无" | "—" | "－" | "/"),
        _ => false,
    }
}

/// Puts a row into its slot. A second row that says the same adds nothing, one that says
/// something else makes both unusable: which of them is right is not known here.
fn merge(slot: &mut Actual, row: &RawActual, value: Value, name: &str) -> Option<Finding> {
    let new = actual(row, value);
    let Some(first) = slot.origin.clone() else {
        *slot = new;
        return None;
    };
    let one_is_empty = slot.value == Value::Missing || new.value == Value::Missing;
    let same_score = match (slot.stated, new.stated) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    };
    let agree = same_score && (one_is_empty || same_value(&slot.value, &new.value));
    if !agree {
        slot.value = Value::Unusable(Unusable::Conflict);
    } else if slot.value == Value::Missing {
        slot.value = new.value;
        slot.text = new.text;
        slot.origin = new.origin.clone();
    }
    slot.reason = slot.reason.take().or(new.reason);
    slot.stated = slot.stated.or(new.stated);
    Some(doubled(&row.origin, Some(&first), name, agree))
}

fn doubled(second: &Origin, first: Option<&Origin>, name: &str, agree: bool) -> Finding {
    let finding = if agree {
        Finding::warning("E0503", second.clone(), format!("{name}填报了两次，内容一致，只采用一次"))
            .help("删去其中一行")
    } else {
        Finding::error("E0504", second.clone(), format!("{name}填报了两次，内容不一致，都没有采用"))
            .help("核对后只留正确的一行")
    };
    match first {
        Some(first) => finding.related(first.clone(), "第一次填报"),
        None => finding,
    }
}

/// Whether two values say the same: `0.08 万件` and `800 件` do.
fn same_value(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::Number(first), Value::Number(second)) | (Value::Growth(first), Value::Growth(second)) => {
            first.value == second.value
        }
        (Value::Unusable(_), _) | (_, Value::Unusable(_)) => false,
        _ => first == second,
    }
}
