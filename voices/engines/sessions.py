"""onnxruntime sessions for short bursts of work beside an encoder and a language model."""

import os
from pathlib import Path
from typing import Any


def session(path: Path | str, threads: int | None = None) -> Any:
    """An InferenceSession whose threads sleep when idle; `threads` None takes all cores, at most four."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(4, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
