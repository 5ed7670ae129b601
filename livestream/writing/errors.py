"""What can go wrong in this room; each message says why and what to do."""


class ModelError(Exception):
    """A language model is missing or does not answer."""


class WritingError(ModelError):
    """No line could be written that holds."""


class TranslationError(WritingError):
    """A text could not be translated with its figures and names unchanged."""
