"""`chat` and `serve`: speak with a model in the terminal, or over OpenAI's protocol."""

import argparse
import sys

from yi_core.commands.common import engine
from yi_core.engine import EngineError
from yi_core.prompt import Message
from yi_core.sampling import Sampling

MODEL = "mini, base, dense (the original, in llama.cpp) or a folder of a trained model (default: base)"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Their arguments."""
    chat = commands.add_parser("chat", help="speak with a model; an empty line ends")
    serve = commands.add_parser("serve", help="an OpenAI-compatible server")
    for command in (chat, serve):
        command.add_argument("--model", default="base", help=MODEL)
        command.add_argument("--threads", type=int, default=2)
    chat.add_argument("--system", default="", help="the system message")
    chat.add_argument("--temperature", type=float, default=0.4)
    chat.add_argument("--max-tokens", type=int, default=400)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8700)
    chat.set_defaults(run=run_chat)
    serve.set_defaults(run=run_serve)


def run_chat(options: argparse.Namespace) -> int:
    """Reads turns from stdin, writes answers to stdout as they are made."""
    try:
        model = engine(options.model, options.threads)
        talk: list[Message] = [("system", options.system)] if options.system else []
        for seed, line in enumerate(sys.stdin):
            if not (said := line.strip()):
                break
            talk.append(("user", said))
            answer = ""
            for piece in model.stream(talk, Sampling(options.max_tokens, options.temperature, seed)):
                answer += piece
                sys.stdout.write(piece)
                sys.stdout.flush()
            sys.stdout.write("\n")
            talk.append(("assistant", answer))
    except EngineError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """Until it is interrupted."""
    import uvicorn

    from yi_core.server import create_app

    try:
        app = create_app(engine(options.model, options.threads))
    except EngineError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    uvicorn.run(app, host=options.host, port=options.port, log_level="info")
    return 0
