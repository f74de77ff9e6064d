"""Pictures: what camera and photographer wrote into the file."""

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from portal.extraction import extract

from .samples import part_with, picture


def taken_at(latitude: int, longitude: int) -> bytes:
    exif = Image.Exif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (latitude, 30, 0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (longitude, 15, 0)
    return picture(exif=exif)


def test_where_a_photo_was_taken():
    found = extract(taken_at(30, 112), "现场.jpg")
    assert found.metadata["拍摄位置"] == "纬度 30.50000，经度 112.25000"
    assert part_with(found, "112.25").kind == "metadata"
    assert any("拍摄位置" in sentence for sentence in found.warnings)
    assert (found.file_type, found.has_text, found.text()) == ("jpg", False, "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_who_took_it_with_what_and_when(kind):
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Li Si"
    exif[ExifTags.Base.Model] = "PHONE-1"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:06:01 08:30:00"
    found = extract(picture(kind, exif=exif), "a")
    assert found.metadata == {"作者": "Li Si", "设备型号": "PHONE-1", "拍摄时间": "2024:06:01 08:30:00"}


def test_author_as_windows_writes_it():
    exif = Image.Exif()
    exif[ExifTags.Base.XPAuthor] = "李四".encode("utf-16-le") + b"\0\0"
    assert extract(picture(exif=exif), "a.jpg").metadata["作者"] == "李四"


def test_text_chunks_of_png():
    chunks = PngInfo()
    chunks.add_text("Author", "Li Si")
    chunks.add_itxt("Comment", "内部使用")
    assert extract(picture("PNG", pnginfo=chunks), "a.png").metadata == {"作者": "Li Si", "备注": "内部使用"}


def test_author_in_xmp():
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator><rdf:li>Li Si</rdf:li></dc:creator></x:xmpmeta>"
    assert extract(picture("WEBP", xmp=xmp), "a.webp").metadata["作者"] == "Li Si"


def test_a_bare_picture_has_nothing_to_say():
    found = extract(picture("PNG"), "a.png")
    assert (found.metadata, found.parts, found.warnings) == ({}, (), ())


def test_broken_coordinates_do_not_matter():
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (1, 2)
    assert "拍摄位置" not in extract(picture(exif=exif), "a.jpg").metadata
