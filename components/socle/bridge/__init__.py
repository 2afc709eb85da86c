"""The bridge between the two clouds: tunnels, routes and names, for as long as both run."""
