"""The rules between tables and sheets."""
