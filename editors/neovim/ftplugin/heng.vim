" Comments, indentation and words of heng.
if exists('b:did_ftplugin') | finish | endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:##,:#
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal matchpairs+=｛:｝,（:）,“:”,「:」
setlocal fileencodings=ucs-bom,utf-8,gb18030
setlocal autoindent indentkeys=0},0｝,o,O indentexpr=HengIndent()

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< matchpairs<'
      \ . ' fileencodings< autoindent< indentkeys< indentexpr<'

if exists('*HengIndent') | finish | endif
" One step more behind an open brace, one less on a line that closes one.
function HengIndent() abort
  let above = prevnonblank(v:lnum - 1)
  if above == 0 | return 0 | endif
  let deeper = getline(above) =~# '^[^#]*[{｛]\s*\(#.*\)\?$' ? shiftwidth() : 0
  let closed = getline(v:lnum) =~# '^\s*[}｝]' ? shiftwidth() : 0
  return indent(above) + deeper - closed
endfunction
