"""The audit of a narrative against a workbook: sentences to claims to findings."""
