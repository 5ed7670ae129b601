"""Training: what turns corpus and weights into a model. Tuning the dense base and reading GGUF need the `train` extra."""

import torch
import transformers.utils

if torch.version.cuda is None:
    # PyPI's torchaudio is built against CUDA and fails to load beside a CPU torch; transformers imports it wherever it is installed,
    # for models of sound, which these are not.
    vars(transformers.utils)["is_torchaudio_available"] = lambda: False
