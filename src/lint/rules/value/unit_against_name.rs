//! L303: people in households, money in pieces, an area in metres.

use super::guess;
use crate::lint::cx::{Cx, Line};
use crate::lint::measure::Measure;
use crate::lint::noun::Noun;
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::value::Goal;

pub const RULE: Rule = Rule {
    code: "L303",
    name: "unit-against-name",
    title: "单位和名称对不上",
    level: Level::Warning,
    certainty: Certainty::Likely,
    fix: None,
    why: "名称说的是人数，单位却是户；说的是面积，单位却是米：其中必有一处写错。\
          单位按量纲比较，`平方米`、`亩`、`公顷` 都是面积，`人`、`名`、`人次` 都是人数。",
    wrong: &[
        Wrong { text: "受益人数 >= 500 户", finds: &["户"] },
        Wrong { text: "危房改造户数 >= 200 栋\n受益户数 >= 200 个", finds: &["栋", "个"] },
        Wrong { text: "质押融资金额 >= 80 件", finds: &["件"] },
        Wrong { text: "绿化面积 >= 300 米", finds: &["米"] },
        Wrong { text: "管网长度 >= 2000 平方米", finds: &["平方米"] },
        Wrong { text: "培训次数 >= 12 人", finds: &["人"] },
        Wrong { text: "参训学员人数 >= 95%", finds: &["%"] },
        Wrong { text: "宣传手册数量 >= 5000 人\n受益村数 >= 300 户\n印刷册数 >= 5000 次", finds: &["人", "户", "次"] },
        Wrong { text: "产出指标 {\n    成本指标 {\n        渠道养护成本 <= 12 公里\n    }\n}", finds: &["公里"] },
    ],
    right: &[
        "受益人数 >= 500 人\n受益农户数 >= 500 户\n新增个体工商户数 >= 200 个\n开立专用账户数 >= 3 个",
        "质押融资金额 >= 80 亿元",
        "绿化面积 >= 300 平方米\n高标准农田面积 >= 1.2 万亩\n人均绿地面积 >= 12 平方米/人",
        "管网长度 >= 2 公里\n污水处理量 >= 300 万吨",
        "巡查次数 >= 2 次/月\n服务次数 >= 600 人次\n医疗救治人数 >= 20 例\n燃气用户数 >= 3 万户\n信贷总量 >= 50 亿元",
        "粮食产量 >= 500 公斤/亩\n单位产品成本 <= 30 元/件",
    ],
    words: &["people", "households", "times", "area", "length", "volume", "mass", "money"],
    basis: "度量单位应当与指标名称所指的量一致（通行要求，以正式文本为准）。",
    check: Check::Indicator(check),
};

/// Counts of things that are certainly neither people nor measured.
const SINGLE_THINGS: &[&str] = &[
    "企业数", "企业数量", "项目数", "项目数量", "机构数", "机构数量", "村数", "学校数", "学校数量", "论文数",
    "论文数量", "专利数", "专利数量", "家数", "台数", "套数", "辆数", "座数",
];

/// Endings of counts that are certainly not amounts of money; 总量 and 完成数 may be.
const COUNTS: &[&str] = &["数量", "个数", "件数", "项数", "份数", "宗数", "册数", "条数", "株数", "处数", "栋数", "起数"];

/// Counting words for buildings and things, of which a household may have several.
const PLACES: [char; 7] = ['座', '栋', '幢', '间', '处', '所', '个'];

/// Names that end with 户数 and count customers and accounts, which are 个 as well.
const NO_HOMES: &[&str] = &["商户", "账户", "用户", "客户", "专户", "储户", "门户", "大户", "散户", "住户", "开户", "业户"];

fn is_of_homes(line: &Line<'_>) -> bool {
    line.ends(&["户数", "户数量"]) && !line.says(NO_HOMES)
}

/// Counting words for people in certain states: cases, couples, groups.
const ALSO_PEOPLE: [char; 3] = ['例', '对', '组'];

