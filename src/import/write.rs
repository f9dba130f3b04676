//! A form as heng: the plan, and the actual values beside it.
//!
//! The text goes through the formatter, so that it is as canonical as one written by hand. A
//! doubtful value has a comment above it; what has no place in a plan goes to `说明`.

use rustc_hash::FxHashSet;

use super::form::{Budget, Form, Found, Fund, Kind, Row, Task};
use super::framework::prelude;
use super::repair::{Certainty, Repair};
use super::sheet::short;
use super::{Forms, actual, framework, place, settle, target, text};
use crate::diag::{Diagnostic, Severity};
use crate::model;
use crate::reading::normal::normalised;
use crate::reading::{self, TargetKind, scan};
use crate::source::{FileId, Source};
use crate::terms::Sign;
use crate::{format, syntax};

/// What the caller knows beyond the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The framework to use.
    pub framework: Option<String>,
    /// The fiscal year, where the form has none.
    pub year: Option<i16>,
    /// The name of the file without its suffix: a name, and a year, where the form has none.
    pub stem: String,
}

/// What an import comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Written {
    /// The plan.
    pub plan: String,
    /// The 实际 blocks, where the form has actual values.
    pub actuals: Option<String>,
    /// How everything was understood.
    pub repairs: Vec<Repair>,
}

/// Writes forms as heng.
pub fn write(read: &Forms, options: &Options) -> Written {
    let mut writer =
        Writer { out: String::new(), repairs: read.repairs.clone(), units: Vec::new(), year: None, start: 0 };
    let mut actuals = String::new();
    let mut names: Vec<String> = Vec::new();
    for form in &read.forms {
        let before = writer.repairs.len();
        writer.start = before;
        let mut form = form.clone();
        settle::execution(&mut form, &mut writer.repairs);
        let form = &form;
        let mut own = options.clone();
        own.stem = if names.is_empty() { options.stem.clone() } else { format!("{}{}", options.stem, names.len() + 1) };
        let mut name = writer.name(form, &own);
        while names.contains(&name) {
            name.push_str("（又）");
        }
        names.push(name.clone());
        writer.form(form, &name, &own);
        actuals.push_str(&actual::write(form, &name, writer.year, &mut writer.repairs));
        for line in writer.repairs.iter_mut().skip(before) {
            line.sheet.clone_from(&form.sheet);
        }
    }
    let plan = with_units(&writer.out, &writer.units, &mut writer.repairs);
    let actuals = (!actuals.is_empty()).then(|| formatted(&actuals));
    let plan = formatted(&plan);
    place::place(&mut writer.repairs, &read.grids, &plan, actuals.as_deref());
    Written { plan, actuals, repairs: writer.repairs }
}

/// The canonical form; the text itself should it have a mistake.
fn formatted(text: &str) -> String {
    let parsed = syntax::parse(Source::new("导入", text), FileId(0));
    format::format(&parsed).unwrap_or_else(|_: Vec<Diagnostic>| text.to_owned())
}

/// Declares the units that nobody has declared.
fn with_units(plan: &str, units: &[(String, Found)], repairs: &mut Vec<Repair>) -> String {
    let mut declared = String::new();
    // Compiling ten thousand rows takes as long as reading them.
    let known = prelude().units;
    if units.iter().all(|(unit, _)| known.read(unit).is_ok()) {
        return plan.to_owned();
    }
    let built = model::build(model::load(Source::new("导入.heng", plan), &mut |_| Err(String::new())));
    let entry = built.files.entry();
    for found in built.diagnostics.iter().filter(|found| found.code == "E0301" && found.primary.place.file == entry) {
        let unit = plan.get(found.primary.place.span.range()).unwrap_or_default().trim();
        let Some((_, at)) = units.iter().find(|(known, _)| known.contains(unit)).filter(|_| !unit.is_empty()) else {
            continue;
        };
        let line = format!("单位 {unit}\n");
        if unit.chars().all(char::is_alphabetic) && !declared.contains(&line) {
            declared.push_str(&line);
            let message = format!("单位 `{unit}` 不是标准单位，已在文件开头声明");
            repairs.push(Repair::sure("单位", at, line.trim_end()).because(Certainty::Supposed, "E0815", message));
        }
    }
    if declared.is_empty() { plan.to_owned() } else { format!("{declared}\n{plan}") }
}

