"""A published document taken apart: which lines belong to which table, which tables are one."""
