//! The unit that the name of an indicator asks for.

use crate::diag::Safety;
use crate::lint::cx::{Cx, Line};
use crate::lint::noun::Noun;

/// Things by the word they are counted with; the word that ends last in a name decides.
const COUNTED_WITH: &[(&str, &str)] = &[
    ("专利", "件"),
    ("商标", "件"),
    ("案件", "件"),
    ("作品", "件"),
    ("信访", "件"),
    ("企业", "家"),
    ("商户", "家"),
    ("单位", "家"),
    ("机构", "家"),
    ("医院", "家"),
    ("学校", "所"),
    ("车", "辆"),
    ("车辆", "辆"),
    ("树", "株"),
    ("树木", "株"),
    ("苗", "株"),
    ("课程", "门"),
    ("论文", "篇"),
    ("文章", "篇"),
    ("图书", "册"),
    ("书籍", "册"),
    ("手册", "册"),
    ("资料", "份"),
    ("报告", "份"),
    ("合同", "份"),
    ("问卷", "份"),
    ("培训班", "期"),
    ("活动", "场"),
    ("演出", "场"),
    ("会议", "次"),
    ("检查", "次"),
    ("获奖", "项"),
    ("奖项", "项"),
    ("奖", "项"),
    ("制度", "项"),
    ("课题", "项"),
    ("设备", "台"),
    ("电脑", "台"),
    ("机柜", "台"),
    ("路灯", "盏"),
    ("桥", "座"),
    ("桥梁", "座"),
    ("厕所", "座"),
    ("房屋", "套"),
    ("床位", "张"),
    ("志愿者", "人"),
    ("专家", "人"),
    ("学生", "人"),
    ("人才", "人"),
    ("党员", "人"),
    ("教师", "人"),
    ("农户", "户"),
    ("贫困户", "户"),
    ("家庭", "户"),
    ("就业", "人"),
    ("人员", "人"),
    ("群众", "人"),
    ("学员", "人"),
    ("职工", "人"),
    ("警力", "人"),
    ("宣传册", "册"),
    ("读本", "册"),
    ("教材", "册"),
    ("折页", "份"),
    ("传单", "份"),
    ("宣传品", "份"),
    ("海报", "张"),
    ("挂图", "张"),
    ("电梯", "台"),
    ("空调", "台"),
    ("计算机", "台"),
    ("打印机", "台"),
    ("服务器", "台"),
    ("仪器", "台"),
    ("农机", "台"),
    ("植树", "株"),
    ("培训", "期"),
    ("项目", "个"),
    ("村", "个"),
    ("社区", "个"),
];

/// Endings that are themselves the counting word: 家数, 件数.
const COUNTING_WORDS: &str = "家件台套项份宗册条辆株座处栋起个场次期批班户人只头张本篇部";

/// Endings that speak of money without being a sum's name.
const MONEY: &[&str] = &["增收", "创收", "营收", "投资", "融资", "贷款", "捐款", "节支", "减税", "让利"];

/// A unit to paste, and whether putting it there is worth offering as an edit.
pub(super) struct Guess {
    pub unit: String,
    pub safety: Safety,
}

/// The unit of an indicator whose target has none. Money, areas and the like come in several
/// sizes, so that a guess is only shown.
pub(super) fn unit(cx: &Cx<'_>, line: &Line<'_>) -> Guess {
    let (unit, safety) = numerator(line);
    match denominator(cx, line.name()) {
        Some(per) => Guess { unit: format!("{unit}/{per}"), safety },
        None => Guess { unit: unit.to_owned(), safety },
    }
}

fn numerator<'t>(line: &Line<'_>) -> (&'t str, Safety) {
    let core = line.core_name();
    match line.noun {
        Noun::People if core.contains("人次") => ("人次", Safety::Unsafe),
        Noun::People => ("人", Safety::Unsafe),
        Noun::Households => ("户", Safety::Unsafe),
        Noun::Times => (counting_word(core).unwrap_or("次"), Safety::Unsafe),
        Noun::Harm if core.contains("事故") => ("起", Safety::Unsafe),
        Noun::Harm if core.contains('人') => ("人", Safety::Unsafe),
        Noun::Harm => ("件", Safety::Unsafe),
        Noun::Area => ("平方米", Safety::Shown),
        Noun::Length if ["公路", "道路", "里程", "河道"].iter().any(|word| core.contains(word)) => {
            ("公里", Safety::Shown)
        }
        Noun::Length => ("米", Safety::Shown),
        Noun::Volume => ("立方米", Safety::Shown),
        Noun::Mass => ("吨", Safety::Shown),
        Noun::Cost | Noun::Money if core.contains('每') || core.contains("人均") => ("元", Safety::Shown),
        Noun::Cost | Noun::Money => ("万元", Safety::Shown),
        Noun::Timeliness if core.ends_with("年限") || core.ends_with("寿命") => ("年", Safety::Shown),
        Noun::Timeliness => ("天", Safety::Shown),
        Noun::Satisfaction | Noun::CappedRate | Noun::Rate => ("%", Safety::Unsafe),
        Noun::Unknown if MONEY.iter().any(|ending| core.ends_with(ending)) => {
            (if core.contains('每') || core.contains("人均") { "元" } else { "万元" }, Safety::Shown)
        }
        Noun::Count | Noun::Index | Noun::Unknown => {
            (counting_word(core).unwrap_or_else(|| thing(core)), Safety::Unsafe)
        }
    }
}

