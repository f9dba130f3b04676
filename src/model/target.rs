//! Targets: what stands right of an indicator's name, read and checked.

use crate::diag::{Diagnostic, Safety};
use crate::exact::Exact;
use crate::model::context::{Context, quoted_name};
use crate::model::measures::unit_text;
use crate::model::unit::UnitId;
use crate::model::value::{Expected, Found, Goal, Quantity, YEARS};
use crate::reading;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, Name, RangeLiteral, Target, TextKind, Value};
use crate::syntax::phrase::{self, Known};
use crate::syntax::{is_column_title, other_name};
use crate::terms::{Direction, Sign};

/// A target with what later checks need to know of it.
#[derive(Debug)]
pub(crate) struct Read {
    pub goal: Goal,
    /// What its values are measured in; none for dates and the like.
    pub unit: Option<UnitId>,
    /// The value's text, without the sign.
    pub span: Span,
    /// The unit's text.
    pub unit_span: Option<Span>,
}

/// Reads the target of an indicator; nothing when it was reported.
pub(crate) fn read(cx: &mut Context<'_>, name: &str, target: &Target, year: Option<i16>) -> Option<Read> {
    match target {
        Target::Compare { sign, sign_span, value } => compare(cx, name, (*sign, *sign_span), value, year),
        Target::Growth { keyword, sign, value, .. } if value.unit.is_some_and(|unit| in_points(cx.slice(unit))) => {
            // Two shares of a whole differ by points; a growth of 2% is something else.
            let plus = cx.quantity(*value)?;
            Some(Read {
                goal: Goal::Previous { sign: *sign, factor: Box::new(Exact::ONE), plus: Some(plus) },
                unit: Some(plus.unit),
                span: keyword.to(value.span()),
                unit_span: value.unit,
            })
        }
        Target::Growth { keyword, sign, value, .. } => {
            let rate = cx.ratio(*value, "同比")?;
            Some(Read {
                goal: Goal::Growth { sign: *sign, rate: Box::new(rate) },
                unit: None,
                span: keyword.to(value.span()),
                unit_span: None,
            })
        }
        Target::Qualitative { text, .. } => {
            let words = cx.text(*text);
            if words.trim().is_empty() {
                cx.error("E0210", text.span, "定性指标没有写要达到的程度");
                return None;
            }
            Some(Read { goal: Goal::Qualitative(words), unit: None, span: text.span, unit_span: None })
        }
        Target::NotApplicable { keyword, reason } => {
            let goal = Goal::NotApplicable(reason.map(|text| cx.text(text)));
            Some(Read { goal, unit: None, span: *keyword, unit_span: None })
        }
    }
}

/// Whether a unit is that of the difference of two percentages.
fn in_points(unit: &str) -> bool {
    unit.trim().trim_start_matches('个') == "百分点"
}

