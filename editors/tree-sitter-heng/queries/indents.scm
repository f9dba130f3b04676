; Neovim reads the dotted names, Helix and Zed the short ones.
(block) @indent @indent.begin
(block ["}" "｝"] @outdent @end @indent.branch @indent.end)
; What stands in a text is the writer's.
(block_string) @indent.ignore