/// Whether a name ends with a counting word and 数: 册数, 村数.
pub(super) fn has_counting_word(core: &str) -> bool {
    let other = [
        "村数",
        "社区数",
        "村居数",
        "泊位数",
        "学位数",
        "车位数",
        "乡镇数",
        "床位数",
        "学校数",
        "站点数",
        "盏数",
        "桥梁数",
    ];
    let pieces = counting_word(core).is_some_and(|word| !"人户场次期班批个".contains(word));
    pieces && !core.ends_with('次') || other.iter().any(|ending| core.ends_with(ending))
}

/// Whether a name ends with a thing that is counted piece by piece, no people: 宣传手册数量.
pub(super) fn is_single_thing(core: &str) -> bool {
    let stem = ["数量", "总数", "个数", "数"].iter().find_map(|ending| core.strip_suffix(ending)).unwrap_or(core);
    let ends = |(thing, unit): &&(&str, &str)| stem.ends_with(thing) && "件册份辆株盏台篇门张座所".contains(unit);
    // 停车 and 公交车 are no pieces that were bought; 车次 and the like are counted otherwise.
    let other = stem.ends_with('车') && !["汽车", "救护车", "消防车"].iter().any(|car| stem.ends_with(car));
    !other && COUNTED_WITH.iter().any(|entry| ends(&entry))
}

/// `家` of 企业家数, `场` of 演出场次.
fn counting_word(core: &str) -> Option<&'static str> {
    let stem = core.strip_suffix('数').or_else(|| core.strip_suffix('次')).or_else(|| core.strip_suffix("次数"))?;
    let last = stem.chars().next_back()?;
    let (at, letter) = COUNTING_WORDS.char_indices().find(|(_, letter)| *letter == last)?;
    COUNTING_WORDS.get(at..at + letter.len_utf8())
}

fn thing(core: &str) -> &'static str {
    let found =
        COUNTED_WITH.iter().filter_map(|(thing, unit)| Some((core.rfind(thing)? + thing.len(), thing.len(), *unit)));
    found.max().map_or("个", |(.., unit)| unit)
}

/// `万人` of 每万人口发明专利拥有量; none for 每年, 每次 and the like.
pub(super) fn denominator<'n>(cx: &Cx<'_>, name: &'n str) -> Option<&'n str> {
    let (_, rest) = name.split_once('每')?;
    if rest.starts_with(['年', '月', '季', '周', '天', '日', '次', '期', '个', '半', '学', '场', '班', '批'])
    {
        return None;
    }
    let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(5).collect::<Vec<_>>();
    let texts = ends.iter().rev().filter_map(|end| rest.get(..*end));
    let readable = |text: &&str| cx.model.units.read(text).is_ok_and(|unit| !unit.dimension.is_empty());
    texts.into_iter().find(readable)
}

/// The unit in brackets at the end of a name: `%` of 健全程度（%）, `万元` of 产值(≥**万元).
pub(super) fn unit_in_brackets<'n>(cx: &Cx<'_>, name: &'n str) -> Option<&'n str> {
    let inside = name.trim_end().strip_suffix(['）', ')'])?;
    let open = inside.rfind(['（', '('])?;
    let inside = inside.get(open..)?.trim_start_matches(['（', '(']);
    let stands_for_a_number = |letter: char| letter.is_ascii_digit() || "≥≤＞＜=＝><*＊.xX×".contains(letter);
    let inside = inside.trim_start_matches(stands_for_a_number).trim();
    let inside = inside.strip_prefix("单位：").or_else(|| inside.strip_prefix("单位:")).unwrap_or(inside);
    let inside = if inside == "％" { "%" } else { inside };
    let unit = cx.model.units.read(inside).ok().filter(|_| !inside.is_empty())?;
    (!unit.dimension.is_empty() || inside.contains(['%', '‰', '倍'])).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_words_and_things() {
        assert_eq!(counting_word("服务企业家数"), Some("家"));
        assert_eq!(counting_word("演出场次"), Some("场"));
        assert_eq!(counting_word("培训期数"), Some("期"));
        assert_eq!(counting_word("获奖数量"), None);
        assert_eq!(thing("年度发明专利拥有量"), "件");
        assert_eq!(thing("服务企业数量"), "家");
        assert_eq!(thing("党组织数量"), "个");
        assert!(MONEY.iter().all(|ending| thing(ending) == "个"), "an ending of money counts a thing");
    }
}
