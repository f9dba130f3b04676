; The capture names are those that Helix knows; Neovim and Zed fall back to their first part.
; Where two patterns take the same node, the later one wins.

(comment) @comment
(doc_comment) @comment.block.documentation

(string) @string
(block_string) @string
(quoted_name) @variable.other.member
(number) @constant.numeric
(date) @constant.numeric
(unit) @type.builtin
(boolean) @constant.builtin.boolean
(severity) @constant.builtin

(name) @variable
(entry name: (name) @variable.other.member)
(item name: (name) @variable.other.member)
(path (name) @variable)
(call function: (name) @function)
(method name: (name) @function)
(deduction name: (name) @function.builtin)
(side) @keyword.operator
(scoring name: (name) @function)
(declaration name: (name) @type)
(framework name: (name) @type)
(framework base: (name) @type)
(actuals name: (name) @type)
(task name: (name) @namespace)
(word_attribute (name) @constant)

; A name with a block is a group; a target with a block stays an indicator.
(statement clause: (item name: (name) @namespace) . (block))

(method name: (name) @function.builtin
  (#any-of? @function.builtin "达标" "比例" "门槛" "线性" "分档" "插值" "等级"))
(word_value (name) @constant.builtin
  (#any-of? @constant.builtin "达成" "部分达成" "未达成" "其余"))
(path (name) @variable.builtin
  (#any-of? @variable.builtin "实际" "目标" "完成率" "分值" "得分" "结论" "总分" "等级"))
; `周期 >= 1600 家` is an attribute that looks like an indicator.
(entry name: (name) @keyword
  (#eq? @keyword "周期"))

[ "部门" "项目" "框架" "继承" "任务" "测试" "实际" "单位" "量级" ] @keyword.storage.type
[ "引用" ] @keyword.control.import
[ "核对" "检查" "期望" ] @keyword.control
[
  "年度" "舍入" "超额" "需说明" "空缺" "归" "计分" "公式" "又名"
] @keyword
(text_attribute key: _ @keyword)
(amount key: _ @keyword)
(word_attribute key: _ @keyword)
(core) @keyword
(section) @keyword
(rest) @keyword
[ "得" "扣" "至" "定性" "不适用" "同比" "同比增长" ] @keyword.operator
(previous ["上年" "上年实际"] @variable.builtin)

(sign) @operator
[ "~" "～" "〜" "—" "+" "＋" "-" "－" "−" "*" "×" "＊" "/" "÷" "／" "!" "！" ] @operator
[ "且" "并且" "或" "或者" "非" ] @keyword.operator

[ "{" "｛" "}" "｝" "(" "（" ")" "）" ] @punctuation.bracket
[ "," "，" ";" "；" ":" "：" "." "。" ] @punctuation.delimiter
