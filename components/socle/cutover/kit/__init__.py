"""The offline kit of a wave: scripts that give Azure back when platform, forge, pipelines, identity provider and state backend are down.

It holds no credential: of each it names the sealed place that `cutover.yaml` declares. Scripts change nothing without `GO=yes`.
"""

from .files import SEALED, Unsealed, kit_files, sealed_places, settings

__all__ = ["SEALED", "Unsealed", "kit_files", "sealed_places", "settings"]
