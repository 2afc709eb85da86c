"""What people read: the terminal, for now. A report takes a plan and draws it; it decides nothing."""
