"""How much an interpretation repeats its document (rule 8.3)."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.similarity import COPIED_AT_MOST, SHINGLE, copied_share

DOCUMENT = (
    "第一条 为了规范财政资金管理，提高资金使用效益，根据有关法律法规，结合本县实际，制定本办法。"
    "第二条 本办法适用于县级财政安排的专项资金。第三条 申报单位应当在每年三月底以前提出申请，并对材料的真实性负责。"
    "第四条 县财政局会同主管部门组织评审，评审结果向社会公示，公示期不少于五个工作日。"
)
EXPLAINED = (
    "这份办法讲的是县里的专项资金怎么管。过去申报时间不固定，企业常常错过，现在统一到三月底。"
    "评审完会公示五天，有意见可以提。材料必须真实，弄虚作假要追回。"
)
chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E80), max_size=200)


def test_the_document_itself_is_all_copied():
    assert copied_share(DOCUMENT, DOCUMENT) == 1


def test_a_shortened_document_is_a_copy_however_short():
    shortened = DOCUMENT[: len(DOCUMENT) // 3]
    assert copied_share(shortened, DOCUMENT) > COPIED_AT_MOST


def test_own_words_are_not_a_copy():
    assert copied_share(EXPLAINED, DOCUMENT) < 0.1


def test_own_words_with_one_article_quoted_are_not_a_copy():
    quoted = EXPLAINED + "办法规定：“公示期不少于五个工作日”。"
    assert copied_share(quoted, DOCUMENT) < COPIED_AT_MOST / 2


@pytest.mark.parametrize("noise", ["，", " ", "\n", "　", "、"])
def test_punctuation_and_spaces_make_no_difference(noise):
    assert copied_share(noise.join(DOCUMENT), DOCUMENT) == 1


def test_full_width_digits_are_digits():
    assert copied_share("于２０２６年３月３１日以前提出申请", "于2026年3月31日以前提出申请") == 1


def test_names_that_have_to_be_said_do_not_count():
    title = "明湖县县级财政专项资金管理办法"
    text = f"《{title}》讲了三件事。按照《{title}》，钱怎么用要公示。"
    original = f"{title}。{DOCUMENT}"
    assert copied_share(text, original) > 0.5
    assert copied_share(text, original, [title]) == 0


@pytest.mark.parametrize("text", ["", "短", "一二三四五六七"])
def test_a_few_characters_say_nothing(text):
    assert copied_share(text, DOCUMENT) == 0


@given(chinese, chinese)
def test_a_share_is_between_none_and_all(text, original):
    assert 0 <= copied_share(text, original) <= 1


@given(chinese, chinese, chinese)
def test_more_original_never_makes_it_less(text, original, more):
    assert (
        copied_share(text, original + "。" + more) >= copied_share(text, original) - 1e-9
        or len(original) < SHINGLE
    )


@given(chinese.filter(lambda text: len(text) >= SHINGLE))
def test_everything_of_itself_is_copied(text):
    assert copied_share(text, "前" + text + "后") == 1


def test_long_texts_take_no_time():
    random.seed(1)
    long = "".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(200_000))
    start = time.perf_counter()
    assert copied_share(long[10_000:150_000], long) == 1
    assert time.perf_counter() - start < 3
