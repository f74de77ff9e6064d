"""Pictures: upright, without metadata, in a few widths; what is broken or huge is refused."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from disclosure.files import FileRefused, store_picture
from disclosure.files.pictures import open_picture, widths_for
from disclosure.models import Picture

from .uploads import (
    image,
    phone_photo,
    png_that_claims,
    upload,
)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, [100]),
        (480, [480]),
        (700, [480, 700]),
        (1600, [480, 960, 1600]),
        (4000, [480, 960, 1600]),
    ],
)
def test_pictures_are_kept_in_three_widths_and_never_enlarged(width, widths):
    assert widths_for(width) == widths


def test_a_photograph_stands_upright_and_says_nothing_of_who_took_it_where(article):
    picture = store_picture(article, upload("photo.jpg", phone_photo()), "县城全景", "摄于春天")
    rendition = picture.renditions.get()
    data = rendition.file.read()
    with Image.open(io.BytesIO(data)) as stored:
        assert stored.size == (rendition.width, rendition.height) == (200, 400)
        assert stored.format == "JPEG"
        assert dict(stored.getexif()) == {}
        assert {"exif", "comment", "icc_profile"}.isdisjoint(stored.info)
    assert b"Phone 1" not in data
    assert b"by hand" not in data


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (image((1000, 500)), "a.png"),
        (image((1000, 500), "WEBP"), "a.webp"),
        (image((1000, 500), mode="RGBA", colour=(1, 2, 3, 0)), "a.png"),
        (image((1000, 500), mode="P", colour=3), "a.png"),
        (image((1000, 500), mode="1", colour=1), "a.png"),
        (image((1000, 500), "JPEG", mode="CMYK", colour=(10, 20, 30, 40)), "a.jpg"),
    ],
    ids=["png", "webp", "transparent", "palette", "black and white", "printer's colours"],
)
def test_every_kind_of_picture_becomes_one_a_browser_shows(article, data, name):
    picture = store_picture(article, upload(name, data), "图")
    assert [(r.width, r.height) for r in picture.renditions.all()] == [(480, 240), (960, 480), (1000, 500)]
    for rendition in picture.renditions.all():
        with Image.open(rendition.file) as stored:
            stored.load()
            assert stored.mode in ("RGB", "RGBA")


def animation() -> bytes:
    data = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(data, "WEBP", save_all=True, append_images=frames[1:])
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件是空的"),
        (b"not a picture", "这不是 jpg、png 或者 webp 图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "这不是 jpg、png 或者 webp 图片"),
        (image(fmt="GIF"), "这不是 jpg、png 或者 webp 图片"),
        (image((900, 900), "JPEG")[:-300], "可能已经损坏"),
        (image()[:60], "可能已经损坏"),
        (png_that_claims(60_000, 60_000), "太大"),
        (png_that_claims(20, 16_001), "太大"),
        (animation(), "不能上传会动的图片"),
    ],
)
def test_broken_huge_and_moving_pictures_are_refused(article, data, reason):
    with pytest.raises(FileRefused) as refused:
        store_picture(article, upload("a.png", data), "图")
    assert reason in refused.value.messages[0]
    assert not Picture.objects.exists()


def test_a_picture_needs_words_for_those_who_cannot_see_it(article):
    with pytest.raises(FileRefused, match="请填写图片的文字说明"):
        store_picture(article, upload("a.png", image()), "  ")


def test_pictures_have_a_size_limit_of_their_own(article, settings):
    settings.PICTURE_MAX_BYTES = 100
    with pytest.raises(FileRefused, match="超过了"):
        store_picture(article, upload("a.png", image()), "图")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_damaged_picture_never_breaks_the_portal(place, damage):
    for whole in (image((40, 30), "JPEG"), image((40, 30))):
        data = whole[:place] + damage + whole[place + len(damage) :]
        try:
            open_picture(upload("a.png", data))
        except FileRefused as refused:
            assert refused.messages[0]
