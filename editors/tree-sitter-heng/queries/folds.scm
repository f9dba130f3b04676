(block) @fold
(block_string) @fold
