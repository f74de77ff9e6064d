"""Made-up numbers with right check digits, for the corpus. Nobody's: the county of the area code (3699..) does not exist."""

import random
import re

from portal.organizations.credit_code import CHARACTERS, check_digit

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PHONE_PREFIXES = ("133", "136", "138", "139", "150", "155", "166", "177", "181", "189", "198")
CARD_PREFIXES = ("622848", "621700", "623052", "620522", "622202")
WORDS = ("minghu", "lihua", "zhangsan", "qingshi", "yunxi", "wangwu", "zhaoliu")
PLACEHOLDER = re.compile(r"\{([a-z_]+)(\d*)\}")
FULL = str.maketrans({**{str(n): chr(0xFF10 + n) for n in range(10)}, "X": "Ｘ"})


def identity_number(rng: random.Random, end: str = "") -> str:
    """18 digits; `end` asks for a check character."""
    while True:
        birth = f"{rng.randint(1940, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
        first = f"3699{rng.randint(1, 30):02}{birth}{rng.randint(1, 999):03}"
        total = sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True))
        check = "10X98765432"[total % 11]
        if not end or check == end:
            return first + check


def luhn(first: str) -> str:
    """`first` with its Luhn check digit."""
    total = 0
    for place, digit in enumerate(reversed(first)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return first + str(-total % 10)


def number(rng: random.Random, length: int) -> str:
    return str(rng.randint(1, 9)) + "".join(rng.choice("0123456789") for _ in range(length - 1))


def mobile(rng: random.Random) -> str:
    return rng.choice(PHONE_PREFIXES) + f"{rng.randint(0, 99999999):08}"


def card(rng: random.Random, length: int = 19) -> str:
    return luhn(rng.choice(CARD_PREFIXES) + f"{rng.randint(0, 10 ** (length - 7) - 1):0{length - 7}}")


def credit_code(rng: random.Random) -> str:
    first = (
        rng.choice(("11", "12", "51", "91", "92", "93")) + "369921" + "".join(rng.choices(CHARACTERS, k=9))
    )
    return first + check_digit(first)


def account(rng: random.Random) -> str:
    """Digits of a passbook: no card, no Luhn."""
    while True:
        digits = "1" + number(rng, rng.choice((14, 16, 18)))
        if luhn(digits[:-1]) != digits:
            return digits


def grouped(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return gap.join([*parts, digits[at:]]) if at < len(digits) else gap.join(parts)


def _wrong(digits: str) -> str:
    return digits[:-1] + ("1" if digits[-1] != "1" else "2")


MAKERS = {
    "id": lambda r: identity_number(r),
    "id_x": lambda r: identity_number(r, "X"),
    "id_lx": lambda r: identity_number(r, "X").lower(),
    "id_s": lambda r: grouped(identity_number(r), (6, 8, 4), " "),
    "id_h": lambda r: grouped(identity_number(r), (6, 8, 4), "-"),
    "id_fw": lambda r: identity_number(r).translate(FULL),
    "id_nl": lambda r: grouped(identity_number(r), (10, 8), "\n"),
    "id_bad": lambda r: _wrong(identity_number(r)),
    "id_mask": lambda r: (lambda n: f"{n[:6]}********{n[-4:]}")(identity_number(r)),
    "id_old": lambda r: (lambda n: n[:6] + f"{r.randint(30, 79)}" + n[10:17])(identity_number(r)),
    "mob": mobile,
    "mob_s": lambda r: grouped(mobile(r), (3, 4, 4), " "),
    "mob_h": lambda r: grouped(mobile(r), (3, 4, 4), "-"),
    "mob_fw": lambda r: mobile(r).translate(FULL),
    "mob_cn": lambda r: f"+86 {mobile(r)}",
    "card": card,
    "card_sixteen": lambda r: luhn("436742" + f"{r.randint(0, 999999999):09}"),
    "card_s": lambda r: grouped(card(r), (4, 4, 4, 4), " "),
    "card_fw": lambda r: card(r).translate(FULL),
    "card_bad": lambda r: _wrong(card(r)),
    "acct": account,
    "cc": credit_code,
    "idx": lambda r: f"{credit_code(r)}/20{r.randint(10, 25)}-{r.randint(1, 999):05}",
    "luhn_sixteen": lambda r: luhn("8021" + f"{r.randint(0, 99999999999):011}"),
    "pass": lambda r: r.choice("EG") + number(r, 8),
    "plate": lambda r: "".join(r.choices("0123456789", k=3)) + r.choice("ABCDEFGH") + str(r.randint(0, 9)),
    "word": lambda r: r.choice(WORDS),
}


def filled(text: str) -> str:
    """`text` with its placeholders filled in: always the same for the same text. {n6} is any number of six digits."""
    rng = random.Random(text)

    def made(match: re.Match) -> str:
        kind, size = match.groups()
        return number(rng, int(size)) if kind == "n" else MAKERS[kind](rng)

    return PLACEHOLDER.sub(made, text)
