"""The pages of rules, and the editor of one."""
