; For Zed: what the outline panel shows.
(statement clause: (declaration key: _ @context name: (_) @name)) @item
(statement clause: (framework "框架" @context name: (_) @name) . (block)) @item
(statement clause: (task "任务" @context name: (_) @name)) @item
(statement clause: (test "测试" @context title: (_) @name)) @item
(statement clause: (item name: (_) @name) . (block)) @item
(statement clause: (entry name: (_) @name)) @item
