"""A workbook open in Excel, brought to the state of a finished one in place.

A task works on a snapshot of the open workbook, as it would on a file. What it did to sheets and rows
(`Workbook.steps`) is then done again in Excel, which moves formulas, names, formats and drawings its own way;
after that the cells, looks and notes that still differ are written.
"""
