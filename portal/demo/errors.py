class DemoDataError(ValueError):
    """A fixture does not fit the county or the catalog; the message names file, key and what is wrong."""


class DemoRefused(RuntimeError):
    """Demo data must not be loaded here; the message is a Chinese sentence that says why."""
