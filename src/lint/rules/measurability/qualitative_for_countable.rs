//! L212: words where the name asks for a number.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::lint::rules::completeness::is_blank;
use crate::lint::rules::measurability::compound_target;
use crate::model::value::Goal;
use crate::source::half_width;
use crate::syntax::phrase::{self, Known};
use crate::terms::Direction;

pub const RULE: Rule = Rule {
    code: "L212",
    name: "qualitative-for-countable",
    title: "能数的指标写成了定性",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: Some(Safety::Unsafe),
    why: "名称是“率”“数量”“人数”“成本”，指标值就应当是一个数。写成“逐年提升”，年底有数也没法比。\
          `定性 \"≥95%\"` 里有数，但写成了文字，不会按数计分，也不会和别处核对。",
    wrong: &[
        Wrong { text: "公共文化服务参与率 定性 \"逐年提升\"", finds: &["\"逐年提升\""] },
        Wrong { text: "培训人数 定性 \"大幅增加\"", finds: &["\"大幅增加\""] },
        Wrong { text: "维修渠道 定性 \"≥24公里\"", finds: &["定性 \"≥24公里\""] },
        Wrong { text: "主体工程完工时间 定性 \"2024年12月底前\"", finds: &["定性 \"2024年12月底前\""] },
        Wrong { text: "成本控制 定性 \"控制在预算内\"", finds: &["\"控制在预算内\""] },
    ],
    right: &["公共文化服务参与率 >= 60%", "公共文化服务参与率 >= 上年 {\n    上年 58%\n}", "服务水平 定性 \"通过认证\""],
    words: &["rate", "capped-rate", "count", "people"],
    basis: "能够量化的指标应当量化（指标设置的通行要求，以财政部门正式文本为准）。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let Goal::Qualitative(text) = line.goal else { return };
    if compound_target::targets(cx, text) > 1 || is_blank(cx, text) {
        return;
    }
    if let Some(meant) = meant(cx, line, text) {
        let place = cx.target_place(line);
        let message = format!("`{}` 的指标值 `{text}` 是数，却写成了文字", line.name());
        let finding = cx.finding(place, message).help(format!("写成 `{meant}`"));
        let safety = if line.indicator.extras.is_none() { Safety::Unsafe } else { Safety::Shown };
        return cx.report(finding.fix(safety, place.span, meant.clone(), format!("改为 `{meant}`")));
    }
    let example = match line.noun {
        _ if line.has_scale(cx.words) => return,
        noun if noun.is_rate() => "`>= 60%`，或与上年比 `>= 上年`",
        Noun::People => "`>= 200 人`，或与上年比 `>= 上年 * 105%`",
        Noun::Households => "`>= 200 户`，或与上年比 `>= 上年 * 105%`",
        Noun::Times => "`>= 4 次`，或与上年比 `>= 上年`",
        Noun::Count => "`>= 20 个`，或与上年比 `>= 上年 * 105%`",
        Noun::Money => "`>= 50 万元`，或与上年比 `>= 上年 * 105%`",
        Noun::Area => "`>= 2000 平方米`，或与上年比 `>= 上年`",
        Noun::Cost => "`<= 50 万元`、`<= 300 元/人`",
        _ => return,
    };
    let message = format!("`{}` 是能数的，指标值却写成 `{text}`", line.name());
    cx.report(cx.finding(cx.value_place(line), message).help(format!("写成数，例如 {example}")));
}

/// Words that begin a target, with the sign that they say.
const SIGNS: [(&str, &str); 24] = [
    (">=", ">="),
    ("≥", ">="),
    ("≧", ">="),
    ("不低于", ">="),
    ("不少于", ">="),
    ("不小于", ">="),
    ("大于等于", ">="),
    ("大于或等于", ">="),
    ("高于", ">="),
    ("至少", ">="),
    ("<=", "<="),
    ("≤", "<="),
    ("≦", "<="),
    ("不超过", "<="),
    ("不高于", "<="),
    ("不多于", "<="),
    ("不大于", "<="),
    ("小于等于", "<="),
    ("控制在", "<="),
    ("低于", "<="),
    (">", ">"),
    ("<", "<"),
    ("=", "="),
    ("等于", "="),
];

