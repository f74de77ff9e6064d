from django.conf import settings
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix

from . import view_options


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
        if declared.isdecimal() and int(declared) > settings.REQUEST_MAX_BYTES:
            limit = settings.REQUEST_MAX_BYTES // 1024 // 1024
            return render(request, "413.html", {"limit": limit}, status=413)
        return self.get_response(request)
