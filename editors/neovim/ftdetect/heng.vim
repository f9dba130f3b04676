autocmd BufRead,BufNewFile *.heng setfiletype heng
