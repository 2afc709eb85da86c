"""What every test may use: pytest's own way to run pytest."""

pytest_plugins = ["pytester"]
