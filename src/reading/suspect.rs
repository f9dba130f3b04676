//! Texts that look like a target and are none, or are damaged: refused before anything is
//! read out of them that was not meant.

use super::{Scope, TargetKind, TargetReading, quantity};
use crate::reading::scan;
use crate::reading::words;

/// Letters that stand for a digit they look like.
const LIKE_DIGITS: [(char, char); 4] = [('O', '0'), ('o', '0'), ('l', '1'), ('I', '1')];

/// The longest span in years that is told in Chinese numerals; beyond it is a year.
const MOST_YEARS: u64 = 60;

/// The damage of a text, or that it only looks like a target.
pub(super) fn suspect(scope: &Scope) -> Option<TargetReading> {
    CHECKS.iter().find_map(|check| check(scope))
}

const CHECKS: [fn(&Scope) -> Option<TargetReading>; 10] = [
    letters_in_a_number,
    power_of_ten,
    unit_alone,
    either_or,
    no_such_month,
    day_without_month,
    level_of_a_year,
    school_year,
    year_and_month,
    against_a_year,
];

fn refused(scope: &Scope, code: &'static str, message: String, help: String) -> Option<TargetReading> {
    let note = scope.note(code, scope.all(), message).help(help);
    Some(TargetReading::new(TargetKind::Unreadable).noted(note))
}

/// `≥1OO%`.
fn letters_in_a_number(scope: &Scope) -> Option<TargetReading> {
    let digit_of = |letter: char| LIKE_DIGITS.iter().find(|(like, _)| *like == letter).map(|(_, digit)| *digit);
    let in_number = |letter: char| letter.is_ascii_digit() || digit_of(letter).is_some();
    let start = scope.text.find(in_number)?;
    let rest = scope.text.get(start..)?;
    let run = rest.get(..rest.find(|letter| !in_number(letter)).unwrap_or(rest.len()))?;
    let before = scope.text.get(..start)?.ends_with(|letter: char| letter.is_ascii_alphabetic());
    let after = rest.get(run.len()..)?.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let mixed =
        run.contains(|letter: char| letter.is_ascii_digit()) && run.contains(|letter| digit_of(letter).is_some());
    if !mixed || before || after {
        return None;
    }
    let meant: String = run.chars().map(|letter| digit_of(letter).unwrap_or(letter)).collect();
    let message = format!("`{run}` 里的字母像是数字认错了");
    refused(scope, "E0706", message, format!("核对原件，若是数，写成 `{}`", scope.text.replacen(run, &meant, 1)))
}

/// `1e3`.
fn power_of_ten(scope: &Scope) -> Option<TargetReading> {
    let (head, power) = scope.text.split_once(['e', 'E'])?;
    let found = head.ends_with(|letter: char| letter.is_ascii_digit())
        && power.trim_start_matches(['-', '+']).starts_with(|letter: char| letter.is_ascii_digit());
    let message = format!("`{}` 是科学记数法，看不出单位和本来的位数", scope.written(scope.all()));
    found.then(|| refused(scope, "E0713", message, "写出整个数和单位，如 `>= 1000 件`".to_owned()))?
}

/// `万元/亩`.
fn unit_alone(scope: &Scope) -> Option<TargetReading> {
    let is_unit = scan::is_known_unit(scope.text) && (scope.text.contains('/') || scope.text.contains("元"));
    let message = format!("`{}` 只有单位，没有数", scope.written(scope.all()));
    is_unit.then(|| refused(scope, "E0711", message, format!("写上符号和数，如 `>= 1 {}`", scope.text)))?
}

/// `3或5个`.
fn either_or(scope: &Scope) -> Option<TargetReading> {
    let (head, tail) = scope.text.split_once('或')?;
    let found = head.ends_with(|letter: char| letter.is_ascii_digit())
        && tail.starts_with(|letter: char| letter.is_ascii_digit());
    let message = format!("`{}` 里有两个数，不知道按哪一个", scope.written(scope.all()));
    found.then(|| refused(scope, "E0712", message, "只留一个，或写成区间，如 `= 3 ~ 5 个`".to_owned()))?
}

/// `2026年13月`.
fn no_such_month(scope: &Scope) -> Option<TargetReading> {
    let (head, rest) = scope.text.split_once('年')?;
    let year = head.get(head.len().checked_sub(4)?..)?;
    let month = rest.get(..rest.find('月')?)?;
    let is_number = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !year.bytes().all(|byte| byte.is_ascii_digit()) || !is_number(month) {
        return None;
    }
    let known = month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    let message = format!("没有 {month} 月");
    (!known).then(|| refused(scope, "E0717", message, "核对是哪一月，写成 `<= 2026-12-31` 这样".to_owned()))?
}