struct Writer {
    out: String,
    repairs: Vec<Repair>,
    /// Units that targets were read with, and where.
    units: Vec<(String, Found)>,
    year: Option<i16>,
    /// Where the lines of this form begin in the list.
    start: usize,
}

impl Writer {
    fn line(&mut self, text: impl AsRef<str>) {
        self.out.push_str(text.as_ref());
        self.out.push('\n');
    }

    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.out.push_str(&format!("# {}\n", line.trim()));
        }
    }

    /// Says of a text that a person has to look, in the list and in the file.
    fn doubt(&mut self, line: Repair) {
        if line.certainty.needs_a_look() {
            let message = line.message.as_deref().unwrap_or_default();
            let cell = if line.cell.is_empty() { String::new() } else { format!("（{}）", line.cell) };
            self.comment(&format!("{}{cell}：{message}", line.certainty.word()));
        }
        self.repairs.push(line);
    }

    fn name(&mut self, form: &Form, options: &Options) -> String {
        let field = match form.kind {
            Kind::Department => "部门名称",
            Kind::Project => "项目名称",
        };
        let Some(found) = &form.name else {
            let name = if options.stem.is_empty() { "未命名".to_owned() } else { options.stem.clone() };
            let title = form.title.clone().unwrap_or_default();
            let line = Repair::sure(field, &title, &name);
            self.repairs.push(line.because(
                Certainty::Doubtful,
                "E0816",
                format!("表上没有{field}，取文件名 `{name}`"),
            ));
            return name;
        };
        let joined: String = found.text.lines().map(str::trim).collect();
        let name = match form.kind {
            Kind::Department => joined.trim_end_matches("（部门）").trim_end_matches("(部门)").to_owned(),
            // `99999931T000000000001-示例项目二`: the code stands in front of the name.
            Kind::Project => match joined.split_once(['-', '－', '—']) {
                Some((code, name)) if form.code.is_none() && is_code(code) && !name.is_empty() => {
                    name.trim().to_owned()
                }
                Some(_) | None => joined,
            },
        };
        self.repairs.push(Repair::sure(field, found, &name));
        name
    }

    fn form(&mut self, form: &Form, name: &str, options: &Options) {
        if !self.out.is_empty() {
            self.line("");
        }
        if let Some(title) = &form.title {
            self.comment(&title.text);
            self.line("");
        }
        let chosen = framework::choose(form, options.framework.as_deref(), name);
        self.out.push_str(chosen.declared.as_deref().unwrap_or_default());
        self.repairs.extend(chosen.repair);
        let word = match form.kind {
            Kind::Department => "部门",
            Kind::Project => "项目",
        };
        self.line(format!("{word} {} {{", text::name(name)));
        self.year(form, options);
        self.line(format!("框架 {}", text::name(&chosen.name)));
        if let Some(code) = code_of(form) {
            self.line(format!("代码 {}", text::text(&code)));
        }
        if let Some(owner) = &form.owner {
            self.line(format!("负责 {}", text::text(&owner.text)));
            self.repairs.push(Repair::sure("实施单位", owner, "负责"));
        }
        self.execution(form);
        self.budget(form);
        self.funds(form);
        if let Some(goal) = &form.goal {
            self.line("");
            self.line(format!("总体目标 {}", text::text(&goal.text)));
            self.repairs.push(Repair::sure("总体目标", goal, "总体目标"));
        }
        form.tasks.iter().for_each(|task| self.task(task));
        self.others(form);
        self.groups(form);
        self.line("}");
    }

    fn year(&mut self, form: &Form, options: &Options) {
        let of_name = super::sheet::year_in(&options.stem);
        self.year = options.year.or(form.year).or(of_name);
        match self.year {
            Some(year) => self.line(format!("年度 {year}")),
            None => {
                let title = form.title.clone().unwrap_or_default();
                let line =
                    Repair::sure("年度", &title, "").because(Certainty::Doubtful, "E0806", "表上没有年度，没有写");
                self.doubt(line.help("写 --year 2024 再导入一次，或在文件里补上 `年度 2024`"));
            }
        }
    }

    /// The weight of 预算执行率, where it is not the usual one.
    fn execution(&mut self, form: &Form) {
        let found = form.funds.iter().find_map(|fund| fund.weight.as_ref()).filter(|found| !found.is_blank());
        if let Some((weight, value, _)) = found.and_then(|found| text::number(&found.text))
            && value != rust_decimal::Decimal::TEN
        {
            self.line(format!("预算执行率 {weight} 分"));
        }
    }

    fn budget(&mut self, form: &Form) {
        if form.budget.is_empty() {
            return;
        }
        self.line("");
        self.line("预算 {");
        for group in tree(&form.budget) {
            if group.parts.is_empty() && group.amount.is_some() {
                self.amount(&text::name(&group.name), group.amount.as_ref(), group.unit.as_deref(), &group.found);
            } else {
                self.budget_group(&group);
            }
        }
        self.line("}");
    }

    fn budget_group(&mut self, group: &Budget) {
        if group.name != group.found.text {
            self.comment(&group.found.text);
        }
        self.repairs.push(Repair::sure("预算", &group.found, &group.name));
        self.line(format!("{} {{", text::name(&group.name)));
        for part in &group.parts {
            if !part.parts.is_empty() {
                self.budget_group(part);
                continue;
            }
            self.amount(&text::name(&part.name), part.amount.as_ref(), group.unit.as_deref(), &part.found);
        }
        self.line("}");
    }

    /// `基本支出 1,097.01 万元`; a comment where there is no number.
    fn amount(&mut self, head: &str, amount: Option<&Found>, unit: Option<&str>, label: &Found) {
        let Some(found) = amount.filter(|found| !found.is_blank()) else {
            self.comment(&format!("{head} 没有填金额"));
            self.repairs.push(Repair::sure(short(&label.text), label, "没有填").because(
                Certainty::Supposed,
                "E0810",
                format!("`{}` 没有填金额", short(&label.text)),
            ));
            return;
        };
        let read = text::number(&found.text).filter(|(_, _, own)| own.is_empty() || is_money(own));
        let Some((number, _, own)) = read else {
            let message = format!("`{}` 的金额 `{}` 不是数，没有写进预算", label.text, found.text);
            self.doubt(Repair::sure(short(&label.text), found, "").because(Certainty::Kept, "E0810", message));
            return;
        };
        let given = Some(own.as_str()).filter(|own| !own.is_empty()).or(unit);
        let written = format!("{number} {}", given.unwrap_or("万元"));
        let line = Repair::sure(short(&label.text), found, &written);
        match given {
            Some(_) => self.repairs.push(line),
            None => self.doubt(line.because(Certainty::Doubtful, "E0810", "表上没有写金额的单位，按万元写")),
        }
        self.line(format!("{head} {written}"));
    }

    /// 项目资金: the figures at the beginning of the year, or those that there are.
    fn funds(&mut self, form: &Form) {
        let figure = |fund: &Fund| fund.initial.clone().filter(|found| !found.is_blank()).or(fund.budget.clone());
        let with: Vec<(&Fund, Found)> = form
            .funds
            .iter()
            .filter_map(|fund| Some((fund, figure(fund).filter(|found| !found.is_blank())?)))
            .collect();
        if with.is_empty() || !form.budget.is_empty() {
            return;
        }
        let is_total = |fund: &Fund| ["总额", "合计"].iter().any(|word| fund.name.text.contains(word));
        let parts: Vec<&(&Fund, Found)> = with.iter().filter(|(fund, _)| !is_total(fund)).collect();
        self.line("");
        self.line("预算 {");
        let written: Vec<&(&Fund, Found)> = if parts.is_empty() { with.iter().collect() } else { parts };
        if let Some((fund, total)) = with.iter().find(|(fund, _)| is_total(fund)).filter(|_| written.len() < with.len())
        {
            self.comment(&format!("{} {}", fund.name.text.trim(), total.text));
        }
        for (fund, amount) in written {
            let name: String = fund.name.text.lines().map(str::trim).collect();
            let name = name.trim_start_matches("其中").trim_start_matches(['：', ':']).trim();
            let name = name.split(['（', '(']).next().unwrap_or(name).trim_end_matches(['：', ':']).replace(' ', "");
            self.amount(&text::name(&name), Some(amount), fund.unit.as_deref(), &fund.name);
        }
        self.line("}");
    }

    fn task(&mut self, task: &Task) {
        self.line("");
        let name: String = task.name.text.lines().map(str::trim).collect();
        self.repairs.push(Repair::sure("任务", &task.name, &name));
        self.line(format!("任务 {} {{", text::name(&name)));
        if task.funds.is_some() {
            self.amount("资金", task.funds.as_ref(), task.unit.as_deref(), &task.name);
        }
        for (word, found) in [("内容", &task.content), ("目标", &task.aim)] {
            if let Some(found) = found {
                self.line(format!("{word} {}", text::text(&found.text)));
                self.repairs.push(Repair::sure(format!("任务{word}"), found, word));
            }
        }
        self.line("}");
    }

    /// What has no place of its own, in one text.
    fn others(&mut self, form: &Form) {
        let mut lines = Vec::new();
        // Other sheets have cells of the same address.
        let own = self.repairs.iter().enumerate().filter(|(at, line)| *at >= self.start || line.sheet == form.sheet);
        let told: FxHashSet<(String, String)> = own.map(|(_, line)| (line.cell.clone(), line.found.clone())).collect();
        for (label, found) in form.others.iter().filter(|(_, found)| !found.is_blank()) {
            lines.push(format!("{label}：{}", found.text));
            if !told.contains(&(found.at.clone(), found.text.clone())) {
                self.repairs.push(Repair::sure(label.as_str(), found, "说明"));
            }
        }
        if !lines.is_empty() {
            self.line("");
            self.line(format!("说明 {}", text::text(&lines.join("\n"))));
        }
    }

    /// The indicators under their groups, in the order of the form.
    fn groups(&mut self, form: &Form) {
        let mut ones: Vec<&str> = Vec::new();
        for [one, _] in &form.groups {
            if let Some(one) = one.as_ref().map(|one| &*one.name).filter(|one| !ones.contains(one)) {
                ones.push(one);
            }
        }
        for row in form.rows.iter().filter(|row| row.group.is_none()) {
            let message = format!("`{}` 没有一级、二级指标，写在最前面", short(&row.name.text));
            let line = Repair::sure("指标类别", &row.name, "").because(Certainty::Doubtful, "E0814", message);
            self.doubt(line.help("移到它所属的一级、二级指标里"));
            self.row(row, "");
        }
        // A level-2 name without a level 1 stands where the file can hold it.
        for (at, [one, two]) in form.groups.iter().enumerate() {
            if one.is_none()
                && let Some(two) = two
            {
                self.line("");
                self.line(format!("{} {{", text::name(&two.name)));
                form.rows.iter().filter(|row| row.group == Some(at)).for_each(|row| self.row(row, &two.name));
                self.line("}");
            }
        }
        for one in ones {
            self.line("");
            let weight = framework::weight_of(form, one).map(|weight| format!(" {} 分", weight.normalize()));
            self.line(format!("{}{} {{", text::name(one), weight.unwrap_or_default()));
            for (at, [first, two]) in form.groups.iter().enumerate() {
                if first.as_ref().is_none_or(|first| first.name != one) {
                    continue;
                }
                for group in [first, two].into_iter().flatten() {
                    if !self.repairs.iter().any(|line| line.cell == group.found.at && line.field == "指标类别") {
                        self.repairs.push(Repair::sure("指标类别", &group.found, &group.name));
                    }
                    for (what, found) in ["分值", "得分"].into_iter().zip(&group.own) {
                        let told = |found: &&Found| !self.repairs.iter().any(|line| line.cell == found.at);
                        if let Some(found) = found.as_ref().filter(told) {
                            self.repairs.push(Repair::sure(format!("{}的{what}", group.name), found, "各指标之和"));
                        }
                    }
                }
                let rows = form.rows.iter().filter(|row| row.group == Some(at));
                match two {
                    Some(two) => {
                        let weight = two.weight.as_ref().map(|weight| format!(" {weight} 分")).unwrap_or_default();
                        self.line(format!("{}{weight} {{", text::name(&two.name)));
                        rows.for_each(|row| self.row(row, &two.name));
                        self.line("}");
                    }
                    None => rows.for_each(|row| self.row(row, one)),
                }
            }
            self.line("}");
        }
    }

    fn row(&mut self, row: &Row, group: &str) {
        self.repairs.push(Repair::sure("指标名称", &row.name, &row.name.text));
        let mut inside = Vec::new();
        let target = self.target(row, group);
        if let Some(cycle) = row.cycle.as_ref().filter(|cycle| !cycle.is_blank()) {
            let written = target::write(&cycle.text, &row.name.text, self.year);
            let line = Repair::sure("周期指标值", cycle, &written.heng);
            self.noted(line, &written, cycle);
            inside.push(if written.kept {
                format!("# 周期 {}", cycle.text)
            } else {
                format!("周期 {}", written.heng)
            });
        }
        let mut noted = row.notes.clone();
        if let Some(found) = row.previous.as_ref().filter(|found| !found.is_blank()) {
            match self.previous(row, found) {
                Some(line) => inside.push(line),
                None => noted.push(("上年值".to_owned(), found.clone())),
            }
        }
        if let Some(found) = &row.direction {
            let reverse = ["反", "逆", "负"].iter().any(|word| found.text.contains(word));
            let by_sign = if target.starts_with('<') { Some(true) } else { target.starts_with('>').then_some(false) };
            match by_sign {
                Some(by_sign) if by_sign != reverse => {
                    let message = format!(
                        "方向 `{}` 和符号 `{}` 不一致，按符号写",
                        found.text,
                        target.split(' ').next().unwrap_or_default()
                    );
                    self.doubt(Repair::sure("方向", found, "").because(Certainty::Doubtful, "E0817", message));
                }
                None if reverse && target.starts_with('=') => inside.push("方向 反向".to_owned()),
                Some(_) | None => self.repairs.push(Repair::sure("方向", found, if reverse { "反向" } else { "正向" })),
            }
        }
        let notes: Vec<String> =
            noted.iter().map(|(label, found)| format!("{}：{}", label.trim_end_matches('：'), found.text)).collect();
        for (label, found) in &noted {
            self.repairs.push(Repair::sure(label.as_str(), found, "说明"));
        }
        if !notes.is_empty() {
            inside.push(format!("说明 {}", text::text(&notes.join("\n"))));
        }
        let mut head = format!("{} {target}", text::name(&row.name.text));
        if let Some(weight) = self.weight(row) {
            head.push_str(&format!(", {weight} 分"));
        }
        if row.core {
            head.push_str(", 核心");
        }
        if inside.is_empty() {
            self.line(head);
        } else {
            self.line(format!("{head} {{\n{}\n}}", inside.join("\n")));
        }
    }

    /// `上年 385 家`; nothing where it is no number.
    fn previous(&mut self, row: &Row, found: &Found) -> Option<String> {
        let written = target::write(&found.text, &row.name.text, self.year);
        let value = ["=", ">=", "<="].iter().find_map(|sign| written.heng.strip_prefix(*sign)).map(str::trim);
        let value = value.filter(|value| !written.kept && !value.contains(['~', '"', '上', '年']))?;
        self.repairs.push(Repair::sure("上年值", found, format!("上年 {value}")));
        Some(format!("上年 {value}"))
    }

    fn weight(&mut self, row: &Row) -> Option<String> {
        let found = row.weight.as_ref().filter(|found| !found.is_blank())?;
        match text::number(&found.text) {
            Some((number, _, unit)) if unit.is_empty() || unit == "分" || unit == "%" => {
                self.repairs.push(Repair::sure("分值", found, format!("{number} 分")));
                Some(number)
            }
            Some(_) | None => {
                let message = format!("分值 `{}` 不是数，没有写", found.text);
                let mut line = Repair::sure("分值", found, "").because(Certainty::Kept, "E0807", message);
                line.field = format!("{}的分值", row.name.text);
                self.doubt(line);
                None
            }
        }
    }

    /// Sign and value of a row, from one cell or from three.
    fn target(&mut self, row: &Row, group: &str) -> String {
        let (whole, from_name, written) = understood(row, group, self.year);
        let mut line = Repair::sure("指标值", &whole, &written.heng);
        if from_name {
            line = line.because(Certainty::Supposed, "E0808", "指标值取自指标名称");
        }
        self.noted(line, &written, &whole);
        if let Some(unit) = &written.unit {
            self.units.push((unit.clone(), whole));
        }
        written.heng
    }

    /// Adds what the reader of targets had to say to a line of the list.
    fn noted(&mut self, line: Repair, written: &target::Written, found: &Found) {
        let mut line = line;
        for message in &written.supposed {
            let certainty = if written.unsure { Certainty::Doubtful } else { Certainty::Supposed };
            line = line.because(certainty, "E0803", message.clone());
        }
        for note in written.notes.iter().filter(|note| note.code != "E0701") {
            let certainty = match note.severity {
                crate::diag::Severity::Note => Certainty::Supposed,
                // A number without a unit says all that the form says.
                crate::diag::Severity::Warning if note.code == "E0702" => Certainty::Supposed,
                crate::diag::Severity::Warning | crate::diag::Severity::Error => Certainty::Doubtful,
            };
            line = line.because(certainty, note.code, note.message.clone());
            line.help = note.help.clone().or(line.help);
        }
        for (code, message) in &written.doubts {
            line = line.because(Certainty::Doubtful, code, message.clone()).help("核对原件，改成本来的值");
        }
        if written.kept {
            let message = match found.text.as_str() {
                "" => "照录空格".to_owned(),
                text => format!("指标值 `{}` 照录，没有读成数", short(text)),
            };
            line = line.because(Certainty::Kept, "E0802", message);
        }
        self.doubt(line);
    }
}

