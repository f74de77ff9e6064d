from . import items, obligations, work_calendar

__all__ = ["items", "obligations", "work_calendar"]
