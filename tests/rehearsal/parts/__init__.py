"""Real parts of a rehearsal on one machine, from package indexes: what cannot be had is said in one line."""
