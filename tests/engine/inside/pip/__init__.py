"""What the engine's host of Python asks of pip before every command, answered without loading pip: a fifth of a preview's time."""
