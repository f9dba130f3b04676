//! A day that a text sets for something whose day an indicator sets: `2024年12月31日前完工`
//! against `完工时间 <= 2024-11-30`. Part of L606.

use std::ops::Range;

use jiff::civil::Date;

use super::{texts, word};
use crate::lint::cx::Cx;
use crate::lint::narrative;
use crate::model::Declaration;
use crate::model::declaration::Indicator;
use crate::model::value::Goal;
use crate::source::{Place, Span, half_width};

/// A month or a day in a text: any of its days may be meant.
struct Said {
    range: Range<usize>,
    first: Date,
    last: Date,
}

/// Words around a date that say nothing of what happens then; longer ones first.
const EMPTY: [&str; 32] = [
    "在全县",
    "以前",
    "之前",
    "前后",
    "全部",
    "全面",
    "如期",
    "按时",
    "按期",
    "力争",
    "确保",
    "争取",
    "计划",
    "预计",
    "务必",
    "必须",
    "保证",
    "实现",
    "截至",
    "截止",
    "不迟于",
    "不晚于",
    "年底",
    "月底",
    "年末",
    "前",
    "底",
    "末",
    "于",
    "在",
    "为",
    "到",
];

/// What a day is set for at the end of a piece of work.
const ENDS: [&str; 17] = [
    "上线", "启用", "开工", "通车", "到货", "投产", "开业", "发放", "拨付", "印发", "完工", "竣工", "完成", "建成",
    "交付", "验收", "投用",
];

/// Words of a name that only say that it is about a day.
const DAY: [&str; 5] = ["时间", "日期", "时限", "期限", "时点"];

pub(super) fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    let dated: Vec<(&Indicator, Date)> = declaration
        .indicators
        .iter()
        .filter_map(|indicator| match indicator.goal {
            Some(Goal::Date { date, .. }) => Some((indicator, date)),
            _ => None,
        })
        .collect();
    if dated.is_empty() {
        return;
    }
    for (kind, text, task) in texts(declaration) {
        let mut start = 0;
        for clause in
            cx.slice(text).split_inclusive(['，', ',', '。', '；', ';', '：', '、', '（', '）', '“', '”', '"'])
        {
            let from = start;
            start += clause.len();
            let Some(said) = said(clause, declaration.year) else { continue };
            let Some((indicator, date)) = meant(clause, &said, &dated) else { continue };
            // A task may end before the whole does.
            if said.last >= date && said.first <= date || task.is_some() && said.last < date {
                continue;
            }
            let start = text.span.start as usize + from;
            let place = Place { file: text.file, span: Span::new(start + said.range.start, start + said.range.end) };
            let message = format!(
                "{}写的是 `{}`，指标 `{}` 的指标值是 `{date}`",
                word(kind, task),
                super::written(cx, place),
                indicator.name
            );
            let row = declaration.at(indicator.name_span);
            let finding = cx.finding(place, message).related(row, format!("指标值是 {date}"));
            cx.report(finding.help("改成同一个日期"));
        }
    }
}

/// The only date of a clause; of several, none.
fn said(clause: &str, year: Option<i16>) -> Option<Said> {
    let at = clause.find('月')?;
    let head = clause.get(..at)?;
    let month_at = digits_before(head)?;
    let month: i8 = number(head.get(month_at..)?)?;
    let (start, year) = match head.get(..month_at)?.trim_end().strip_suffix('年') {
        Some(head) => {
            let year_at = digits_before(head)?;
            (year_at, number(head.get(year_at..)?)?)
        }
        None => (month_at, year?),
    };
    let first = Date::new(year, month, 1).ok()?;
    let rest_at = at + '月'.len_utf8();
    let rest = clause.get(rest_at..)?;
    // From one day to another, or a second day: it cannot be told which of them ends the work.
    if rest.contains(['月', '至', '—', '-', '~']) {
        return None;
    }
    // 9 月 30 日
    let blank = rest.len() - rest.trim_start().len();
    let after = rest.trim_start();
    let digits = after.len() - after.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let rest = after.get(digits..)?;
    let more = rest.len() - rest.trim_start().len();
    let (first, last, end) = match rest.trim_start().starts_with(['日', '号']) && digits > 0 {
        true => {
            let day = Date::new(year, month, number(after.get(..digits)?)?).ok()?;
            (day, day, rest_at + blank + digits + more + '日'.len_utf8())
        }
        false if digits > 0 => return None,
        false => (first, first.last_of_month(), rest_at),
    };
    Some(Said { range: start..end, first, last })
}

/// Where the digits at the end of a text begin.
fn digits_before(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let start = text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    (start < text.len()).then_some(start)
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.trim_end().parse().ok()
}

/// The only indicator that has a name for what a clause sets a day for: nothing is said in the
/// clause that is not in the name.
fn meant<'d>(clause: &str, said: &Said, dated: &[(&'d Indicator, Date)]) -> Option<(&'d Indicator, Date)> {
    let (before, after) = (clause.get(..said.range.start)?, clause.get(said.range.end..)?);
    let what = format!("{}{}", bare(before), bare(after));
    let end = ENDS.iter().find(|end| what.contains(**end))?;
    // 完成平台上线 is 平台上线.
    let what = if *end == "完成" { what.clone() } else { what.replace("完成", "") };
    let is_named = |name: &str| name.contains(end) && what.chars().all(|letter| name.contains(letter));
    let mut found = dated.iter().filter(|(indicator, _)| {
        let name = narrative::core(&indicator.name);
        DAY.iter().any(|word| name.ends_with(word)) && is_named(&name)
    });
    found.next().filter(|_| found.next().is_none()).copied()
}

/// The letters of a text without the words that say nothing.
fn bare(text: &str) -> String {
    let letters: String = text.chars().map(half_width).filter(|letter| letter.is_alphanumeric()).collect();
    EMPTY.iter().fold(letters, |text, word| text.replace(word, ""))
}

#[cfg(test)]
mod tests {
    use crate::lint::rules::continuity::narrative_number_differs::RULE;
    use crate::lint::tests::found;

    #[test]
    fn a_day_is_the_same_in_both_places() {
        for (goal, wanted) in [
            ("工程于2024年12月31日前完工。", &["2024年12月31日"][..]),
            ("新建泵站2座，力争2024年12月底前全部完工。", &["2024年12月"]),
            ("工程完工时间为12月15日。", &["12月15日"]),
            ("2024年11月底前完工，2024年12月完成结算。", &[]),
            ("2024年3月至12月完工。", &[]),
            ("2024 年 12 月 31 日前完工。", &["2024 年 12 月 31 日"]),
            ("12 月 31 日前完成工程竣工。", &[]),
            ("12 月 31 日前完成工程完工。", &["12 月 31 日"]),
            ("2024年6月底前主体完工。", &[]),
            ("2024年9月底前完成设备采购。", &[]),
        ] {
            let text = format!(
                "项目 甲 {{\n年度 2024\n总体目标 \"{goal}\"\n产出指标 {{\n时效指标 {{\n工程完工时间 <= 2024-11-30\n\
                 }}\n}}\n效益指标 {{\n社会效益指标 {{\n受益户数 >= 30 户\n}}\n}}\n\
                 满意度指标 {{\n服务对象满意度指标 {{\n群众满意度 >= 90%\n}}\n}}\n}}"
            );
            assert_eq!(found(&RULE, &text), wanted, "{goal}");
        }
    }
}