/// The target of a row: its text in one piece, whether it stood in the name, and what it is in heng.
pub(super) fn understood(row: &Row, group: &str, year: Option<i16>) -> (Found, bool, target::Written) {
    let blank = |found: &&Found| !found.is_blank();
    let parts = [&row.sign, &row.target, &row.unit].map(|part| part.as_ref().filter(blank));
    let at = parts.iter().flatten().map(|found| found.at.as_str()).collect::<Vec<_>>().join(" ");
    let [sign, value, unit] = parts.map(|part| part.map(|found| found.text.as_str()).unwrap_or_default());
    let whole = Found { text: joined(sign, value, unit), at };
    let (whole, from_name) = match (value.is_empty(), in_name(&row.name.text)) {
        (true, Some(target)) => (Found { text: target, at: row.name.at.clone() }, true),
        (true | false, _) => (whole, false),
    };
    let whole = if whole.at.is_empty() { Found { at: row.name.at.clone(), ..whole } } else { whole };
    // A cost is at most what it is, whatever its name.
    let is_cost = group.contains("成本") && !row.name.text.contains("成本") && !row.name.text.contains('率');
    let hint = if is_cost { format!("{}成本", row.name.text) } else { row.name.text.clone() };
    let is_reverse = |found: &Found| ["反", "逆", "负"].iter().any(|word| found.text.contains(word));
    let mut written = target::write(&whole.text, &hint, year);
    if let (Some(reverse), false) = (row.direction.as_ref().map(is_reverse), written.supposed.is_empty()) {
        let (old, new) = if reverse { (Sign::Ge, Sign::Le) } else { (Sign::Le, Sign::Ge) };
        written.heng = written.heng.replacen(old.ascii(), new.ascii(), 1);
        written.supposed = vec![format!("没有符号，按指标方向取 `{}`", new.ascii())];
        written.unsure = false;
    }
    (whole, from_name, written)
}