fn compare(
    cx: &mut Context<'_>,
    name: &str,
    (sign, sign_span): (Sign, Span),
    value: &Value,
    year: Option<i16>,
) -> Option<Read> {
    let known = Known { name, sign: Some(sign.ascii()), usual: ">=", year };
    match value {
        Value::Quantity(written) => {
            if let Some(date) = compact_date(cx, *written).or_else(|| meant_date(cx, name, *written, year)) {
                let text = cx.slice(written.span());
                let diagnostic = Diagnostic::error("E0116", cx.place(written.span()), format!("`{text}` 像是日期"));
                cx.report(diagnostic.fix(Safety::Unsafe, written.span(), date, "写成"));
                return None;
            }
            if let Some(unit) = written.unit
                && cx.slice(unit).starts_with(['年', '月'])
                && cx.units.intern(&unit_text(cx.slice(unit))).is_err()
                && in_words(cx, "E0116", known, sign_span.to(written.span()), written.span())
            {
                return None;
            }
            let value = cx.quantity(*written)?;
            let goal = Goal::Quantity { sign, value };
            Some(Read { goal, unit: Some(value.unit), span: written.span(), unit_span: written.unit })
        }
        Value::Range(range) => {
            only_equal(cx, sign, sign_span, "区间")?;
            let (low, high) = self::range(cx, range)?;
            let span = range.low.span().to(range.high.span());
            Some(Read { goal: Goal::Range { low, high }, unit: Some(high.unit), span, unit_span: range.high.unit })
        }
        Value::Date(literal) => {
            let date = cx.date(*literal, year)?;
            not_before(cx, sign, sign_span, literal.span);
            Some(Read { goal: Goal::Date { sign, date }, unit: None, span: literal.span, unit_span: None })
        }
        Value::YesNo { yes, span } => {
            only_equal(cx, sign, sign_span, "是否")?;
            Some(Read { goal: Goal::YesNo(*yes), unit: None, span: *span, unit_span: None })
        }
        Value::Previous { span, change } => {
            let (factor, plus) = self::change(cx, change.as_deref())?;
            let unit = plus.map(|(quantity, _)| quantity.unit);
            let unit_span = plus.and_then(|(_, written)| written.unit);
            let goal = Goal::Previous { sign, factor: Box::new(factor), plus: plus.map(|(quantity, _)| quantity) };
            Some(Read { goal, unit, span: *span, unit_span })
        }
        Value::Text(text) => wordy(cx, name, sign_span.to(text.span), cx.slice(text.span)),
        Value::Word { span, quantity: Some(quantity) }
            if in_words(cx, "E0305", known, sign_span.to(quantity.span()), span.to(quantity.span())) =>
        {
            None
        }
        Value::Word { span, quantity: None } if in_words(cx, "E0305", known, sign_span.to(*span), *span) => None,
        Value::Word { span, quantity: Some(quantity) } => {
            let (word, value) = (cx.slice(*span), cx.slice(quantity.span()));
            if word.starts_with('每') && ["日", "号"].iter().any(|day| value.ends_with(day)) {
                let place = cx.place(span.to(quantity.span()));
                let diagnostic = Diagnostic::error("E0305", place, format!("`{word}{value}` 每期都有，不是一个日期"));
                cx.report(diagnostic.help("写成按时完成的比率，如 `工资按月发放及时率 = 100%`"));
                return None;
            }
            let diagnostic = Diagnostic::error("E0305", cx.place(*span), format!("数前面的 `{word}` 看不懂"));
            if is_comparison(word) {
                cx.report(diagnostic.help(CHANGE_HELP));
                return None;
            }
            let gone = Span { start: span.start, end: quantity.span().start };
            cx.report(diagnostic.help(format!("只写数和单位：`{value}`")).fix(Safety::Unsafe, gone, "", "删去"));
            None
        }
        Value::Word { span, .. } if cx.slice(*span).starts_with(NUMERALS) => {
            let text = cx.slice(*span);
            let diagnostic = Diagnostic::error("E0305", cx.place(*span), format!("`{text}` 不是阿拉伯数字"));
            cx.report(diagnostic.help("数用阿拉伯数字写，如 `800 件`、`50%`、`25 万人次`"));
            None
        }
        Value::Word { span, .. } => wordy(cx, name, sign_span.to(*span), &format!("\"{}\"", cx.slice(*span))),
        Value::Method(_) => {
            cx.error("E0210", sign_span, "符号后面没有指标值");
            None
        }
    }
}

/// Reports a target in words, `上年的105%` or `12月底前`, when it is certain what it says.
fn in_words(cx: &mut Context<'_>, code: &'static str, known: Known<'_>, whole: Span, span: Span) -> bool {
    let text = cx.slice(span);
    if yes_or_no(known.name, text).is_some() {
        return false;
    }
    let Some(meant) = phrase::target(text, known) else { return false };
    let dated = meant.trim_start_matches(['<', '>', '=', ' ']).split('-').count() == 3;
    let (code, message) = match dated {
        true => ("E0116", format!("日期 `{text}` 的写法不对")),
        false => (code, format!("看不懂指标值 `{text}`")),
    };
    let diagnostic = Diagnostic::error(code, cx.place(span), message);
    cx.report(diagnostic.fix(Safety::Unsafe, whole, meant, "写成"));
    true
}

