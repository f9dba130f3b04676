" Colours for heng where no tree-sitter parser is installed.
if exists('b:current_syntax') | finish | endif
syntax sync fromstart

syntax match hengGroup /[^ \t{｛}｝,，;；"]\+\ze\s*\(\d[0-9.]*\s*分\)\?\s*[{｛]/
syntax match hengIndicator /[^ \t　{｛}｝,，;；>=<≥≤》《＝＞＜]\+\ze\s*\(>=\|<=\|[>=<≥≤≧≦》《＝＞＜]\|不低于\|不少于\|不高于\|不超过\|定性\|不适用\)/
syntax match hengSign /[>=<≥≤≧≦》《＝＞＜~～]\+\|不低于\|不少于\|不高于\|不超过/
syntax match hengNumber /[-+]\?\([0-9０-９]\+\([,，][0-9０-９]\{3}\)*\([.．][0-9０-９]\+\)\?\)/ nextgroup=hengUnit skipwhite
syntax match hengUnit /[%％‰]\|[A-Za-z°²³℃㎡一-鿿]\+\([\/／·][A-Za-z一-鿿]\+\)*/ contained
syntax match hengDate /\d\{4}-\d\{1,2}-\d\{1,2}\|\(\d\{4}年\)\?\d\{1,2}月\d\{1,2}[日号]/
syntax match hengDeclaration /\(^\|[{｛;；]\)\@1<=\s*\(部门\|项目\|框架\|任务\|测试\|实际\|单位\|量级\|引用\|核对\|检查\|期望\)\ze[ \t：:]/
syntax match hengKeyword /\(年度\|预算\|数据\|总体目标\|资金\|内容\|来源\|佐证\|说明\|负责\|代码\|依据\|原因\|调整\|周期\|上年\|计分\|及格\|公式\|方向\|核心\|满分\|默认计分\|等级\|监控灯\|舍入\|超额\|空缺\|又名\|量纲\|继承\|其余\)\ze\([ \t：:,，;；{｛}｝]\|$\)/
syntax region hengText start=/"/ end=/"/ oneline
syntax region hengText start=/“/ end=/”/ oneline
syntax region hengText start=/「/ end=/」/ oneline
syntax region hengText start=/"""/ end=/"""/
syntax match hengComment /#.*/
syntax match hengDoc /##.*/

highlight default link hengGroup Structure
highlight default link hengIndicator Identifier
highlight default link hengSign Operator
highlight default link hengNumber Number
highlight default link hengDate Number
highlight default link hengUnit Type
highlight default link hengDeclaration Statement
highlight default link hengKeyword Keyword
highlight default link hengText String
highlight default link hengComment Comment
highlight default link hengDoc SpecialComment
let b:current_syntax = 'heng'
