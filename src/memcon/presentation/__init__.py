"""What the faces share: answers as text, names and dates in words, and the brief as a page."""