fn check(cx: &mut Cx<'_>, line: &Line<'_>) {
    use Measure as M;
    let unit = match line.goal {
        Goal::Quantity { value, .. } => value.unit,
        Goal::Range { high, .. } => high.unit,
        _ => return,
    };
    let said = match line.noun {
        Noun::People => "人数",
        Noun::Households => "户数",
        Noun::Times => "次数",
        Noun::Count => "数量",
        Noun::Area => "面积",
        Noun::Length => "长度",
        Noun::Volume => "体积",
        Noun::Mass => "重量",
        Noun::Money | Noun::Cost => "金额",
        Noun::Unknown => "多少个",
        _ => return,
    };
    let measure = cx.measure(unit);
    let physical = matches!(measure, M::Length | M::Area | M::Volume | M::Mass);
    let wrong = match line.noun {
        Noun::People => match measure {
            M::Things => !cx.unit(unit).text.ends_with(ALSO_PEOPLE),
            M::Households | M::Money | M::Percent => true,
            M::Times => !(line.says(&["人次"]) && cx.unit(unit).text.ends_with('次')),
            _ => physical,
        },
        Noun::Households if measure == M::Things => is_of_homes(line) && cx.unit(unit).text.ends_with(PLACES),
        Noun::Households => matches!(measure, M::People | M::Attendance | M::Times | M::Money | M::Percent) || physical,
        Noun::Times => matches!(measure, M::People | M::Money | M::Percent) || physical,
        Noun::Count if line.ends(SINGLE_THINGS) => {
            matches!(measure, M::People | M::Households | M::Money | M::Percent) || physical
        }
        Noun::Count if guess::has_counting_word(line.core_name()) => {
            let odd = matches!(measure, M::People | M::Households | M::Money | M::Percent | M::Time) || physical;
            let times = measure == M::Times && line.ends(PIECES) && cx.unit(unit).text.chars().count() == 1;
            odd || times
        }
        Noun::Count if line.ends(COUNTS) => {
            let one_by_one = matches!(measure, M::People | M::Households) || physical;
            matches!(measure, M::Money | M::Percent) || one_by_one && guess::is_single_thing(line.core_name())
        }
        Noun::Count => false,
        // 购置车辆 4 万元 names no amount: what it cost, or how many?
        Noun::Unknown => measure == M::Money && !cx.is_quotient(unit) && line.level2 == Some("数量指标") && is_bought(line),
        Noun::Area => {
            measure.is_count() || matches!(measure, M::Length | M::Volume | M::Mass | M::Money | M::Time | M::Percent)
        }
        // 高度, 深度 and 宽度 are also said of what has no length.
        Noun::Length if line.ends(&["度"]) && !line.ends(&["长度"]) => {
            matches!(measure, M::Area | M::Volume | M::Mass | M::Money)
        }
        Noun::Length => measure.is_count() || matches!(measure, M::Area | M::Volume | M::Mass | M::Money),
        Noun::Volume => matches!(measure, M::Length | M::Area | M::Money | M::People | M::Households),
        // Yields are counted in almost anything.
        Noun::Mass => matches!(measure, M::Money | M::People | M::Length | M::Area | M::Households),
        Noun::Money => measure.is_count() || physical || measure == M::Time,
        // Other costs are paid in time, people and energy.
        _ => {
            let things = matches!(measure, M::Things | M::Households | M::Times) && !cx.is_quotient(unit);
            let share = measure == M::Percent && line.ends(WHOLE_COSTS) && !line.says(&["比", "降", "节", "压减"]);
            things || share || is_money(line) && (measure.is_count() || physical || measure == M::Time)
        }
    };
    // Each of something: 每村人数 may be anything.
    if !wrong || cx.is_quotient(unit) && matches!(line.noun, Noun::Count) {
        return;
    }
    // What stands in brackets says it more precisely.
    if guess::unit_in_brackets(cx, line.name()).is_some() {
        return;
    }
    let place = cx.unit_place(line).unwrap_or_else(|| cx.value_place(line));
    let written = cx.slice(place);
    let message = format!("`{}` 说的是{said}，单位 `{written}` 表示的是{}", line.name(), of_what(measure, written));
    let guessed = guess::unit(cx, line).unit;
    let finding = cx.finding(place, message).related(line.name_place(), format!("这里说的是{said}"));
    cx.report(finding.help(format!("单位写错时改为 `{guessed}` 一类的单位；名称写错时改名称")));
}

/// Costs of which no share is taken: 成本 may be said of a percentage that it is to fall by.
const WHOLE_COSTS: &[&str] = &["项目成本", "总成本", "总投资", "造价", "单价", "总费用", "总支出"];

/// Counts of pieces that are never done so many times.
const PIECES: &[&str] = &["册数", "份数", "台数", "套数", "辆数", "座数", "盏数", "本数", "栋数", "张数", "株数", "头数"];

/// A thing that is bought or built piece by piece, named without how many.
fn is_bought(line: &Line<'_>) -> bool {
    let verbs = ["购置", "采购", "购买", "更新", "新建", "建设", "安装", "维修", "印制", "印刷"];
    verbs.iter().any(|verb| line.name().starts_with(verb)) && guess::is_single_thing(line.core_name())
}

/// A cost that can only be money: other costs are paid in time, people and energy.
fn is_money(line: &Line<'_>) -> bool {
    let certain = ["总成本", "造价", "费用", "经费", "支出", "单价", "总投资", "补助标准", "补贴标准", "项目成本"];
    let in_kind = ["时间", "人力", "人工", "用工", "能", "电", "环境", "社会", "生态", "碳", "水", "土地", "机会", "制度"];
    line.ends(&certain) || line.ends(&["成本"]) && !line.says(&in_kind)
}

fn of_what(measure: Measure, unit: &str) -> String {
    match measure {
        Measure::Things => format!("多少{}", unit.split(['/', '／']).next().unwrap_or(unit)),
        measure => measure.word().to_owned(),
    }
}
