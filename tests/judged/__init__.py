"""Pull requests, whole: made, reviewed, rendered, and held against the one sentence that a director should be told."""
