"""Where each kind of file carries its AI label: one module a family, each with `write(path, label)` and `read(path)`."""
