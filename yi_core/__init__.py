"""Yi Core: the language model of Yibo."""
