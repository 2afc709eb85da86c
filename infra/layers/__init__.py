"""One short file a layer. A package of its own, since a top-level `platform.py` would shadow Python's own module."""
