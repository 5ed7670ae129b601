"""From a line of script to sentences of words with phonemes, each word knowing which part of the line it reads."""
