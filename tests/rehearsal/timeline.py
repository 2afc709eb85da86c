"""What a rehearsal did and when, as text and as one page."""

import html
import time
from dataclasses import dataclass, field


@dataclass
class Timeline:
    """Lines with the seconds since the beginning, and what applications saw of each switch."""

    begun: float = field(default_factory=time.monotonic)
    lines: list[tuple[float, str, str]] = field(default_factory=list[tuple[float, str, str]])
    downtimes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def say(self, what: str, about: str = "") -> None:
        """Note something, and print it."""
        at = time.monotonic() - self.begun
        self.lines.append((at, what, about))
        print(f"{at:7.1f} s  {what}{f': {about}' if about else ''}", flush=True)

    def text(self) -> str:
        """Every line."""
        return "".join(f"{at:7.1f} s  {what}{f': {about}' if about else ''}\n" for at, what, about in self.lines)

    def page(self, title: str) -> str:
        """Every line as one page without scripts."""
        rows = "".join(
            f"<tr><td>{at:.1f}</td><td>{html.escape(what)}</td><td>{html.escape(about)}</td></tr>"
            for at, what, about in self.lines
        )
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
            "<style>body{font:15px system-ui;margin:2rem}td,th{text-align:left;padding:.2rem .8rem;vertical-align:top}"
            "td:first-child{text-align:right;font-variant-numeric:tabular-nums}</style>"
            f"<h1>{html.escape(title)}</h1><table><tr><th>s</th><th>step</th><th>said</th></tr>{rows}</table></html>\n"
        )
