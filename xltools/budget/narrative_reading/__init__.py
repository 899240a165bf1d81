"""How a narrative is read: its vocabulary, its numbers, the figures that they should be."""
