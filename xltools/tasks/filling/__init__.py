"""How `fill` and `targets` write into a workbook, a module per kind of place."""