/// Whether the number behind a word is perhaps no level.
fn is_comparison(word: &str) -> bool {
    phrase::says_change(&format!("{word}1%"))
        || word.contains(['增', '减', '降', '升', '提', '涨', '缩', '比', '较', '均'])
}

/// What to write for a change that is not certain to be one.
const CHANGE_HELP: &str =
    "是和上年比的变化，写成 `同比 >= 5%` 或 `>= 上年 + 20 家`；是要达到的数，只写数和单位，如 `>= 800 件`";

/// Characters that begin a number in words.
const NUMERALS: [char; 16] =
    ['零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '半'];

fn only_equal(cx: &mut Context<'_>, sign: Sign, sign_span: Span, what: &str) -> Option<()> {
    if sign == Sign::Eq {
        return Some(());
    }
    let message = format!("{what}指标的符号只能是 `=`，这里写的是 `{}`", cx.slice(sign_span));
    let diagnostic = Diagnostic::error("E0305", cx.place(sign_span), message);
    cx.report(diagnostic.help("改为 `=`").fix(Safety::Unsafe, sign_span, "=", "改为 `=`"));
    None
}

/// `20241231`: a day without its marks, with them.
fn compact_date(cx: &Context<'_>, written: ast::Quantity) -> Option<String> {
    let text = cx.slice(written.number_span);
    if written.unit.is_some() || text.len() != "20241231".len() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then(|| format!("{year}-{month}-{day}"))
}

/// A date is a time limit; at least a date is rarely what is meant.
fn not_before(cx: &mut Context<'_>, sign: Sign, sign_span: Span, date: Span) {
    if matches!(sign, Sign::Ge | Sign::Gt) {
        let message = format!("`{} {}` 表示不早于这一天", cx.slice(sign_span), cx.slice(date));
        let diagnostic = Diagnostic::warning("E0305", cx.place(sign_span), message);
        let diagnostic = diagnostic.help("要表示不晚于这一天，改为 `<=`");
        cx.report(diagnostic.fix(Safety::Unsafe, sign_span, "<=", "改为 `<=`"));
    }
    if sign == Sign::Eq {
        let message = format!("`{} {}` 要正好是这一天，提前完成也不得分", cx.slice(sign_span), cx.slice(date));
        let diagnostic = Diagnostic::warning("E0305", cx.place(sign_span), message);
        let diagnostic = diagnostic.help("要表示不晚于这一天，改为 `<=`");
        cx.report(diagnostic.fix(Safety::Unsafe, sign_span, "<=", "改为 `<=`"));
    }
}

/// Names that are answered with a day.
const DAYS: [&str; 6] = ["时间", "日期", "时点", "期限", "截止日", "节点"];

/// Names that end like one and are answered with how long something takes.
const LENGTHS: [&str; 9] =
    ["响应时间", "等待时间", "等候时间", "办理时间", "处理时间", "停电时间", "服务时间", "学习时间", "工作时间"];

/// `8.31`, `2026.8` and `8月` in front of which the name asks for a day.
fn meant_date(cx: &Context<'_>, name: &str, written: ast::Quantity, year: Option<i16>) -> Option<String> {
    let name = name.split(['(', '（']).next().unwrap_or_default();
    if !DAYS.iter().any(|end| name.ends_with(end)) || LENGTHS.iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let number = cx.slice(written.number_span);
    let unit = written.unit.map(|unit| cx.slice(unit).trim());
    let day = |year: i16, month: &str, day: Option<&str>| {
        let first = jiff::civil::Date::new(year, month.parse().ok()?, 1).ok()?;
        match day {
            Some(day) => jiff::civil::Date::new(year, first.month(), day.parse().ok()?).ok(),
            None => Some(first.last_of_month()),
        }
    };
    let date = match (number.split_once(['.', '．']), unit) {
        (None, Some("月")) => day(year?, number, None),
        (Some((head, tail)), None) if head.len() == 4 => day(head.parse().ok()?, tail, None),
        (Some((head, tail)), None | Some("前")) => day(year?, head, Some(tail)),
        _ => None,
    }?;
    YEARS.contains(&date.year()).then(|| date.to_string())
}

/// Both ends; the unit of the low end may be left out.
fn range(cx: &mut Context<'_>, range: &RangeLiteral) -> Option<(Quantity, Quantity)> {
    let high = cx.quantity(range.high)?;
    let low = match range.low.unit {
        Some(_) => cx.quantity(range.low)?,
        None => Quantity { number: range.low.number, unit: high.unit },
    };
    if !cx.units.same_dimension(low.unit, high.unit) {
        let place = cx.place(range.high.span());
        let found = Found { what: "下限", span: range.low.span(), unit_span: range.low.unit, unit: low.unit };
        cx.mismatch(found, Expected { what: "上限", place, unit: high.unit });
        return None;
    }
    if cx.in_base(low) > cx.in_base(high) {
        let span = range.low.span().to(range.high.span());
        let swapped = format!("{} ~ {}", cx.slice(range.high.span()), cx.slice(range.low.span()));
        let diagnostic = Diagnostic::error("E0306", cx.place(span), "区间的下限大于上限");
        let unit = if range.low.unit.is_none() { range.high.unit.map(|unit| cx.slice(unit)) } else { None };
        let text = match unit {
            Some(unit) => format!("{} ~ {} {unit}", range.high.number, range.low.number),
            None => swapped,
        };
        cx.report(diagnostic.fix(Safety::Unsafe, span, text, "对调"));
        return None;
    }
    Some((low, high))
}

type Change = (Exact, Option<(Quantity, ast::Quantity)>);

/// `* 105%`, `+ 20 家` after 上年.
fn change(cx: &mut Context<'_>, change: Option<&(BinaryOp, ast::Quantity)>) -> Option<Change> {
    let Some((op, written)) = change else { return Some((Exact::ONE, None)) };
    let quantity = cx.quantity(*written)?;
    let negated = Quantity { number: -quantity.number, ..quantity };
    match op {
        BinaryOp::Add => Some((Exact::ONE, Some((quantity, *written)))),
        BinaryOp::Sub => Some((Exact::ONE, Some((negated, *written)))),
        _ => {
            let factor = cx.ratio(*written, "上年的倍数")?;
            if !factor.is_positive() {
                let diagnostic = Diagnostic::error("E0312", cx.place(written.span()), "上年的倍数要大于 0");
                cx.report(diagnostic.help("增长 5% 写成 `上年 * 105%`"));
                return None;
            }
            let factor = if *op == BinaryOp::Div { Exact::ONE.div(&factor) } else { Some(factor) };
            Some((factor?, None))
        }
    }
}

/// `= 通过`, `= "已建成"`: words behind a sign.
fn wordy(cx: &mut Context<'_>, name: &str, span: Span, text: &str) -> Option<Read> {
    let diagnostic = Diagnostic::error("E0305", cx.place(span), format!("文字 {text} 不能用符号比较"));
    if let Some(answer) = yes_or_no(name, text.trim_matches(['"', '“', '”', '「', '」'])) {
        cx.report(diagnostic.fix(Safety::Unsafe, span, answer, "名称在问是否，写成"));
        return None;
    }
    cx.report(diagnostic.fix(Safety::Unsafe, span, format!("定性 {text}"), "写成定性指标"));
    None
}

/// `= 是` or `= 否`, when the name asks for it and the words answer.
fn yes_or_no(name: &str, words: &str) -> Option<&'static str> {
    const ASKED: [&str; 4] = ["是否", "有无", "能否", "可否"];
    const YES: [&str; 8] = ["是", "有", "能", "可以", "√", "是/否", "有/无", "全部"];
    const NO: [&str; 6] = ["否", "无", "没有", "不能", "不", "×"];
    const DENIED: [&str; 4] = ["不", "未", "没", "无"];
    let question = ASKED.into_iter().find_map(|asked| Some(name.split_once(asked)?.1))?;
    let words = words.trim().trim_end_matches('。');
    let done = words.trim_start_matches(['已', '能', '可', '均', '都', '全']).trim_end_matches('了');
    let repeats = |word: &str| !word.is_empty() && question.contains(word);
    match words {
        _ if NO.contains(&words) => Some("= 否"),
        _ if YES.contains(&words) || matches!(done, "完成" | "通过" | "达标" | "合格" | "达到" | "符合") => {
            Some("= 是")
        }
        _ if DENIED.iter().any(|word| words.strip_prefix(word).is_some_and(repeats)) => Some("= 否"),
        _ if repeats(done) => Some("= 是"),
        _ => None,
    }
}

