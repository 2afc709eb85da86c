"""`pip list --format json` and `pip --version`; whoever asks for anything else is told that this is not pip."""

import json
import sys
from importlib.metadata import distributions

if "--version" in sys.argv:
    sys.stdout.write(f"pip 25.0 from {sys.prefix} (python {sys.version_info.major}.{sys.version_info.minor})\n")
elif sys.argv[1:2] == ["list"]:
    found = {each.name: each.version for each in distributions()}
    sys.stdout.write(json.dumps([{"name": name, "version": found[name]} for name in sorted(found)]))
else:
    sys.exit(
        f"this stands for pip in the tests of the engine, and only lists what is installed: {' '.join(sys.argv[1:])}"
    )
