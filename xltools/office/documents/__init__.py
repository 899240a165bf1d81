"""Documents of words, as paragraphs: .docx, .txt, .md."""