/// Kinds of texts that forms give a row of their own; indicators are not named after them.
const OWN_ROWS: [TextKind; 4] = [TextKind::Source, TextKind::Evidence, TextKind::Owner, TextKind::Basis];

/// Reports a row whose value has no sign, with the line to paste.
pub(crate) fn without_sign(cx: &mut Context<'_>, name: Name, value: &Value) {
    let word = OWN_ROWS.into_iter().map(TextKind::word).find(|word| cx.name(name).contains(word));
    if let (Value::Text(text), Some(word)) = (value, word) {
        let message = format!("`{}` 是指标的属性，不单独成行", cx.name(name));
        let diagnostic = Diagnostic::error("E0201", cx.place(name.span), message);
        let attribute = format!("{{ {word} {} }}", cx.slice(text.span));
        return cx.report(diagnostic.help(format!("写在它说的那条指标后面：`年度专利授权量 >= 18000 件 {attribute}`")));
    }
    let sign = sign_of_name(cx.name(name));
    sign_missing(cx, name, value, sign, None);
}

/// Reports `预算 100 万元`, a section written like an indicator.
pub(crate) fn section_as_indicator(cx: &mut Context<'_>, name: Name, value: &Value) -> bool {
    let (word, Value::Quantity(quantity)) = (cx.slice(name.span), value) else { return false };
    let line = match word {
        "预算" => format!("财政拨款 {}", cx.slice(quantity.span())),
        "数据" => "受理件数 件".to_owned(),
        _ => return false,
    };
    let message = format!("`{word}` 后面是花括号，里面一行一项");
    let diagnostic = Diagnostic::error("E0202", cx.place(quantity.span()), message);
    let diagnostic = diagnostic.help(format!("写在 `部门` 或 `项目` 里：`{word} {{ {line} }}`"));
    cx.report(diagnostic.fix(Safety::Unsafe, quantity.span(), format!("{{ {line} }}"), "写成"));
    true
}

