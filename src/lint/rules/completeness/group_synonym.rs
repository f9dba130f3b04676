//! L109: a group goes by another of its names.

use crate::diag::Safety;
use crate::lint::cx::{Cx, official};
use crate::lint::rule::{Certainty, Check, Level, Rule, Wrong};
use crate::model::Declaration;

pub const RULE: Rule = Rule {
    code: "L109",
    name: "group-synonym",
    title: "指标类别用了别名",
    level: Level::Note,
    certainty: Certainty::Certain,
    fix: Some(Safety::Unsafe),
    why: "同一类指标，各地表上有几种叫法。用框架里的正式名称，汇总、比对时才对得上。",
    wrong: &[
        Wrong {
            text: "满意度指标 {
    社会公众或服务对象满意度指标 {
        学员满意度 >= 90%
    }
}
产出指标 {
    产出进度指标 {
        培训完成时间 <= 11月30日
    }
}
效益指标 {
    社会效益指标 {
        受训居民就业人数 >= 120 人
    }
}",
            finds: &["社会公众或服务对象满意度指标", "产出进度指标"],
        },
    ],
    right: &[
        "满意度指标 {
    服务对象满意度指标 {
        学员满意度 >= 90%
    }
}
产出指标 {
    时效指标 {
        培训完成时间 <= 11月30日
    }
}
效益指标 {
    社会效益指标 {
        受训居民就业人数 >= 120 人
    }
}",
    ],
    words: &[],
    basis: "heng 的框架规定正式名称，`又名` 后面是可以识别的其他叫法。",
    check: Check::Declaration(check),
};

fn check(cx: &mut Cx<'_>, declaration: &Declaration) {
    for group in &declaration.groups {
        let official = official(cx.model, declaration, group);
        if group.of_framework.is_none() || group.broken || *group.name == *official {
            continue;
        }
        let message = format!("`{}` 的正式名称是 `{official}`", group.name);
        let finding = cx.finding(declaration.at(group.span), message);
        cx.report(finding.fix(Safety::Unsafe, group.span, written(official), "改用正式名称"));
    }
}

/// A name as a file writes it.
fn written(name: &str) -> String {
    if name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '·') {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}
