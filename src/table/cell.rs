//! One actual value, as typed into a cell: `80.5亿元`, `97.2%（抽样）`, `≥266米`, `达成预期指标`.
//!
//! Reads the cell for what it means, without knowing the indicator; what cannot be used
//! says why. Shares its tokens with [`super::target`].

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::sheet::Content;
use crate::diag::Severity;
use crate::exact::Exact;
use crate::reading::measure::{self, Measure};
use crate::reading::normal::normalised;
use crate::reading::scan::{self, Cursor};
use crate::reading::when::{self, Precision};
use crate::reading::words;
use crate::score::actuals::RawValue;
use crate::terms::{Judgement, Sign};

/// What the rest of the row and the plan tell about a cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellContext<'a> {
    /// The indicator's name: one that asks for a date lets a number be a serial date.
    pub name: &'a str,
    /// The fiscal year, for dates without one.
    pub year: Option<i16>,
}

/// How a cell is read, and what has to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct CellReading {
    /// The value.
    pub value: RawValue,
    /// Findings, without their place.
    pub notes: Vec<CellNote>,
}

/// A finding about one cell; the caller adds the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellNote {
    /// One of the E05xx codes.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that stands alone.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Words of judgement, and the grade each gives.
const JUDGEMENTS: &[(&str, Judgement)] = &[
    ("达成预期指标", Judgement::Met),
    ("达成年度指标", Judgement::Met),
    ("达成预期目标", Judgement::Met),
    ("达成年度目标", Judgement::Met),
    ("达到预期指标", Judgement::Met),
    ("达到预期目标", Judgement::Met),
    ("达到预期效果", Judgement::Met),
    ("达到预期", Judgement::Met),
    ("达成预期", Judgement::Met),
    ("全部达成", Judgement::Met),
    ("已达成", Judgement::Met),
    ("达成", Judgement::Met),
    ("已全部完成", Judgement::Met),
    ("全部完成", Judgement::Met),
    ("全面完成", Judgement::Met),
    ("按时完成", Judgement::Met),
    ("按期完成", Judgement::Met),
    ("如期完成", Judgement::Met),
    ("按计划完成", Judgement::Met),
    ("圆满完成", Judgement::Met),
    ("已完成", Judgement::Met),
    ("完成", Judgement::Met),
    ("部分达成预期指标并具有一定效果", Judgement::Partly),
    ("部分达成年度指标并具有一定效果", Judgement::Partly),
    ("部分达成预期目标并具有一定效果", Judgement::Partly),
    ("部分实现预期指标并具有一定效果", Judgement::Partly),
    ("部分达成预期指标", Judgement::Partly),
    ("部分达成年度指标", Judgement::Partly),
    ("部分达成预期目标", Judgement::Partly),
    ("部分达成", Judgement::Partly),
    ("基本达成预期指标", Judgement::Partly),
    ("基本达成", Judgement::Partly),
    ("部分完成", Judgement::Partly),
    ("基本完成", Judgement::Partly),
    ("未达成预期指标且效果较差", Judgement::Missed),
    ("未达成年度指标且效果较差", Judgement::Missed),
    ("未达成预期目标且效果较差", Judgement::Missed),
    ("未达成预期指标", Judgement::Missed),
    ("未达成年度指标", Judgement::Missed),
    ("未达成预期目标", Judgement::Missed),
    ("未达到预期", Judgement::Missed),
    ("未达成", Judgement::Missed),
    ("未完成", Judgement::Missed),
    ("没有完成", Judgement::Missed),
    ("尚未完成", Judgement::Missed),
];

/// Answers to a yes-or-no question that are no targets, in lower case.
const ANSWERS: &[(&str, bool)] = &[
    ("是的", true),
    ("通过", true),
    ("已通过", true),
    ("true", true),
    ("yes", true),
    ("y", true),
    ("不是", false),
    ("未通过", false),
    ("没有通过", false),
    ("不通过", false),
    ("×", false),
    ("✕", false),
    ("false", false),
    ("no", false),
    ("n", false),
];

/// Words in front of a number that is not reached.
const SHORT_OF: &[&str] = &["近", "将近", "接近", "差不多"];

/// What stands in a cell in which a formula failed.
const FORMULA_ERRORS: &[&str] =
    &["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#SPILL!", "#CALC!"];

/// Cells that say that there is nothing.
const DASHES: &[&str] = &["", "-", "--", "---", "/", "\\", "...", "......", "_"];

/// Serial numbers that a date of a budget year can have: 2000 to 2059.
const SERIALS: std::ops::RangeInclusive<i64> = 36_526..=58_440;