/// The same of 周期, whose sign is that of the annual target.
pub(crate) fn cycle_without_sign(cx: &mut Context<'_>, name: Name, value: &Value, annual: &Target) {
    let sign = match annual {
        Target::Compare { sign, .. } | Target::Growth { sign, .. } => Some(sign.ascii()),
        Target::Qualitative { .. } | Target::NotApplicable { .. } => None,
    };
    sign_missing(cx, name, value, sign.unwrap_or(">="), sign);
}

/// `sign` is the likely one, `certain` the one that it has to be.
fn sign_missing(cx: &mut Context<'_>, name: Name, value: &Value, sign: &str, certain: Option<&str>) {
    let year = phrase::year_before(&cx.parsed.source.text, name.span.start);
    let whole = match value {
        Value::Quantity(quantity) => Some(quantity.span()),
        Value::Word { span, quantity } => Some(quantity.as_ref().map_or(*span, |quantity| span.to(quantity.span()))),
        _ => None,
    };
    let known = Known { name: cx.name(name), sign: certain, usual: sign, year };
    let bare = cx.name(name);
    let title = whole.filter(|_| is_column_title(bare));
    if let Some((span, meant)) = title.and_then(|span| Some((span, phrase::glued_words(cx.slice(span), sign, year)?))) {
        let diagnostic =
            Diagnostic::error("E0108", cx.place(name.span), format!("`{bare}` 是表格里的栏目，不写在名称前面"));
        return cx.report(diagnostic.fix(Safety::Unsafe, name.span.to(span), meant, "写成"));
    }
    if let (Value::Word { span, quantity: None }, true) = (value, is_column_title(bare)) {
        let message = format!("`{bare}` 是表格里的栏目，不写在名称前面");
        let gone = Span { start: name.span.start, end: span.start };
        let diagnostic = Diagnostic::error("E0108", cx.place(name.span), message);
        return cx.report(diagnostic.fix(Safety::Safe, gone, "", "删去"));
    }
    // `入园率达95%`, of which the name takes the digits.
    if let Value::Word { span, quantity: None } = value
        && cx.slice(*span).starts_with(['%', '％', '‰'])
        && let Some((head, meant)) = phrase::glued(cx.slice(name.span.to(*span)), sign, year)
    {
        let message = format!("指标 `{head}` 和它的指标值连在了一起");
        let diagnostic = Diagnostic::error("E0210", cx.place(name.span.to(*span)), message);
        return cx.report(diagnostic.fix(Safety::Unsafe, name.span.to(*span), format!("{head} {meant}"), "写成"));
    }
    let asked = whole.is_some_and(|span| yes_or_no(bare, cx.slice(span)).is_some());
    let said = whole.filter(|_| !asked).and_then(|span| Some((span, phrase::target(cx.slice(span), known)?)));
    let shown = cx.parsed.slice(name.span);
    let (span, text) = match value {
        Value::Word { span, quantity: None } if !asked && matches!(cx.slice(*span), "无" | "略" | "不考核") => {
            return struck_out(cx, name, *span);
        }
        Value::Quantity(quantity) => (quantity.span(), format!("{sign} {}", cx.slice(quantity.span()))),
        Value::Range(range) => {
            let span = range.low.span().to(range.high.span());
            (span, format!("= {}", cx.slice(span)))
        }
        Value::Date(date) => (date.span, format!("<= {}", cx.slice(date.span))),
        Value::YesNo { span, .. } => (*span, format!("= {}", cx.slice(*span))),
        Value::Previous { span, .. } => (*span, format!("{sign} {}", cx.slice(*span))),
        Value::Text(text) => {
            let words = cx.text(*text);
            let answer = yes_or_no(bare, &words).map(str::to_owned);
            (text.span, answer.unwrap_or_else(|| format!("定性 {}", cx.slice(text.span))))
        }
        Value::Word { span, quantity: None } if yes_or_no(bare, cx.slice(*span)).is_some() => {
            (*span, yes_or_no(bare, cx.slice(*span)).unwrap_or_default().to_owned())
        }
        Value::Word { span, quantity: None } if matches!(cx.slice(*span), "是" | "否") => {
            (*span, format!("= {}", cx.slice(*span)))
        }
        Value::Word { span, quantity: None } if cx.slice(*span) == "上年" => (*span, format!("{sign} 上年")),
        Value::Word { span: word, quantity: Some(quantity) } if said.is_none() && is_comparison(cx.slice(*word)) => {
            let span = word.to(quantity.span());
            let message = format!("看不懂指标 `{bare}` 的指标值 `{}`", cx.slice(span));
            let diagnostic = Diagnostic::error("E0303", cx.place(span), message);
            return cx.report(diagnostic.help(CHANGE_HELP));
        }
        // `完成率达到95%`: the number is the target, whatever the words before it say.
        Value::Word { span, quantity: Some(quantity) } => {
            (span.to(quantity.span()), format!("{sign} {}", cx.slice(quantity.span())))
        }
        Value::Word { span, quantity: None } => (*span, format!("定性 \"{}\"", cx.slice(*span))),
        Value::Method(_) => return without_value(cx, name),
    };
    let (span, text) = said.unwrap_or((span, text));
    let kind = if text.starts_with("定性") { "没有写 `定性`" } else { "没有写符号" };
    let value = cx.slice(span);
    let written = if value.starts_with(['"', '“', '「']) { value.to_owned() } else { format!("`{value}`") };
    let whose = if bare == "周期" { "`周期` 的值".to_owned() } else { format!("指标 `{bare}` 的指标值") };
    let message = format!("{whose} {written} {kind}");
    let diagnostic = Diagnostic::error("E0303", cx.place(span), message);
    let line = format!("{shown} {text}");
    cx.report(diagnostic.help(format!("写成：`{line}`")).fix(Safety::Unsafe, span, text, "补上"));
}

