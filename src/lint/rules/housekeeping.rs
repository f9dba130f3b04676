//! L8: what stands in a file for nothing.

family!(unused_data_item, unused_scoring_rule, unused_framework, duplicate_test_title, constant_check);
