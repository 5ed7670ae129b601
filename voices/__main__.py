"""`python -m voices`: the commands of `voices.command`. Where they lack a package, that is told in a sentence, or by the doctor."""

import sys

from voices.checks import Check, tell
from voices.needed import ADVICE, sentence


def main() -> int:
    """Run a command; the exit code."""
    try:
        from voices.command import main as run
    except ModuleNotFoundError as error:
        return _without(error, sys.argv[1:])
    return run()


def _without(error: ModuleNotFoundError, arguments: list[str]) -> int:
    if arguments[:1] == ["doctor"]:
        tell([Check("package", False, True, f"missing: {error.name}", ADVICE)], "--json" in arguments)
    else:
        sys.stderr.write(f"voices: {sentence(error)}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
