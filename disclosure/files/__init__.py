"""Files of publications: taken in with a look at their content, read by the public through one door."""

from .attachments import store_attachment
from .pictures import store_picture
from .reading import public_attachment, public_picture
from .refusal import FileRefused

__all__ = ["FileRefused", "public_attachment", "public_picture", "store_attachment", "store_picture"]
