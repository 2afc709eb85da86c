"""What writes the generated pages of the documentation. Run by `make docs`; not part of the wheel."""
