"""The page of the HTML report: its markup, looks and program, and the data in it."""
