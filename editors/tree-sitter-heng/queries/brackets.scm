; For Zed.
("{" @open "}" @close)
("(" @open ")" @close)
