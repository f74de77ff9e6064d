"""Taking in pictures: turned upright, freed of metadata, and kept in a few widths."""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from PIL import Image, ImageCms, ImageOps

from disclosure.models import Picture, Publication, Rendition

from .attachments import check_size
from .refusal import FileRefused

WIDTHS = (480, 960, 1600)
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
MAX_SIDE = 16_000
"""WebP holds at most 16383 pixels a side."""

TOO_LARGE = (
    f"图片尺寸太大：每边不能超过 {MAX_SIDE} 像素，总共不能超过 {MAX_PIXELS // 10_000} 万像素。"
    "请缩小，或者把长图分成几张再上传。"
)
DRAWN_COLOURS = 4096
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError)


def open_picture(uploaded: File) -> Image.Image:
    """The upload as an upright RGB or RGBA image without metadata.

    Raises FileRefused for what is no picture, broken, animated or too large (in bytes, pixels or length).
    """
    check_size(uploaded, settings.PICTURE_MAX_BYTES)
    try:
        with _open(uploaded) as probe:
            _check_measures(probe)
            probe.verify()
        with _open(uploaded) as image:
            image.load()
            return _plain(image)
    except BROKEN as error:
        raise FileRefused(
            "图片打不开，可能已经损坏。请在电脑上打开核对，另存为 jpg 或者 png 再上传。"
        ) from error


@transaction.atomic
def store_picture(
    publication: Publication, uploaded: File, alt: str, caption: str = "", position: int = 0
) -> Picture:
    """Store a picture with `publication` in widths up to 1600 pixels, never enlarged. `alt` is compulsory.

    Raises FileRefused; then neither rows nor files are left.
    """
    if not alt.strip():
        raise FileRefused("请填写图片的文字说明：图上有什么、说明了什么。看不见图片的人靠它了解内容。")
    image = open_picture(uploaded)
    is_photo = _open(uploaded).format in ("JPEG", "MPO")
    written: list[Rendition] = []
    try:
        with transaction.atomic():
            picture = Picture.objects.create(
                publication_id=publication.pk, alt=alt.strip(), caption=caption.strip(), position=position
            )
            for rendition, data, suffix in _renditions(picture, image, is_photo):
                rendition.file.save(f"picture.{suffix}", ContentFile(data), save=False)
                written.append(rendition)
                rendition.save()
    except Exception:
        for rendition in written:
            rendition.file.delete(save=False)
        raise
    return picture


def widths_for(width: int) -> list[int]:
    """The widths a picture of `width` pixels is kept in: the steps below it, and itself up to the largest step."""
    return [step for step in WIDTHS if step < width] + ([width] if width <= WIDTHS[-1] else [])


def _open(uploaded: File) -> Image.Image:
    uploaded.seek(0)
    try:
        return Image.open(uploaded, formats=FORMATS)
    except Image.UnidentifiedImageError as error:
        raise FileRefused("这不是 jpg、png 或者 webp 图片。请另存为其中一种格式再上传。") from error
    except Image.DecompressionBombError as error:
        raise FileRefused(TOO_LARGE) from error


def _check_measures(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise FileRefused(TOO_LARGE)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise FileRefused("不能上传会动的图片。请截取其中一幅，另存为 jpg 或者 png 再上传。")


def _plain(image: Image.Image) -> Image.Image:
    upright = _in_srgb(ImageOps.exif_transpose(image))
    is_transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = upright.convert("RGBA" if is_transparent else "RGB")
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours of a phone's or a printer's profile as a browser without profiles should show them."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    with suppress(ImageCms.PyCMSError, OSError):
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    return image


def _renditions(
    picture: Picture, image: Image.Image, is_photo: bool
) -> Iterator[tuple[Rendition, bytes, str]]:
    options = _options(image, is_photo)
    for width in widths_for(image.width):
        height = max(1, round(image.height * width / image.width))
        scaled = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
        data = io.BytesIO()
        scaled.save(data, **options)
        suffix = "jpg" if options["format"] == "JPEG" else "webp"
        yield Rendition(picture=picture, width=width, height=height), data.getvalue(), suffix


def _options(image: Image.Image, is_photo: bool) -> dict:
    """Photographs stay JPEG; drawings and tables become WebP, without loss when they have few colours."""
    if is_photo:
        return {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True}
    is_drawn = image.getcolors(DRAWN_COLOURS) is not None
    return {"format": "WEBP", "lossless": is_drawn, "quality": 85}
