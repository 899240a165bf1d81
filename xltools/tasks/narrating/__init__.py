"""How a narrative comes into a Word document."""
