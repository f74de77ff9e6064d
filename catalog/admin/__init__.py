from . import change_requests, items, obligations, revisions, work_calendar

__all__ = ["change_requests", "items", "obligations", "revisions", "work_calendar"]
