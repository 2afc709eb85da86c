"""What every test may use: pytest's own way to run pytest, and properties with the same examples in every run, however busy the machine."""

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")