/// `服务人数 无`.
fn struck_out(cx: &mut Context<'_>, name: Name, span: Span) {
    let (name, text) = (cx.slice(name.span), cx.slice(span));
    let message = format!("指标 `{name}` 没有指标值，写的是 `{text}`");
    let diagnostic = Diagnostic::error("E0210", cx.place(span), message);
    let diagnostic = diagnostic.help(format!("不考核时写成 `{name} 不适用 \"理由\"`；用不到这一行时删去"));
    cx.report(diagnostic.fix(Safety::Shown, span, "不适用 \"理由\"", "写成"));
}

/// The sign that the name of an indicator suggests.
fn sign_of_name(name: &str) -> &'static str {
    match reading::leaning(name).direction {
        Direction::Positive => ">=",
        Direction::Negative => "<=",
    }
}

/// Reports a text behind a word that takes none.
pub(crate) fn text_without_keyword(cx: &mut Context<'_>, name: Name) {
    let message = format!("`{}` 不是带文本的关键字", cx.slice(name.span));
    let diagnostic = Diagnostic::error("E0118", cx.place(name.span), message);
    let diagnostic = diagnostic.label("文本前面应当是 `来源`、`说明`、`负责` 等关键字");
    // `数据来源`, `负责科室`.
    let text = cx.slice(name.span);
    let other = other_name(&cx.parsed.source.text, name.span);
    let meant = other.or_else(|| TextKind::ALL.into_iter().map(TextKind::word).find(|word| text.contains(word)));
    cx.report(match meant {
        Some(word) => diagnostic.fix(Safety::Unsafe, name.span, word, "是否要写"),
        None => diagnostic,
    });
}

