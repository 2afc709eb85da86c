"""What every test may use: pytest's own way to run pytest, and properties whose examples are the same in every run."""

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("repeatable", derandomize=True, database=None)
settings.load_profile("repeatable")
