"""How much one file may ask for: memory and time stay bounded, whatever the file says about itself."""

import time

from .parts import ExtractionFailed

MEBIBYTE = 1024 * 1024

FILE_MAX_BYTES = 200 * MEBIBYTE
UNPACKED_MAX_BYTES = 500 * MEBIBYTE  # of a file and all that is inside it, together
XML_MAX_BYTES = 24 * MEBIBYTE  # of an XML part that is held as a tree
XML_MAX_TAGS = 2_000_000
STREAMED_XML_MAX_BYTES = 200 * MEBIBYTE  # of a worksheet, which is read row by row
STREAMED_XML_MAX_WAITING = 500_000  # elements inside one row, or between two rows
PART_MAX = 300_000
CHARACTERS_MAX = 30_000_000
CELLS_MAX = 16_000_000
SECONDS_MAX = 120

ARCHIVE_MAX_ENTRIES = 500
PACKAGE_MAX_ENTRIES = 20_000
RATIO_MAX = 200
RATIO_FREE_BYTES = 2 * MEBIBYTE  # small entries may be as compressible as they like
DEPTH_MAX = 3  # an archive, a document in it, a table in that, a picture in that
PDF_MAX_PAGES = 2000
PDF_STREAM_MAX_BYTES = 20 * MEBIBYTE

TOO_BIG = "文件太大，或者展开以后太大，无法检查。请拆成几个小一些的文件再上传。"
TOO_LONG = "文件太复杂，无法在限定时间内检查完。请拆成几个小一些的文件，或者另存一份再上传。"


class Budget:
    """What is left for one file with everything inside it. Its methods raise ExtractionFailed when it is used up."""

    def __init__(self):
        self.unpacked = UNPACKED_MAX_BYTES
        self.parts = PART_MAX
        self.characters = CHARACTERS_MAX
        self.cells = CELLS_MAX
        self._deadline = time.monotonic() + SECONDS_MAX

    def spend(self, what: str, amount: int) -> None:
        """Takes `amount` of unpacked (bytes), parts, characters or cells."""
        setattr(self, what, getattr(self, what) - amount)
        self.refuse_if_spent()

    def refuse_if_spent(self) -> None:
        if min(self.unpacked, self.parts, self.characters, self.cells) < 0:
            raise ExtractionFailed(TOO_BIG)
        self.check_time()

    def check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise ExtractionFailed(TOO_LONG)
