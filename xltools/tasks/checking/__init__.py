"""How `check` judges a disclosure, a module per step."""
