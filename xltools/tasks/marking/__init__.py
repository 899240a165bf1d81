"""How `mark` and `clear` write into a workbook."""
