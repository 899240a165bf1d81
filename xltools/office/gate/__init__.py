"""The gate: what a file is and whether it may come in, told before any parser sees it."""
