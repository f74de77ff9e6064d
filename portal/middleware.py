import re

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError, OperationalError
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix

from . import view_options

LENGTH_DIGITS = 18
_UNSTORABLE = re.compile("expected a number|NUL|too large|out of range|too complex")


class ViewOptionsMiddleware:
    """Takes the look of the page off the front of the address, and lets every reversed address keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.view_options = ()
        found = view_options.split(request.path_info)
        if found is None:
            return self.get_response(request)
        request.view_options, request.path_info = found
        before = get_script_prefix()
        set_script_prefix(before.rstrip("/") + view_options.prefix(request.view_options) + "/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


class RequestSizeMiddleware:
    """Refuses an oversized request by its declared length, before any of it is read or stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not re.fullmatch("[0-9]+", declared):
            raise BadRequest("Content-Length is no number")
        if len(declared) > LENGTH_DIGITS or int(declared) > settings.REQUEST_MAX_BYTES:
            limit = settings.REQUEST_MAX_BYTES // 1024 // 1024
            return render(request, "413.html", {"limit": limit}, status=413)
        return self.get_response(request)


class UnstorableInputMiddleware:
    """Answers 400 where what was sent is nothing the database can look for: a key of letters, NUL, 40 digits.

    Django's own lists and look-up fields hand such values on unchecked; no page of the portal sends them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        kinds = (ValueError, OverflowError, DataError, OperationalError)
        if isinstance(exception, kinds) and _UNSTORABLE.search(str(exception)):
            # What was sent may be long or personal: it stays out of the log.
            raise BadRequest(f"input the database cannot look for: {type(exception).__name__}") from None
