"""Pictures: what the camera and the photographer wrote into them. The picture itself is not read (no OCR)."""

import io
import re

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from . import safe_xml
from .collector import Collector
from .parts import ExtractionFailed

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
PIXELS_MAX = 400_000_000
Base, Gps = ExifTags.Base, ExifTags.GPS
LABELS = {
    Base.Artist: "作者",
    Base.XPAuthor: "作者",
    Base.Copyright: "版权",
    Base.ImageDescription: "说明",
    Base.XPTitle: "标题",
    Base.XPComment: "备注",
    Base.XPSubject: "主题",
    Base.XPKeywords: "关键词",
    Base.UserComment: "备注",
    Base.Make: "设备厂商",
    Base.Model: "设备型号",
    Base.CameraOwnerName: "设备主人",
    Base.BodySerialNumber: "设备序列号",
    Base.Software: "制作软件",
    Base.DateTime: "修改时间",
    Base.DateTimeOriginal: "拍摄时间",
}
CHUNKS = {"author": "作者", "artist": "作者", "comment": "备注", "description": "说明", "title": "标题"}
CHUNKS |= {"copyright": "版权", "software": "制作软件", "source": "来源"}
_XMP_AUTHOR = re.compile(r"<dc:creator>(.*?)</dc:creator>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def read(data: bytes, collector: Collector) -> None:
    """Fills the collector with metadata; the pixels are never unpacked."""
    collector.has_text = False
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise ExtractionFailed("图片太大，无法检查。请缩小以后再上传。")
            exif = picture.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            for tag, label in LABELS.items():
                collector.describe(label, _readable(tag, exif.get(tag, details.get(tag))))
            _location(exif.get_ifd(ExifTags.IFD.GPSInfo), collector)
            _chunks(picture.info, collector)
    except ExtractionFailed:
        raise
    except Exception as error:  # each plug-in has its own exceptions
        raise ExtractionFailed(safe_xml.DAMAGED) from error


def _readable(tag: int, value: object) -> str:
    if isinstance(value, tuple):
        value = bytes(value) if all(isinstance(v, int) and 0 <= v < 256 for v in value) else ""
    if not isinstance(value, bytes):
        return "" if value is None else str(value)
    if Base.XPTitle <= tag <= Base.XPSubject:  # written by Windows, in UTF-16
        return value.decode("utf-16-le", "ignore")
    if value.startswith(b"UNICODE\0"):
        return value[8:].decode("utf-16-be" if value[8:9] == b"\0" else "utf-16-le", "ignore")
    return value.removeprefix(b"ASCII\0\0\0").decode("utf-8", "ignore")


def _location(place: dict, collector: Collector) -> None:
    latitude = _degrees(place.get(Gps.GPSLatitude), place.get(Gps.GPSLatitudeRef, "N"))
    longitude = _degrees(place.get(Gps.GPSLongitude), place.get(Gps.GPSLongitudeRef, "E"))
    if latitude is None or longitude is None:
        return
    collector.describe("拍摄位置", f"纬度 {latitude:.5f}，经度 {longitude:.5f}")
    collector.warn("图片里有拍摄位置，可能暴露住址或者敏感地点。请去掉位置信息后另存。")


def _degrees(parts: object, direction: object) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    if not all(isinstance(part, int | float | IFDRational) for part in parts):
        return None
    try:
        degrees = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    except ZeroDivisionError:
        return None
    return -degrees if direction in ("S", "W") else degrees


def _chunks(info: dict, collector: Collector) -> None:
    """Text chunks of PNG, the comment of GIF and JPEG, and the author in XMP."""
    for key, value in info.items():
        text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else value
        if isinstance(text, str) and str(key).lower() in CHUNKS:
            collector.describe(CHUNKS[str(key).lower()], text)
        elif isinstance(text, str) and "xmp" in str(key).lower():
            for author in _XMP_AUTHOR.findall(text[: 1024 * 1024]):
                collector.describe("作者", _TAG.sub(" ", author))
