from django.core.exceptions import ValidationError


class FileRefused(ValidationError):
    """A file that is not taken in; the message is a Chinese sentence that says why and what to do."""
