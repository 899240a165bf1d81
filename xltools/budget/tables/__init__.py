"""The 13 tables of the 2025 form, one module each."""