/// The longest cell that is read as a value; longer ones are text.
const MAX_VALUE_BYTES: usize = 600;

/// Reads one cell.
pub fn read(content: &Content, context: CellContext) -> CellReading {
    match content {
        Content::Empty => RawValue::Empty.into(),
        Content::Text(text) => read_text(text, context),
        Content::Number(number) => number_cell(*number, context),
        Content::Percent(number) => RawValue::Number { number: *number, unit: Some("%".to_owned()), sign: None }.into(),
        Content::Date(date) => RawValue::Date { date: *date, from: *date }.into(),
        Content::Bool(answer) => RawValue::YesNo(*answer).into(),
        Content::Broken(what) if what.starts_with('#') => formula_error(what),
        Content::Broken(what) => {
            let note = CellNote::error("E0523", format!("单元格读不出值：{what}")).help("直接填实际值");
            CellReading { value: RawValue::Unreadable(what.clone()), notes: vec![note] }
        }
        Content::Uncalculated => uncalculated(),
    }
}

/// The readings of a text in the order they are tried; the first that fits is taken.
const READINGS: &[fn(&str, CellContext) -> Option<CellReading>] =
    &[nothing, judgement, yes_no, in_words, date, scientific, number];

fn read_text(text: &str, context: CellContext) -> CellReading {
    let trimmed = text.trim();
    if trimmed.len() > MAX_VALUE_BYTES {
        return RawValue::Text(trimmed.to_owned()).into();
    }
    if FORMULA_ERRORS.contains(&trimmed.to_ascii_uppercase().as_str()) {
        return formula_error(trimmed);
    }
    let normal = normalised(trimmed);
    let meant = normal.trim_end_matches(['。', ';', ',', '!', '、']).trim_matches(['"', '“', '”', '‘', '’', '\'']);
    READINGS
        .iter()
        .find_map(|reading| reading(meant, context))
        .unwrap_or_else(|| RawValue::Text(trimmed.to_owned()).into())
}

fn number_cell(number: Decimal, context: CellContext) -> CellReading {
    if asks_for_date(context.name)
        && let Some(date) = serial(number)
    {
        return serial_date(&number.to_string(), date);
    }
    RawValue::Number { number, unit: None, sign: None }.into()
}

fn nothing(text: &str, _: CellContext) -> Option<CellReading> {
    DASHES.contains(&text).then(|| RawValue::Empty.into())
}

fn formula_error(what: &str) -> CellReading {
    let note = CellNote::error("E0522", format!("公式出错，显示 `{what}`")).help("改正公式，或直接填实际值");
    CellReading { value: RawValue::Unreadable(format!("公式错误 {what}")), notes: vec![note] }
}

/// A formula that nobody has calculated is no empty cell.
pub(super) fn uncalculated() -> CellReading {
    let note = CellNote::error("E0522", "公式没有存下算出的值".to_owned())
        .help("用 Excel 或 WPS 打开这个文件，保存一次；或直接填实际值");
    CellReading { value: RawValue::Unreadable("公式没有存下算出的值".to_owned()), notes: vec![note] }
}

/// `达成预期指标`, `部分达成（80%）`.
fn judgement(text: &str, _: CellContext) -> Option<CellReading> {
    let (word, judgement) =
        JUDGEMENTS.iter().filter(|(word, _)| text.starts_with(word)).max_by_key(|(word, _)| word.len())?;
    let rest = text.strip_prefix(word)?.trim_matches(['(', ')', ':', ',', ' ']);
    if rest.is_empty() || rest == "任务" || rest == "目标" {
        return Some(RawValue::Judgement(*judgement, None).into());
    }
    let mut cursor = Cursor::new(rest);
    let share = scan::number(&mut cursor)?;
    let percent = share.unit == Some("%") || cursor.eat("%");
    if !percent || !cursor.is_done() || share.value.starts_with('-') {
        return None;
    }
    // 完成90% is a number; 达成预期指标90% is a grade with its share.
    if word.ends_with("完成") {
        return None;
    }
    let share = Exact::from(share.decimal()?).div(&Exact::int(100))?;
    Some(RawValue::Judgement(*judgement, Some(share)).into())
}

/// `是`, `已通过`, `是（已验收）`.
fn yes_no(text: &str, _: CellContext) -> Option<CellReading> {
    let (word, note) = match text.strip_suffix(')').and_then(|head| head.split_once('(')) {
        Some((word, note)) => (word.trim_end(), Some(note)),
        None => (text, None),
    };
    let lower = word.to_ascii_lowercase();
    let (_, answer) = words::YES_NO.iter().chain(ANSWERS).find(|(known, _)| *known == lower)?;
    let notes = note.map(|note| beside(&format!("({note})"))).into_iter().collect();
    Some(CellReading { value: RawValue::YesNo(*answer), notes })
}

