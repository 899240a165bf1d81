"""The parts of a disclosure document."""
