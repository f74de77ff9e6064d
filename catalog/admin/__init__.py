from . import items, obligations

__all__ = ["items", "obligations"]
