; Written by tree-sitter-heng/check.py --bless: the first pattern that fits wins.

[ "," "，" ";" "；" ":" "：" "." "。" ] @punctuation.delimiter
[ "{" "｛" "}" "｝" "(" "（" ")" "）" ] @punctuation.bracket
[ "且" "并且" "或" "或者" "非" ] @keyword.operator
[ "~" "～" "〜" "—" "+" "＋" "-" "－" "−" "*" "×" "＊" "/" "÷" "／" "!" "！" ] @operator
(sign) @operator
(previous ["上年" "上年实际"] @variable.builtin)
[ "得" "扣" "至" "定性" "不适用" "同比" "同比增长" ] @keyword.operator
(rest) @keyword
(section) @keyword
(core) @keyword
(word_attribute key: _ @keyword)
(amount key: _ @keyword)
(text_attribute key: _ @keyword)
[
  "年度" "舍入" "超额" "需说明" "空缺" "归" "计分" "公式" "又名"
] @keyword
[ "核对" "检查" "期望" ] @keyword.control
[ "引用" ] @keyword.control.import
[ "部门" "项目" "框架" "继承" "任务" "测试" "实际" "单位" "量级" ] @keyword.storage.type
(entry name: (name) @keyword
  (#eq? @keyword "周期"))
(path (name) @variable.builtin
  (#any-of? @variable.builtin "实际" "目标" "完成率" "分值" "得分" "结论" "总分" "等级"))
(word_value (name) @constant.builtin
  (#any-of? @constant.builtin "达成" "部分达成" "未达成" "其余"))
(method name: (name) @function.builtin
  (#any-of? @function.builtin "达标" "比例" "门槛" "线性" "分档" "插值" "等级"))
(statement clause: (item name: (name) @namespace) . (block))
(word_attribute (name) @constant)
(task name: (name) @namespace)
(actuals name: (name) @type)
(framework base: (name) @type)
(framework name: (name) @type)
(declaration name: (name) @type)
(scoring name: (name) @function)
(side) @keyword.operator
(deduction name: (name) @function.builtin)
(method name: (name) @function)
(call function: (name) @function)
(path (name) @variable)
(item name: (name) @variable.other.member)
(entry name: (name) @variable.other.member)
(name) @variable
(severity) @constant.builtin
(boolean) @constant.builtin.boolean
(unit) @type.builtin
(date) @constant.numeric
(number) @constant.numeric
(quoted_name) @variable.other.member
(block_string) @string
(string) @string
(doc_comment) @comment.block.documentation
(comment) @comment