/// What stands in brackets behind a value.
fn beside(note: &str) -> CellNote {
    CellNote::note("E0528", format!("实际值后面的 `{note}` 是说明，没有参加计算")).help("说明写到偏差原因或备注")
}

/// `零投诉` is 0, `全覆盖` is 100%.
fn in_words(text: &str, _: CellContext) -> Option<CellReading> {
    let (number, unit) = if words::ZERO_WORDS.contains(&text) {
        (Decimal::ZERO, None)
    } else if words::FULL_WORDS.contains(&text) {
        (Decimal::ONE_HUNDRED, Some("%".to_owned()))
    } else {
        return None;
    };
    let meant = format!("{number}{}", unit.as_deref().unwrap_or_default());
    let note = CellNote::note("E0539", format!("`{text}` 按意思读作 {meant}")).help("实际值填数和单位");
    Some(CellReading { value: RawValue::Number { number, unit, sign: None }, notes: vec![note] })
}

/// `2024年12月10日`, `2024-03-18`, `10月`, `2021年12月完成`.
fn date(text: &str, context: CellContext) -> Option<CellReading> {
    let mut cursor = Cursor::new(text);
    let signed = scan::sign(&mut cursor).is_some_and(|sign| sign != Sign::Eq);
    cursor.eat_any(&["已于", "于", "在", "截至", "至", "完成时间:", "完成于"]);
    let found = when::when(&mut cursor).filter(|found| found.precision != Precision::Year || found.marked_end)?;
    time_of_day(&mut cursor);
    let bounded = cursor.eat_any(&["前", "之前", "以前", "底前"]).is_some();
    cursor.eat_any(&["底", "内"]);
    if !scan::is_trailing(cursor.rest().trim_start_matches(',')) {
        return None;
    }
    if found.leans_on_fiscal_year() && context.year.is_none() {
        let note = CellNote::error("E0532", format!("日期 `{text}` 没有年份")).help("写全年月日，如 `2024年10月15日`");
        return Some(CellReading {
            value: RawValue::Unreadable(format!("日期 {text} 没有年份")), notes: vec![note]
        });
    }
    let Some(date) = found.date(context.year.unwrap_or(2000)) else {
        let CellReading { value, notes } = unreadable(text, "没有这一天");
        let dated = |note: CellNote| CellNote {
            help: Some("核对是哪一天，写成 `2024-11-30` 这样".to_owned()), ..note
        };
        return Some(CellReading { value, notes: notes.into_iter().map(dated).collect() });
    };
    // `11月20日前` and `≤2024-11-20` only say how late it was at the most.
    let earliest =
        if signed || bounded { Some(date.first_of_year()) } else { found.earliest(context.year.unwrap_or(2000)) };
    Some(RawValue::Date { date, from: earliest.unwrap_or(date) }.into())
}

/// ` 00:00:00`, `T08:30`.
fn time_of_day(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    ahead.eat_any(&[" ", "T"]);
    if ahead.digits(2).is_some() && ahead.eat(":") && ahead.digits(2).is_some() {
        while ahead.eat_any(&[":", "."]).is_some() {
            ahead.digits(9);
        }
        *cursor = ahead;
    }
}

/// `1.2E+05`, as spreadsheets write large numbers into separated text.
fn scientific(text: &str, _: CellContext) -> Option<CellReading> {
    let (head, power) = text.split_once(['e', 'E'])?;
    let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let head_digits = head.trim_start_matches(['-', '+']).replacen('.', "", 1);
    if !is_whole(&head_digits) || !is_whole(power.trim_start_matches(['-', '+'])) {
        return None;
    }
    Some(match Decimal::from_scientific(text) {
        Ok(number) => RawValue::Number { number: number.normalize(), unit: None, sign: None }.into(),
        Err(_) => unreadable(text, "位数太多"),
    })
}

