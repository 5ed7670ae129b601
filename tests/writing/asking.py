"""Comments of viewers asked of the small host, for tests."""

from fakes import ScriptedModel, basket, brief, kettle

from livestream.writing.reply import Reply, answer

NEVER = ["当然可以，放心用。", "Sure, no problem at all."]


def ask(comment: str, model: ScriptedModel | None = None, **changes: object) -> Reply:
    return answer(basket(**changes), comment, brief(), model or ScriptedModel(NEVER[:1]))


def ask_en(comment: str, model: ScriptedModel | None = None, **changes: object) -> Reply:
    return answer(kettle(**changes), comment, brief("en"), model or ScriptedModel(NEVER[1:]))