/// Reports an indicator that says nothing.
pub(crate) fn without_value(cx: &mut Context<'_>, name: Name) {
    let text = cx.name(name);
    let diagnostic = Diagnostic::error("E0210", cx.place(name.span), format!("指标 `{text}` 没有指标值"));
    let year = phrase::year_before(&cx.parsed.source.text, name.span.start).unwrap_or(LAST_KNOWN_YEAR);
    let ends = |endings: &[&str]| endings.iter().any(|ending| text.ends_with(ending));
    let example = match sign_of_name(text) {
        _ if text.starts_with("是否") => "= 是".to_owned(),
        _ if ends(&["时间", "日期", "期限"]) => format!("<= {year}-12-31"),
        sign if ends(&["率", "满意度", "比例", "占比", "比重"]) => format!("{sign} 95%"),
        "<=" => "<= 100 万元".to_owned(),
        sign if ends(&["人数", "人次"]) => format!("{sign} 100 人"),
        sign if ends(&["数", "数量", "量", "次数", "额"]) => format!("{sign} 100 件"),
        _ => "定性 \"要达到的程度\"".to_owned(),
    };
    if let Some((head, meant)) = phrase::glued(text, sign_of_name(text), Some(year)) {
        let message = format!("指标 `{head}` 和它的指标值连在了一起");
        let diagnostic = Diagnostic::error("E0210", cx.place(name.span), message);
        return cx.report(diagnostic.fix(Safety::Unsafe, name.span, format!("{head} {meant}"), "写成"));
    }
    cx.report(diagnostic.help(format!("如 `{} {example}`；不考核时写 `不适用 \"理由\"`", quoted_name(text))));
}

/// The year of an example where a file names none.
const LAST_KNOWN_YEAR: i16 = 2024;