fn number(text: &str, context: CellContext) -> Option<CellReading> {
    let found = measure::measure(text)?;
    let core = text.get(found.core()).unwrap_or_default();
    if let Some(tail) = &found.tail {
        return is_range(text, &found, tail.start).then(|| unreadable(text, "是区间，不是一个数"));
    }
    if found.lead.is_some()
        || is_a_word(&found)
        || found.bracket.as_ref().is_some_and(|_| found.unit.is_none() && found.number.chinese)
    {
        return None;
    }
    if found.misread.is_some() || found.each.is_some() || text == "一" {
        return Some(unreadable(text, "说不清是多少"));
    }
    let Some(number) = found.number.decimal() else { return Some(unreadable(text, "位数太多")) };
    let unit = found.unit_text();
    let bare = unit.is_none() && found.sign.is_none();
    if bare
        && asks_for_date(context.name)
        && let Some(date) = serial(number)
    {
        return Some(serial_date(core, date));
    }
    let short = SHORT_OF.iter().any(|word| text.starts_with(word));
    let sign = found.sign.as_ref().or(found.suffix.as_ref()).map(|(sign, _)| *sign);
    let sign = sign.or(short.then_some(Sign::Lt));
    let mut notes = Vec::new();
    if found.approximate.is_some() && !short {
        let note = CellNote::warning("E0527", format!("实际值 `{text}` 是约数，按 {number} 计算")).help("填准确的数");
        notes.push(note);
    }
    if let Some(note) = found.bracket.and_then(|range| text.get(range)) {
        notes.push(beside(note));
    }
    Some(CellReading { value: RawValue::Number { number, unit, sign }, notes })
}

/// 一流, 三好: a Chinese numeral that begins a word.
fn is_a_word(found: &Measure) -> bool {
    let unit = found.unit.as_ref().map(|unit| unit.text.as_str());
    found.number.chinese && found.number.unit.is_none() && !unit.is_none_or(scan::is_known_unit)
}

/// Whether the text goes on with a dash and another number.
fn is_range(text: &str, found: &Measure, tail: usize) -> bool {
    let mut cursor = Cursor::at(text, tail);
    found.lead.is_none()
        && cursor.eat_any(&["-", "--", "~", "至", "到"]).is_some()
        && scan::number(&mut cursor).is_some()
        && (scan::unit(&mut cursor).is_some() || cursor.is_done())
        && cursor.is_done()
}

fn asks_for_date(name: &str) -> bool {
    words::TIME_NAMES.iter().any(|word| name.contains(word))
}

fn serial(number: Decimal) -> Option<Date> {
    let whole = number.trunc();
    let serial = i64::try_from(whole.mantissa()).ok().filter(|_| whole.scale() == 0)?;
    SERIALS.contains(&serial).then(|| when::serial_date(serial)).flatten()
}

fn serial_date(found: &str, date: Date) -> CellReading {
    let note =
        CellNote::warning("E0538", format!("`{found}` 是 Excel 的日期序号，按 {date} 读")).help("把单元格设成日期格式");
    CellReading { value: RawValue::Date { date, from: date }, notes: vec![note] }
}

fn unreadable(text: &str, why: &str) -> CellReading {
    let note = CellNote::error("E0523", format!("实际值 `{text}` {why}"))
        .help("填一个数和单位，如 `760 件`；定性指标填 `达成预期指标`");
    CellReading { value: RawValue::Unreadable(format!("`{text}` {why}")), notes: vec![note] }
}

impl From<RawValue> for CellReading {
    fn from(value: RawValue) -> Self {
        CellReading { value, notes: Vec::new() }
    }
}

impl CellNote {
    pub(super) fn error(code: &'static str, message: String) -> Self {
        CellNote { code, severity: Severity::Error, message, help: None }
    }

    pub(super) fn warning(code: &'static str, message: String) -> Self {
        CellNote { severity: Severity::Warning, ..Self::error(code, message) }
    }

    pub(super) fn note(code: &'static str, message: String) -> Self {
        CellNote { severity: Severity::Note, ..Self::error(code, message) }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, date: &str) -> RawValue {
        RawValue::Date { date: date.parse().unwrap(), from: from.parse().unwrap() }
    }

    /// A date of a month, and the first day of it that may be meant.
    fn day(year: i16, month: i8, first: i8, last: i8) -> RawValue {
        RawValue::Date { date: Date::constant(year, month, last), from: Date::constant(year, month, first) }
    }

    fn read_as(text: &str, name: &str) -> (RawValue, Vec<&'static str>) {
        let reading = read(&Content::Text(text.to_owned()), CellContext { name, year: Some(2024) });
        (reading.value, reading.notes.iter().map(|note| note.code).collect())
    }

    fn number(text: &str, unit: Option<&str>, sign: Option<Sign>) -> RawValue {
        RawValue::Number { number: text.parse().unwrap(), unit: unit.map(str::to_owned), sign }
    }

