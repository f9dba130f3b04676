//! L2: targets that can be measured.

family!(vague_target);
