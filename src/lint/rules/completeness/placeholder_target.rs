//! L111: what stands in a cell so that it is not empty.

use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::unit::UnitId;
use crate::model::value::Goal;
use crate::source::Place;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "L111",
    name: "placeholder-target",
    title: "指标值或名称是占位的",
    level: Level::Error,
    certainty: Certainty::Certain,
    fix: None,
    why: "“无”“**”“待定”是填表时为了不留空写下的，到年底没有可以核对的东西。没有这类指标就删掉这一行；有而本年不考核的，写 `不适用` 和理由。",
    wrong: &[
        Wrong {
            text: r#"应急演练次数 定性 "无""#,
            finds: &["无"],
        },
        Wrong {
            text: r#""果树种植数量（≥**株）" >= 17600 株"#,
            finds: &["**"],
        },
        Wrong {
            text: r#"本项目不适用此项 定性 "无""#,
            finds: &["本项目不适用此项"],
        },
        Wrong {
            text: "公众环保意识 >= 88",
            finds: &["88"],
        },
    ],
    right: &[
        r#"培训人次 >= 600 人次
应急演练次数 不适用 "本年不组织演练""#,
        "果树种植数量 >= 17600 株",
        "重大安全事故 = 0 起",
        "考核得分 >= 88 分",
    ],
    words: &["placeholders"],
    basis: "绩效指标值应当填写完整、可以核对；`88`、`无`、`**` 一类是填表软件和旧表留下的占位。",
    check: Check::Indicator(check),
};

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    let name = line.name();
    let Some((place, message)) = placeholder(cx, line, name) else { return };
    let finding = cx.finding(place, message);
    cx.report(finding.help("写上数值；没有这类指标就删掉这一行；本年不考核的写 `不适用 \"理由\"`"));
}

fn placeholder(cx: &Cx<'_>, line: &Line<'_>, name: &str) -> Option<(Place, String)> {
    let applies = !matches!(line.goal, Goal::NotApplicable(_));
    // Few names hold a letter of what is looked for.
    let may_fit = name.contains(['不', '无', '*', 'X', 'x', '×', '＊']);
    if (may_fit && applies && ["不适用", "无此项", "无此类"].iter().any(|word| name.contains(word))) || cx.words.is("placeholders", name) {
        return Some((line.name_place(), format!("`{name}` 不是指标的名称")));
    }
    let marks: &[&str] = if may_fit { &["**", "XX", "xx", "××", "＊＊"] } else { &[] };
    if let Some(mark) = marks.iter().find(|mark| name.contains(**mark)) {
        let place = cx.within(line.name_place(), mark);
        return Some((place, format!("指标名称 `{name}` 里留着占位的 `{mark}`")));
    }
    if matches!(line.goal, Goal::Quantity { .. }) && is_group(name) {
        return Some((line.name_place(), format!("`{name}` 不是指标的名称")));
    }
    match line.goal {
        // No accidents, no complaints: 无 is the target.
        Goal::Qualitative(text) if line.noun == Noun::Harm && matches!(text.trim(), "无" | "没有" | "暂无") => None,
        Goal::Qualitative(text) if is_blank(cx, text) => {
            Some((inside_marks(cx, cx.value_place(line)), format!("`{name}` 的指标值 `{text}` 只是占位")))
        }
        Goal::Quantity { value, .. }
            if value.unit == UnitId::NONE && line.noun == Noun::Unknown && FILLERS.contains(&value.number)
                && !is_scored(name) =>
        {
            let message = format!("`{name}` 的指标值 `{}` 没有单位，像是占位的数", value.number);
            Some((cx.value_place(line), message))
        }
        _ => None,
    }
}

/// The words of which the names of groups are made.
const GROUPS: [&str; 12] = [
    "指标", "数量", "质量", "时效", "成本", "效益", "经济", "社会", "生态", "可持续影响", "满意度", "产出",
];

/// Whether a name is that of a group with a number or 其他 instead of one: 指标1, 社会效益2,
/// 其他数量指标.
fn is_group(name: &str) -> bool {
    let digit = |letter: char| letter.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(letter);
    let bare = name.trim_end_matches(digit);
    let other = ["其他", "其它"].iter().find_map(|word| bare.strip_prefix(word));
    let rest = GROUPS.iter().fold(other.unwrap_or(bare).to_owned(), |rest, word| rest.replace(word, ""));
    rest.is_empty() && (bare.len() < name.len() || name.ends_with("指标"))
}

/// Whether a number without a unit is what a name asks for: 路面使用性能指数PQI, 综合评分.
fn is_scored(name: &str) -> bool {
    let words = ["指数", "评分", "得分", "分值", "系数", "等级", "排名", "值"];
    name.ends_with(|letter: char| letter.is_ascii_alphabetic()) || words.iter().any(|word| name.contains(word))
}

/// Numbers that are typed to fill a cell.
const FILLERS: [Decimal; 3] =
    [Decimal::from_parts(88, 0, 0, false, 0), Decimal::from_parts(888, 0, 0, false, 0), Decimal::from_parts(8888, 0, 0, false, 0)];

pub(in crate::lint::rules) fn is_blank(cx: &Cx<'_>, text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || cx.words.is("placeholders", text.trim_end_matches(['。', '.']))
        || text.chars().all(|letter| "*＊-—－/、_＿?？×.…".contains(letter))
}

/// A quoted text without its quotation marks; with them when nothing stands between.
fn inside_marks(cx: &Cx<'_>, place: Place) -> Place {
    let text = cx.slice(place);
    let inner = text.trim_matches(['"', '“', '”']);
    if inner.trim().is_empty() { place } else { cx.within(place, inner) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::found;

    #[test]
    fn what_only_fills_the_cell_is_found() {
        for (line, wanted) in [
            ("应急演练 定性 \"——\"", &["——"][..]),
            ("应急演练 定性 \"**\"", &["**"]),
            ("应急演练 定性 \"待定。\"", &["待定。"]),
            ("空气质量指数 <= 88", &[]),
            ("路面使用性能指数PQI >= 88", &[]),
            ("桥梁技术状况BCI >= 88", &[]),
            ("指标1 >= 10 个", &["指标1"]),
            ("社会效益2 >= 10 个", &["社会效益2"]),
            ("三级指标数量 >= 12 个", &[]),
            ("经济效益 定性 \"不涉及\"", &["不涉及"]),
            ("重大安全事故 定性 \"无\"", &[]),
            ("办理件数 >= 88 件", &[]),
            ("环境影响 定性 \"无负面影响\"", &[]),
            ("重大安全责任事故 = 0 起", &[]),
            ("工作任务完成情况 定性 \"全部完成\"", &[]),
        ] {
            assert_eq!(found(&RULE, line), wanted, "{line}");
        }
    }
}
