"""The commands of `python -m yi_core`: each module adds its arguments and runs."""
