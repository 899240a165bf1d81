"""Reads what a workbook discloses: tables and performance forms, wherever they stand."""