    #[test]
    fn numbers_with_units_signs_and_notes() {
        for (text, value, codes) in [
            ("80.5亿元", number("80.5", Some("亿元"), None), vec![]),
            ("97.2%", number("97.2", Some("%"), None), vec![]),
            ("1,234", number("1234", None, None), vec![]),
            ("=100%", number("100", Some("%"), Some(Sign::Eq)), vec![]),
            ("≥266米", number("266", Some("米"), Some(Sign::Ge)), vec![]),
            ("９７．２％（抽样）", number("97.2", Some("%"), None), vec!["E0528"]),
            ("约500人", number("500", Some("人"), None), vec!["E0527"]),
            ("完成760件", number("760", Some("件"), None), vec![]),
            ("完成90%", number("90", Some("%"), None), vec![]),
            ("百分之九十五", number("95", Some("%"), None), vec![]),
            ("-3.5%", number("-3.5", Some("%"), None), vec![]),
            ("零投诉", number("0", None, None), vec!["E0539"]),
            ("近10家", number("10", Some("家"), Some(Sign::Lt)), vec![]),
            ("10家以下", number("10", Some("家"), Some(Sign::Le)), vec![]),
            ("1.2E+05", number("120000", None, None), vec![]),
            ("10台套。", number("10", Some("台套"), None), vec![]),
        ] {
            assert_eq!(read_as(text, "PCT国际专利申请量"), (value, codes), "{text}");
        }
    }

    #[test]
    fn words_dates_and_what_cannot_be_used() {
        let share = Exact::ratio(80, 100);
        for (text, value, codes) in [
            ("", RawValue::Empty, vec![]),
            ("—", RawValue::Empty, vec![]),
            ("是（已验收）", RawValue::YesNo(true), vec!["E0528"]),
            ("已通过", RawValue::YesNo(true), vec![]),
            ("FALSE", RawValue::YesNo(false), vec![]),
            ("1e-999", RawValue::Unreadable("`1e-999` 位数太多".into()), vec!["E0523"]),
            ("达成预期指标", RawValue::Judgement(Judgement::Met, None), vec![]),
            ("部分达成预期指标并具有一定效果(80%)", RawValue::Judgement(Judgement::Partly, share), vec![]),
            ("未达成", RawValue::Judgement(Judgement::Missed, None), vec![]),
            ("已完成", RawValue::Judgement(Judgement::Met, None), vec![]),
            ("是", RawValue::YesNo(true), vec![]),
            ("√", RawValue::YesNo(true), vec![]),
            ("显著提升", RawValue::Text("显著提升".into()), vec![]),
            ("一流", RawValue::Text("一流".into()), vec![]),
            ("完成1部宣传片,2套方案", RawValue::Text("完成1部宣传片,2套方案".into()), vec![]),
            ("2024年3月18日", day(2024, 3, 18, 18), vec![]),
            ("2024-12-10 00:00:00", day(2024, 12, 10, 10), vec![]),
            ("2023年10月", day(2023, 10, 1, 31), vec![]),
            ("7月", day(2024, 7, 1, 31), vec![]),
            ("2021年12月完成", day(2021, 12, 1, 31), vec![]),
            ("2024年11月中旬", day(2024, 11, 1, 20), vec![]),
            ("2024年底", day(2024, 12, 1, 31), vec![]),
            ("第四季度", days("2024-10-01", "2024-12-31"), vec![]),
            ("2024年下半年", days("2024-07-01", "2024-12-31"), vec![]),
            ("年内完成", days("2024-01-01", "2024-12-31"), vec![]),
            ("2024年11月20日前", days("2024-01-01", "2024-11-20"), vec![]),
            ("≤2024-11-20", days("2024-01-01", "2024-11-20"), vec![]),
            ("#DIV/0!", RawValue::Unreadable("公式错误 #DIV/0!".into()), vec!["E0522"]),
            ("100-120", RawValue::Unreadable("`100-120` 是区间，不是一个数".into()), vec!["E0523"]),
        ] {
            assert_eq!(read_as(text, "指标"), (value, codes), "{text}");
        }
        let date = Date::constant(2021, 12, 31);
        assert_eq!(read_as("44,561", "到位时间"), (RawValue::Date { date, from: date }, vec!["E0538"]));
        let none = read(&Content::Text("2024-11-31".into()), CellContext::default());
        assert_eq!(none.notes[0].message, "实际值 `2024-11-31` 没有这一天");
        assert_eq!(none.notes[0].help.as_deref(), Some("核对是哪一天，写成 `2024-11-30` 这样"));
        let bare = read(&Content::Text("10月".into()), CellContext::default());
        assert_eq!(bare.notes[0].code, "E0532");
    }
}
