"""How the adapter is made: conversations from the corpus, LoRA on the dense weights, conversion to GGUF. Needs the `train` extra."""
