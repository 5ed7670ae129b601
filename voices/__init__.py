"""Text to speech for a livestream host: `speak` streams sentences, `say` returns the whole line."""
