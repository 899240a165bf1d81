"""How `read_input` reads and checks what a clerk hands in, a module per kind of content."""