/// Periods after 每, with the unit that a rate has below its line.
const PERIODS: [(&str, &str); 6] =
    [("季度", "季度"), ("半年", ""), ("年", "年"), ("月", "月"), ("周", "周"), ("天", "天")];

/// The target that a text says in words or in signs, as heng writes it.
fn meant(cx: &Cx<'_>, line: &Line<'_>, text: &str) -> Option<String> {
    let letters: String = text.chars().map(half_width).collect();
    let text = letters.trim().trim_end_matches(['。', '.', '!']);
    let (sign, rest) = match SIGNS.iter().find_map(|(word, sign)| Some((*sign, text.strip_prefix(*word)?))) {
        Some((sign, rest)) => (Some(sign), rest.trim_start()),
        None => (None, text),
    };
    let less = line.indicator.direction == Some(Direction::Negative) || line.noun == Noun::Cost;
    let usual = if less { "<=" } else { ">=" };
    let year = line.declaration.year;
    let known = Known { name: &line.indicator.name, sign, usual, year };
    let target = match rest.strip_prefix('每') {
        Some(rest) => {
            let (period, rest) = PERIODS.iter().find_map(|(word, unit)| Some((*unit, rest.strip_prefix(*word)?)))?;
            let rest = SIGNS.iter().find_map(|(word, _)| rest.strip_prefix(*word)).unwrap_or(rest);
            let each = phrase::target(rest, known)?;
            let often = each.chars().next_back().is_some_and(char::is_alphabetic) && !period.is_empty();
            often.then(|| format!("{each}/{period}"))?
        }
        None => phrase::target(rest, known)?,
    };
    is_amount(cx, line, &target)
}

/// Grades are told from each other with numbers that are no amounts: 3类, 5A级.
const GRADES: [char; 7] = ['级', '类', '等', '星', '档', '度', '型'];

/// A target whose unit is known; a share without a unit is one of a hundred.
fn is_amount(cx: &Cx<'_>, line: &Line<'_>, target: &str) -> Option<String> {
    let digits = target.find(|letter: char| letter.is_ascii_digit());
    let Some(digits) = digits.filter(|_| !target.contains("上年") && !target.contains("同比")) else {
        return Some(target.to_owned());
    };
    let number = target.get(digits..)?;
    let unit = number.trim_start_matches(|letter: char| letter.is_ascii_digit() || ".,-~ ".contains(letter));
    // Of a range the second number has the unit.
    let unit = unit.rsplit(['~', ' ']).next().unwrap_or(unit);
    let is_date = unit.is_empty() && number.split('-').count() == 3;
    if unit.is_empty() && !is_date {
        return line.noun.is_rate().then(|| format!("{target}%")).or_else(|| Some(target.to_owned()));
    }
    (is_date || cx.model.units.can_read(unit) && !unit.ends_with(GRADES)).then(|| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn a_number_is_no_text() {
        for (line, wanted) in [
            ("渠道衬砌合格率 定性 \"95%以上\"", &["定性 \"95%以上\""][..]),
            ("巡查频次 定性 \"每月2次\"", &["定性 \"每月2次\""]),
            ("巡查次数 定性 \"3次\"", &["定性 \"3次\""]),
            ("工程完工 定性 \"12月底前\"", &["定性 \"12月底前\""]),
            ("综合得分 定性 \"80分以上\"", &["定性 \"80分以上\""]),
            ("节水水平 定性 \"不低于上年\"", &["定性 \"不低于上年\""]),
            ("响应速度 定性 \"24小时内\"", &["定性 \"24小时内\""]),
            ("出水水质 定性 \"3类\"", &[]),
            ("景区等级 定性 \"5A级\"", &[]),
            ("消防设施 定性 \"达到GB50016标准\"", &[]),
            ("经济效益 定性 \"不涉及\"", &[]),
        ] {
            assert_eq!(found(&RULE, line), wanted, "{line}");
        }
    }
}
