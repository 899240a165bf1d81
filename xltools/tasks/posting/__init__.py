"""How `send` works: what goes to whom, what the letter says, what becomes of it."""
