"""Workbooks of Excel 97-2003 (.xls) and of WPS (.et): their values, as a workbook of today."""
