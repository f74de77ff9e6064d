"""What must not stand in a log."""

import logging
import re

_TOKEN = re.compile(r"(/preview/)(?!staff/)[^/\s\"'?]+")


class WithoutTokens(logging.Filter):
    """Takes the token out of the address of a preview: who reads the log must not be able to open it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/preview/" in message:
            record.msg, record.args = _TOKEN.sub(r"\1…", message), ()
        return True
