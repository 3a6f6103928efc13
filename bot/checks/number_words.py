"""Pure, part of reading quantities: numbers that are spelled in letters, English and Chinese."""

import re

_ONES = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * place for place, word in enumerate(_TENS, start=2)
}
_SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_SCALE = "|".join(_SCALES)
ENGLISH = (
    rf"(?<![A-Za-z])(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[1:10])}))?|(?:{'|'.join(_ONES)}))"
    rf"(?:[ -](?:{_SCALE}))?(?=fold|[^A-Za-z]|$)"
    rf"|(?<![A-Za-z])(?<!half )a (?:{_SCALE})(?=fold|[^A-Za-z]|$)|(?<![A-Za-z])(?:{_SCALE})(?=-?fold)"
)
CHINESE = "[零〇一二两三四五六七八九十百千万亿]+"


def english_value(words: str) -> float:
    """The value of what ENGLISH matched: "twenty-five" is 25, "two million" 2e6, "a dozen" 12."""
    total = 0.0
    for word in re.split("[ -]", words.lower()):
        total = (total or 1.0) * _SCALES[word] if word in _SCALES else total + _ENGLISH.get(word, 1)
    return total


def chinese_value(numeral: str) -> float:
    """The value of what CHINESE matched: 三十五 is 35, 两万 is 20000."""
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[character], 0
        else:
            total, section, digit = (total + section + digit or 1) * _LARGE[character], 0, 0
    return float(total + section + digit)
