"""The brief as a page, and that page in each format: Markdown, HTML and DOCX."""
