"""Small files of every kind, made on the spot."""

import io
import struct
import zipfile
import zlib

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
EXE = b"MZ\x90\x00" + bytes(200)
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A zip file with `parts`."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def office(extension: str, content_types: str = "<Types/>", **more) -> bytes:
    """A minimal docx, xlsx or pptx; `more` are further parts by name."""
    return packed({"[Content_Types].xml": content_types, OFFICE_PARTS[extension]: "<x/>", **more})


def old_office(*streams: str) -> bytes:
    """The head of a doc or xls: directory entries of 128 bytes that name `streams`."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return OLE.ljust(512, b"\0") + entries


def image(size=(600, 400), fmt: str = "PNG", mode: str = "RGB", colour="navy", **options) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, colour).save(data, fmt, **options)
    return data.getvalue()


def phone_photo() -> bytes:
    """A JPEG lying on its side (orientation 6), with the camera's name and a place in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "Phone 1"
    exif.get_ifd(0x8825)[1] = "N"
    return image((400, 200), "JPEG", exif=exif.tobytes(), comment=b"written by hand")


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that announce a picture of `width` by `height` (a decompression bomb)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def stored_files() -> set[str]:
    """Every file below the media root, by path."""
    found, folders = set(), [""]
    while folders:
        folder = folders.pop()
        below, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
        folders += [f"{folder}/{name}".lstrip("/") for name in below]
        found |= {f"{folder}/{name}".lstrip("/") for name in files}
    return found
