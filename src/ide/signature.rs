//! What a scoring method or a function wants behind its name.

use super::scan::{Inside, Spot, last_part, spot};

/// A method with its places, one of which is being filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// As it is written.
    pub label: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The places, parts of the label, each with what belongs there.
    pub places: &'static [(&'static str, &'static str)],
    /// The place that is being filled in.
    pub active: usize,
}

struct Row {
    word: &'static str,
    label: &'static str,
    about: &'static str,
    places: &'static [(&'static str, &'static str)],
}

const METHODS: [Row; 9] = [
    Row {
        word: "比例",
        label: "比例, 及格 60%",
        about: "得分 = 分值 × 完成率，最多满分；及格线以下不得分（可不写）",
        places: &[("60%", "及格线：完成率低于它不得分")],
    },
    Row { word: "达标", label: "达标", about: "达到指标值得满分，否则不得分", places: &[] },
    Row {
        word: "门槛",
        label: "门槛 60%",
        about: "得分 = 分值 × (完成率 − 门槛) ÷ (1 − 门槛)",
        places: &[("60%", "门槛：完成率低于它不得分")],
    },
    Row {
        word: "线性", label: "线性", about: "每偏离指标值 1% 扣分值的 1%，偏离一倍扣完", places: &[]
    },
    Row {
        word: "分档",
        label: "分档 { >= 90% 得 100%; 其余 得 0% }",
        about: "从上到下取第一个成立的档",
        places: &[
            (">= 90%", "档的界限：完成率，或写 `实际 >= 90 分`"),
            ("100%", "得分值的几成，或写 `8 分`"),
            ("其余 得 0%", "余下的"),
        ],
    },
    Row {
        word: "插值",
        label: "插值 { 60% 得 0%; 100% 得 100% }",
        about: "相邻两点之间按直线折算",
        places: &[("60%", "完成率"), ("0%", "这一点得分值的几成")],
    },
    Row {
        word: "扣分",
        label: "扣分 每低 1 个百分点 扣 0.5 分, 零头 舍去",
        about: "从满分起扣，扣完为止",
        places: &[
            ("每低", "每低、每少、每高、每超、每晚"),
            ("1 个百分点", "一截有多大，带单位"),
            ("0.5 分", "每截扣几分"),
            ("零头 舍去", "不足一截：按比例（不写时）、舍去、进位"),
        ],
    },
    Row {
        word: "等级", label: "等级", about: "定性指标：达成 100–80%，部分达成 80–60%，未达成 60–0%", places: &[]
    },
    Row {
        word: "公式",
        label: "公式 分值 * 完成率",
        about: "由 实际、目标、完成率、分值 算出得分",
        places: &[("分值 * 完成率", "算式")],
    },
];

const FUNCTIONS: [Row; 3] = [
    Row {
        word: "个数",
        label: "个数(产出指标.数量指标)",
        about: "有多少条指标",
        places: &[("产出指标.数量指标", "指标类别")],
    },
    Row {
        word: "合计", label: "合计(产出指标)", about: "分值之和", places: &[("产出指标", "指标类别")]
    },
    Row {
        word: "有", label: "有(成本指标)", about: "是否有这类指标", places: &[("成本指标", "指标类别")]
    },
];

/// What may stand behind 计分, before a method is chosen.
const ANY: Row = Row {
    word: "",
    label: "计分 比例 | 达标 | 门槛 | 线性 | 分档 | 插值 | 扣分 | 等级 | 公式",
    about: "怎么计分：方法，或者声明过的计分规则的名称",
    places: &[("比例 | 达标 | 门槛 | 线性 | 分档 | 插值 | 扣分 | 等级 | 公式", "方法")],
};

/// What stands behind 公式 in an indicator.
const COMPUTED: Row = Row {
    word: "",
    label: "公式 甲 / 乙 * 100%",
    about: "实际完成值怎么算出来：数据项和指标用 + - * / 和括号连起来，没有函数",
    places: &[("甲 / 乙 * 100%", "算式")],
};

/// How a method or a function is written, and what it does.
pub(super) fn method(word: &str) -> Option<(String, &'static str)> {
    let row = METHODS.iter().chain(&FUNCTIONS).find(|row| row.word == word)?;
    // 等级 and 公式 are keywords of their own as well.
    let written =
        if FUNCTIONS.iter().any(|function| function.word == word) { String::new() } else { "计分 ".to_owned() };
    Some((format!("{written}{}", row.label), row.about))
}