/// `≥`, `20`, `场` in one text. 定性 stands in the column of signs.
fn joined(sign: &str, value: &str, unit: &str) -> String {
    let sign_text = normalised(sign);
    let is_word = ["定性", "定性指标", "其他", "-"].contains(&&*sign_text);
    if is_word || value.is_empty() && sign.is_empty() {
        return if sign_text.starts_with("定性") && !value.is_empty() {
            format!("定性 {value}")
        } else {
            value.to_owned()
        };
    }
    let sign = if super::rows::has_sign(value) { "" } else { sign };
    let own = normalised(value);
    let unit = if !unit.is_empty() && own.ends_with(&normalised(unit)) { "" } else { unit };
    format!("{sign}{value}{unit}")
}

/// `验收合格率（≥95%）`, `参训人员满意度不低于90%`, `村组干部230人`: the target in a name.
pub(super) fn in_name(name: &str) -> Option<String> {
    let at = name.find(['≥', '≤', '＞', '＜', '＝', '>', '<', '=', '≧', '≦']);
    let signed = at.and_then(|at| name.get(at..)).map(|rest| rest.trim_end_matches(['）', ')']));
    signed.filter(|rest| super::rows::has_sign(rest)).map(str::to_owned).or_else(|| in_words(name))
}

/// A limit in words, an amount with its unit, or a day, at the end of a name.
fn in_words(name: &str) -> Option<String> {
    let words = ["不低于", "不少于", "不小于", "不超过", "不高于", "不大于", "不多于", "控制在", "至少"];
    let at = words.iter().filter_map(|word| name.find(word)).min();
    let at = at.or_else(|| name.find(|letter: char| letter.is_ascii_digit()))?;
    let rest = name.get(at..)?.trim_end_matches(['）', ')']);
    let reading = reading::read(rest, None, None);
    // A name with a number in it is no target unless all that follows is one.
    let is_whole = !reading.diagnostics.iter().any(|note| note.severity == Severity::Error || note.code == "E0718");
    let has_unit = reading.unit.as_deref().is_some_and(scan::is_known_unit);
    let is_target = match reading.kind {
        TargetKind::Quantity => has_unit,
        TargetKind::Date => rest.contains(['前', '底', '内']),
        TargetKind::Range
        | TargetKind::YesNo
        | TargetKind::Ratio
        | TargetKind::Relative
        | TargetKind::Qualitative
        | TargetKind::NotApplicable
        | TargetKind::Unreadable => false,
    };
    (is_whole && is_target).then(|| rest.to_owned())
}

