"""Loading the demo: every person walks the same way the screens would have taken them."""

from treatment.demo.operations.loading import is_empty, load

__all__ = ["is_empty", "load"]
