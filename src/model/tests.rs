//! Tests of the whole of model building, on small files.

use super::*;
use crate::source::Source;

/// Builds one file.
pub(crate) fn model(text: &str) -> Model {
    let files = load(Source::new("test.heng", text), &mut |path| Err(format!("没有 {path}")));
    build(files)
}

/// The diagnostics as `code 'underlined' message` lines.
pub(crate) fn findings(model: &Model) -> String {
    let lines = model.diagnostics.iter().map(|diagnostic| {
        let under = model.files.slice(diagnostic.primary.place);
        format!("{} `{under}` {}", diagnostic.code, diagnostic.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_prelude_is_sound() {
    let model = model("");
    assert_eq!(findings(&model), "");
    let mut text = String::new();
    for framework in &model.frameworks {
        print::print_framework(&mut text, &model.units, framework);
    }
    insta::assert_snapshot!(text);
}

/// A department whose 数量指标 hold these lines.
fn department(lines: &str) -> String {
    format!("部门 某局 {{\n年度 2024\n产出指标 {{\n数量指标 {{\n{lines}\n}}\n}}\n}}\n")
}

fn found(text: &str) -> String {
    findings(&model(text))
}

/// The weights of the first declaration: `name weight` of groups, then of indicators.
fn weights(text: &str) -> String {
    let model = model(text);
    assert_eq!(findings(&model), "");
    let declaration = model.declarations.first().unwrap();
    let groups = declaration.groups.iter().map(|group| format!("{} {}", group.name, group.weight.value));
    let lines = declaration.indicators.iter().map(|line| format!("{} {}", line.name, line.weight.value));
    groups.chain(lines).collect::<Vec<_>>().join(", ")
}

#[test]
fn weights_are_shared_exactly() {
    // 50 to one group, thirds rounded to two places, the remainder to the last.
    assert_eq!(
        weights(&department("甲量 >= 1 件\n乙量 >= 1 件\n丙量 >= 1 件\n丁量 不适用 \"停办\"")),
        "产出指标 90, 数量指标 90, 甲量 30, 乙量 30, 丙量 30, 丁量 0"
    );
    let text = "项目 甲 {\n产出指标 {\n数量指标 {\n甲 >= 1 件\n乙 >= 1 件\n丙 >= 1 件\n}\n质量指标 {\n丁 >= 90%, 10 分\n}\n}\n\
                效益指标 20 分 {\n社会效益指标 {\n戊 >= 1 件\n己 >= 1 件\n庚 >= 1 件\n}\n}\n\
                满意度指标 20 分 {\n服务对象满意度指标 {\n辛 >= 90%\n}\n}\n}\n";
    assert_eq!(
        weights(text),
        "产出指标 50, 数量指标 40, 质量指标 10, 效益指标 20, 社会效益指标 20, 满意度指标 20, 服务对象满意度指标 20, \
         甲 13.33, 乙 13.33, 丙 13.34, 丁 10, 戊 6.67, 己 6.67, 庚 6.66, 辛 20"
    );
}

#[test]
fn written_indicators_give_their_group_its_weight() {
    let text = "项目 甲 {\n产出指标 {\n数量指标 {\n甲 >= 1 件, 30 分\n}\n时效指标 {\n乙 <= 2024年6月, 20 分\n}\n}\n\
                效益指标 {\n社会效益指标 {\n丙 >= 1 件, 25 分\n}\n}\n满意度指标 {\n丁 >= 90%, 15 分\n}\n}\n";
    assert_eq!(
        weights(text),
        "产出指标 50, 数量指标 30, 时效指标 20, 效益指标 25, 社会效益指标 25, 满意度指标 15, 甲 30, 乙 20, 丙 25, 丁 15"
    );
}

#[test]
fn vacant_weights_go_where_the_framework_says() {
    // 可持续影响指标 to 效益指标, which is written, so on to 产出指标.
    let text = "部门 甲 {\n产出指标 {\n数量指标 {\n甲 >= 1 件\n}\n}\n效益指标 20 分 {\n社会效益指标 {\n乙 >= 1 件\n}\n}\n\
                满意度指标 {\n服务对象满意度指标 {\n丙 >= 90%\n}\n}\n}\n";
    assert!(weights(text).starts_with("产出指标 60, 数量指标 60, 效益指标 20, 社会效益指标 20, 满意度指标 10"));
    let text = "项目 甲 {\n框架 财政部2021\n产出指标 {\n数量指标 {\n甲 >= 1 件\n}\n}\n效益指标 {\n社会效益指标 {\n乙 >= 1 件\n}\n}\n}\n";
    assert!(weights(text).starts_with("产出指标 60, 数量指标 60, 效益指标 30"), "{}", weights(text));
}

#[test]
fn level_one_groups_may_hold_indicators() {
    let text = |lines: &str| {
        format!("部门 甲 {{\n产出指标 {{\n数量指标 {{\n甲 >= 1 件\n}}\n}}\n可持续影响指标 10 分 {{\n{lines}\n}}\n}}\n")
    };
    assert_eq!(
        weights(&text("乙 >= 1 年\n丙 >= 1 年, 4 分")),
        "产出指标 80, 数量指标 80, 可持续影响指标 10, 甲 80, 乙 6, 丙 4"
    );
    assert_eq!(
        found(&text("乙 >= 1 年\n丙 >= 1 年, 12 分")),
        "E0405 `10 分` `可持续影响指标` 是 10 分，下面各指标中写明的合计 12 分，多 2 分"
    );
}

#[test]
fn more_than_there_is_cannot_be_taken_away() {
    let text =
        "部门 甲 {\n产出指标 {\n数量指标 {\n甲 >= 1 件\n}\n}\n效益指标 95 分 {\n社会效益指标 {\n乙 >= 1 件\n}\n}\n}\n";
    assert_eq!(found(text), "E0406 `甲` 一级指标的分值合计 135 分，应为 90 分，多 45 分");
}

#[test]
fn imports_are_read_once_and_cycles_show_their_path() {
    let text_of = |path: &str| match path {
        "公共/甲.heng" => Some("引用 \"乙.heng\"\n计分 规则甲 = 门槛 60%\n"),
        "公共/乙.heng" => Some("引用 \"../公共/甲.heng\"\n计分 规则乙 = 门槛 50%\n"),
        _ => None,
    };
    let mut asked = Vec::new();
    let mut read = |path: &str| {
        asked.push(path.to_owned());
        text_of(path).map(|text| Source::new(path, text)).ok_or("没有这个文件".to_owned())
    };
    let entry = "引用 \"公共/甲.heng\"\n引用 \"公共/乙.heng\"\n引用 \"公共/丙.heng\"\n";
    let files = load(Source::new("局.heng", entry), &mut read);
    let model = build(files);
    assert_eq!(asked, ["公共/甲.heng", "公共/乙.heng", "公共/丙.heng"]);
    assert_eq!(
        findings(&model),
        "E0601 `\"公共/丙.heng\"` 读不到引用的文件 `公共/丙.heng`：没有这个文件\n\
         E0602 `\"../公共/甲.heng\"` 循环引用：公共/甲.heng → 公共/乙.heng → 公共/甲.heng"
    );
    assert!(model.rules.iter().any(|rule| rule.name == "规则乙"));
}

#[test]
fn names_are_compared_without_width_and_blanks() {
    assert_eq!(
        found(&department("\"PCT 申请量（件）\" >= 1 件\n\"ＰＣＴ申请量(件)\" >= 1 件")),
        "E0203 `\"ＰＣＴ申请量(件)\"` 指标 `ＰＣＴ申请量(件)` 写了两次"
    );
}

#[test]
fn one_unknown_unit_is_said_once() {
    let text = department("甲量 >= 1 忒\n乙量 >= 1 忒");
    assert_eq!(found(&text), "E0301 `忒` 没有声明过单位 `忒`");
    assert_eq!(found(&format!("单位 忒\n{text}")), "");
}

#[test]
fn units_of_targets_agree() {
    assert_eq!(
        found(&department("甲量 >= 100 件/万人 {\n上年 90 件\n}")),
        "E0302 `90 件` 上年值的单位是 `件`，指标值的单位是 `件/万人`，两者不是一回事"
    );
    assert_eq!(found(&department("甲额 >= 1 亿元 {\n上年 9,000 万元\n周期 >= 300,000,000 元\n}")), "");
    let model = model(&department("甲量 >= 100 件 {\n上年 90\n}"));
    let fix = model.diagnostics.first().and_then(|diagnostic| diagnostic.fix.clone()).unwrap();
    assert_eq!(fix.edits.first().unwrap().replacement, " 件");
}

#[test]
fn reconciling_says_by_how_much() {
    let text = "部门 甲 {\n预算 {\n支出 {\n基本支出 100.00 万元\n项目支出 0.5 亿元\n}\n收入来源 5,112.50 万元\n}\n\
                核对 \"平衡\" 预算.支出 = 预算.收入来源\n核对 \"不超\" 预算.支出 <= 预算.收入来源\n}\n";
    assert_eq!(
        found(text),
        "E0603 `预算.支出 = 预算.收入来源` 核对 `平衡` 不符：`预算.支出` 是 5,100.00 万元，`预算.收入来源` 是 5,112.50 万元，少 12.50 万元"
    );
}

#[test]
fn actual_values_become_rows() {
    let model = model(&format!(
        "{}实际 某局 2024 {{\n甲量 = 7,600 件, 原因 \"晚\"\n乙 = 2024年10月\n丙 = 部分达成 75%, 得分 7.5 分\n\
         预算 {{ 年初预算数 10 万元; 全年执行数 9.5 万元 }}\n}}\n",
        department("甲量 >= 1 万件")
    ));
    assert_eq!(findings(&model), "");
    let block = model.actuals.first().unwrap();
    assert_eq!(block.declaration, Some(0));
    insta::assert_debug_snapshot!(block.raw);
}

#[test]
fn tests_become_expectations() {
    let text = format!(
        "{}测试 \"甲\" {{\n甲量 = 1 件\n期望 甲量.得分 = 9.5 分\n期望 产出指标.数量指标.得分 >= 9 分\n期望 等级 = 优\n期望 甲量.结论 != 达成\n}}\n",
        department("甲量 >= 1 件")
    );
    let model = model(&text);
    assert_eq!(findings(&model), "");
    let tests = crate::plan::tests(&model, 0);
    insta::assert_debug_snapshot!(tests.first().unwrap().expectations);
}

#[test]
fn lost_names_are_not_reported_twice() {
    // The row without a sign is the mistake; the formula and the test that name it are not.
    let text = format!(
        "{}测试 \"甲\" {{\n甲量 = 1 件\n期望 甲量.得分 = 9.5 分\n}}\n",
        department("甲量 100 件\n乙量 >= 1 件 {\n公式 甲量 * 2\n}")
    );
    assert_eq!(found(&text), "E0303 `100 件` 指标 `甲量` 的指标值 `100 件` 没有写符号");
}

#[test]
fn rules_fit_their_targets() {
    let bands =
        |bound: &str| department(&format!("甲 >= 3 天 {{\n计分 分档 {{\n>= {bound} 得 100%\n其余 得 0%\n}}\n}}"));
    assert_eq!(found(&bands("3 天")), "");
    assert_eq!(found(&bands("90%")), "");
    assert_eq!(found(&bands("90")), "E0414 `90` 得分档的界限 `90` 要用指标值的单位 `天`");
    assert_eq!(found(&department("甲 <= 2024年6月 {\n计分 扣分 每晚 1 天 扣 0.5 分\n}")), "");
    assert_eq!(
        found(&department("甲 <= 2024年6月 {\n计分 扣分 每低 1 天 扣 0.5 分\n}")),
        "E0409 `计分` 计分规则 `每低 1 天 扣 0.5 分` 用的是 `扣分`，不能用于日期指标"
    );
}

#[test]
fn a_project_takes_the_framework_that_its_department_has_written() {
    let inside = |framework: &str| {
        let text = format!(
            "框架 我 继承 部门整体 {{ 舍入 1 位 }}\n部门 甲 {{\n 年度 2024\n {framework}\n 项目 乙 {{ 产出指标 {{ 数量指标 {{ 丙 >= 3 件 }} }} }} }}"
        );
        let model = build(load(Source::new("甲.heng", text), &mut |path| Err(path.to_owned())));
        model.framework_of(&model.declarations[1]).unwrap().name.to_string()
    };
    assert_eq!(inside("框架 财政部2021"), "财政部2021");
    // The rules of departments as a whole are not those of projects.
    for framework in ["", "框架 部门整体", "框架 我"] {
        assert_eq!(inside(framework), "财政部2020", "{framework}");
    }
}
