"""How the template is laid out, a module per kind of sheet; every word comes from `xltools.budget`."""