/// `10日前`, `每月10日前`.
fn day_without_month(scope: &Scope) -> Option<TargetReading> {
    let at = ["日前", "号前", "日之前", "号之前", "日以前"].iter().find_map(|mark| scope.text.find(mark))?;
    let head = scope.text.get(..at)?;
    let before = head.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let dated = before.ends_with(['月', '-', '/', '.']) && !before.ends_with("每月");
    let message = format!("`{}` 没有写是哪个月", scope.written(scope.all()));
    let help = if before.ends_with("每月") {
        "每月都要按时的，写按时的比率，如 `每月按时报送率 = 100%`".to_owned()
    } else {
        "写全月和日，如 `<= 12月10日`".to_owned()
    };
    (before.len() < head.len() && !dated).then(|| refused(scope, "E0713", message, help))?
}

/// `≥2025年水平`, `不少于2025年`: a year is no date by which something is due.
fn level_of_a_year(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    let sign = scan::sign(&mut cursor)?;
    let year = cursor.digits(5).filter(|digits| digits.len() == 4)?;
    let of_year = cursor.eat("年");
    let level = of_year && matches!(cursor.rest(), "水平" | "的水平" | "度水平" | "同期水平" | "同期");
    let alone = of_year && cursor.is_done() && matches!(sign, crate::terms::Sign::Ge | crate::terms::Sign::Gt);
    let message = format!("`{}` 是和 {year} 年比，没有写那一年的值", scope.written(scope.all()));
    (level || alone)
        .then(|| refused(scope, "E0713", message, "写成数，或与上年比：`>= 上年`，并写 `上年` 的值".to_owned()))?
}

/// `2024-2025学年`: when, and not how much.
fn school_year(scope: &Scope) -> Option<TargetReading> {
    let years = ["学年", "学年度", "年度"].iter().find_map(|end| scope.text.strip_suffix(end))?;
    let (from, to) = years.split_once(['-', '~', '至', '到'])?;
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let message = format!("`{}` 是一段时间，不是指标值", scope.written(scope.all()));
    let help = "写出这段时间里要达到的数，如 `>= 40 所`；到期要完成的，写 `<= 2025-08-31`";
    (is_year(from) && is_year(to)).then(|| refused(scope, "E0713", message, help.to_owned()))?
}

/// `2024年12`: the word 月 is missing.
fn year_and_month(scope: &Scope) -> Option<TargetReading> {
    let (year, month) = scope.text.split_once('年')?;
    let digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let message = format!("`{}` 像是少写了“月”", scope.written(scope.all()));
    let help = format!("写成 `<= {year}年{month}月`");
    (year.len() == 4 && digits(year, 4) && digits(month, 2)).then(|| refused(scope, "E0713", message, help))?
}

/// `较2020年增长20%`: by a year that has no value here.
fn against_a_year(scope: &Scope) -> Option<TargetReading> {
    let rest = ["较", "比", "与", "同", "相比", "相较"].iter().find_map(|word| scope.text.strip_prefix(word))?;
    let (year, rest) = rest.split_once('年')?;
    let found = year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && rest.contains(|letter: char| letter.is_ascii_digit());
    let message = format!("`{}` 是和 {year} 年比，没有写那一年的值", scope.written(scope.all()));
    let help = "和上年比的写 `同比 >= 20%`，并写 `上年` 的值；和别的年份比的，折算成数".to_owned();
    found.then(|| refused(scope, "E0713", message, help))?
}

/// `两年内`, `半年内`: so long and no longer, and no day of the calendar.
pub(super) fn span_of_time(scope: &Scope) -> Option<TargetReading> {
    let mut cursor = scope.cursor();
    scan::sign(&mut cursor);
    while cursor.eat_any(words::FILLERS).is_some() {}
    let number = scan::number(&mut cursor)?;
    let ended = cursor.eat("年") && cursor.eat_any(&["内", "之内", "以内"]).is_some();
    let few = number.decimal().is_some_and(|years| years <= MOST_YEARS.into());
    (ended && few && scan::is_trailing(cursor.rest())).then(|| quantity::quantity(scope))?
}
