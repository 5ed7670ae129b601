"""Yi Core: the language model of Yibo."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yi_core.model import YiCoreForCausalLM


def load(name: str) -> "YiCoreForCausalLM":
    """The trained model `mini` or `base`, or the one in a folder, in fp32 and ready for `generate`.

    Raises yi_core.engine.EngineError where none is trained, yi_core.model.files.ModelError where its files are broken.
    """
    from yi_core.commands.common import trained
    from yi_core.model.files import open_model

    return open_model(Path(trained(name)))
