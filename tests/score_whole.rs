//! From the text of a declaration to the printed scorecard, with the prelude's own units,
//! frameworks and rules.

use heng::report::{Report, table};
use heng::score::actuals::{Origin, RawActual, RawActuals, RawBudget, RawValue};
use heng::score::{bind, score};
use heng::terms::Judgement;

use crate::compile::model;
use crate::plan_maker::{decimal, raw, row};

const TEXT: &str = r#"
部门 某市知识产权局 {
    年度 2024
    框架 财政部2020
    产出指标 {
        数量指标 {
            PCT国际专利申请量 >= 800 件
            政策兑现服务企业数量 >= 400 家 {
                计分 门槛 60%
            }
        }
        质量指标 {
            专利审查合格率 = 100%
        }
        时效指标 {
            平台上线时间 <= 2024-10-31 {
                计分 扣分 每晚 1 天 扣 0.5 分
            }
        }
        成本指标 {
            平台建设成本 <= 90 万元 {
                计分 线性
            }
        }
    }
    效益指标 {
        经济效益指标 {
            每万人口发明专利拥有量 >= 240 件/万人 {
                公式 发明专利有效量 / 常住人口
            }
        }
        社会效益指标 {
            知识产权保护意识 定性 "显著提升"
        }
        可持续影响指标 {
            有效商标注册量 >= 上年 * 105% {
                上年 20000 件
            }
        }
    }
    满意度指标 {
        服务对象满意度指标 {
            扶持单位满意度 >= 95% {
                计分 分档 {
                    >= 90% 得 100%
                    >= 80% 得 80%
                    其余 得 0%
                }
            }
        }
    }
    数据 {
        发明专利有效量 件
        常住人口 万人
    }
}
"#;

fn cell(name: &str, text: &str, value: RawValue, at: usize) -> RawActual {
    let origin = Origin::Cell { file: "2024.xlsx".into(), sheet: Some("自评".into()), cell: format!("E{at}") };
    RawActual { text: text.into(), origin, ..row(name, value) }
}

#[test]
fn a_declaration_is_scored_as_it_reads() {
    let model = model("局.heng", TEXT);
    assert!(model.diagnostics.is_empty(), "{:?}", model.diagnostics);
    let plan = heng::plan::plan(&model, 0).unwrap();
    let mut rows = vec![
        cell("指标1：PCT国际专利申请量", "0.076万件", raw("0.076", "万件"), 5),
        cell("政策兑现服务企业数量", "320家", raw("320", "家"), 6),
        cell("专利审查合格率", "100%", raw("100", "%"), 7),
        cell(
            "平台上线时间",
            "2024/11/5",
            RawValue::Date { date: "2024-11-05".parse().unwrap(), from: "2024-11-05".parse().unwrap() },
            8,
        ),
        cell("平台建设成本（万元）", "94.5", raw("94.5", ""), 9),
        cell("发明专利有效量", "36000", raw("36000", ""), 10),
        cell("常住人口", "151万人", raw("151", "万人"), 11),
        cell("知识产权保护意识", "部分达成", RawValue::Judgement(Judgement::Partly, None), 12),
        cell("扶持单位满意度", "88.6%", raw("88.6", "%"), 14),
        cell("有效商标注测量", "21500件", raw("21500", "件"), 15),
    ];
    rows[0].reason = Some("海外布局放缓".into());
    rows[7].judged = Some(decimal("7"));
    let budget = RawBudget {
        budget: cell("全年预算数", "10,125.93", raw("10125.93", "万元"), 2),
        executed: cell("全年执行数", "9,870.11", raw("9870.11", "万元"), 3),
    };
    let bound = bind(&plan, &[RawActuals { title: "2024.xlsx".into(), rows, budget: Some(budget) }]);
    let card = score(&plan, &bound.actuals);
    let locate = |_| "局.heng".to_owned();
    let report =
        Report { plan: &plan, actuals: &bound.actuals, card: &card, findings: &bound.findings, locate: &locate };
    insta::assert_snapshot!(table::table(&report, &table::Options { explain: true, ..Default::default() }, &|_, _| {
        String::new()
    }));
}