/// The signature of what is being written at an offset; told by the text alone.
pub fn signature(text: &str, offset: usize) -> Option<Signature> {
    let spot = spot(text, offset);
    if spot.inside != Inside::Code {
        return None;
    }
    let head = text.get(spot.start..offset)?;
    if let Some((before, inside)) = head.rsplit_once(['(', '（'])
        && !inside.contains([')', '）'])
    {
        let function = FUNCTIONS.iter().find(|row| before.trim_end().ends_with(row.word));
        // Brackets of a formula hold a part of it.
        return function.or_else(|| formula(head)).map(|row| filled(row, 0));
    }
    if !head.contains("计分")
        && let Some(row) = formula(head)
    {
        return Some(filled(row, 0));
    }
    let Some(scoring) = head.rfind("计分").and_then(|at| head.get(at + "计分".len()..)) else {
        let frame = spot.frames.last()?;
        return banded(Spot::header(text, frame), head);
    };
    let written = scoring.rsplit_once(['=', '＝']).map_or(scoring, |(_, written)| written).trim_start();
    let word = written.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == '，').next()?;
    if word.is_empty() && scoring.starts_with(char::is_whitespace) {
        return Some(filled(&ANY, 0));
    }
    let row = METHODS.iter().find(|row| row.word == word)?;
    let rest = written.get(word.len()..).unwrap_or_default();
    let active = match row.word {
        "扣分" if !last_part(head).1 && rest.contains("零头") => 3,
        "扣分" if rest.contains('扣') => 2,
        "扣分" if rest.trim_start().starts_with('每') && rest.trim_start().contains(' ') => 1,
        _ => 0,
    };
    Some(filled(row, active))
}

/// A band that is being written in the braces of a method.
fn banded(header: &str, head: &str) -> Option<Signature> {
    let (_, scoring) = header.rsplit_once("计分")?;
    let word = scoring.split(|letter: char| !letter.is_alphabetic()).rfind(|word| !word.is_empty())?;
    let row = METHODS.iter().find(|row| row.word == word && row.label.contains('{'))?;
    let active = match (head.contains("其余"), head.contains('得')) {
        (true, _) => row.places.len() - 1,
        (false, true) => 1,
        (false, false) => 0,
    };
    Some(filled(row, active.min(row.places.len() - 1)))
}

/// The row of a formula that is being written: of a score, or of an actual value.
fn formula(head: &str) -> Option<&'static Row> {
    let (before, written) = head.rsplit_once("公式")?;
    let count = |brackets: [char; 2]| written.matches(brackets).count();
    let ended = count(['(', '（']) <= count([')', '）']) && written.contains([',', '，']);
    if ended || !written.starts_with(char::is_whitespace) {
        return None;
    }
    let before = before.trim_end();
    let scored = METHODS.iter().find(|row| row.word == "公式").filter(|_| before.contains("计分"));
    let begins = before.is_empty() || before.ends_with([',', '，']);
    scored.or_else(|| begins.then_some(&COMPUTED))
}

fn filled(row: &'static Row, active: usize) -> Signature {
    Signature { label: row.label, about: row.about, places: row.places, active }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(&'static str, usize)> {
        let offset = text.find('‸').unwrap();
        let found = signature(&text.replace('‸', ""), offset)?;
        Some((found.label.split(' ').next().unwrap(), found.active))
    }

    #[test]
    fn the_place_being_filled_in_is_told() {
        assert_eq!(at("甲 >= 1 件, 计分 门槛 ‸"), Some(("门槛", 0)));
        assert_eq!(at("计分 甲 = 扣分 每低 ‸"), Some(("扣分", 1)));
        assert_eq!(at("计分 甲 = 扣分 每低 1 个百分点 扣 ‸"), Some(("扣分", 2)));
        assert_eq!(at("检查 \"一\" 个数(‸"), Some(("个数(产出指标.数量指标)", 0)));
        assert_eq!(at("甲 >= 1 件, 计分 ‸"), Some(("计分", 0)));
        assert_eq!(at("计分 甲 =　‸"), Some(("计分", 0)));
        assert_eq!(at("公式 最大(1, ‸"), Some(("公式", 0)));
        assert_eq!(at("甲 >= 1 件 { 公式 (乙 + ‸"), Some(("公式", 0)));
        assert_eq!(at("甲 >= 1 件, 计分 公式 (分值 * ‸"), Some(("公式", 0)));
        assert_eq!(at("甲 >= 1 件, 计分 分档 { ‸"), Some(("分档", 0)));
        assert_eq!(at("甲 >= 1 件, 计分 分档 { >= 90% 得 ‸"), Some(("分档", 1)));
        assert_eq!(at("计分 甲 = 插值 {\n60% 得 0%\n70% ‸"), Some(("插值", 0)));
        assert_eq!(at("甲 >= 1 件 {\n‸"), None);
        assert_eq!(at("公式化管理率 ‸"), None);
        assert_eq!(at("甲 >= 1 件, 来源 ‸"), None);
        assert_eq!(at("# 计分 门槛 ‸"), None);
    }

    #[test]
    fn places_are_parts_of_their_labels() {
        for row in METHODS.iter().chain(&FUNCTIONS).chain([&ANY, &COMPUTED]) {
            assert!(row.places.iter().all(|(place, _)| row.label.contains(place)), "{}", row.label);
        }
    }
}