fn is_money(unit: &str) -> bool {
    ["元", "万元", "亿元", "千元", "百万元"].contains(&unit)
}

pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 6
        && text.chars().all(|letter| letter.is_ascii_alphanumeric())
        && text.contains(|letter: char| letter.is_ascii_digit())
}

/// 项目编码, alone or in front of the name.
fn code_of(form: &Form) -> Option<String> {
    if let Some(code) = &form.code {
        return Some(code.text.clone());
    }
    let (code, name) = form.name.as_ref()?.text.split_once(['-', '－', '—'])?;
    (form.kind == Kind::Project && is_code(code) && !name.is_empty()).then(|| code.trim().to_owned())
}

/// The groups of a budget as heng nests them: what forms call a part of the expenditure
/// stands in it.
fn tree(groups: &[Budget]) -> Vec<Budget> {
    let mut tree: Vec<Budget> = Vec::new();
    for group in groups {
        // 资金 is what the column is called, not a part of the budget.
        if group.name == "资金" {
            tree.extend(group.parts.iter().map(|part| Budget { unit: group.unit.clone(), ..part.clone() }));
            continue;
        }
        let mut group = group.clone();
        group.name = match group.name.as_str() {
            "部门预算支出" | "预算支出" | "支出预算" => "支出".to_owned(),
            "按预算级次划分" => "按预算级次".to_owned(),
            name => name.split(['（', '(']).next().unwrap_or(name).trim().to_owned(),
        };
        let within = tree.iter_mut().find(|known| known.name == "支出" && group.name.ends_with("支出"));
        match within {
            Some(expenditure) => expenditure.parts.push(group),
            None => tree.push(group),
        }
    }
    tree
}
