"""A strict reader of Prometheus's text format, version 0.0.4, for tests.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details: lines end with a line feed,
the last one too; HELP and TYPE stand once and before the samples of their metric, whose lines stand together;
of a label's value only backslash, quote and line feed are escaped; no two samples have one name and labels.
"""

import re
from dataclasses import dataclass, field

_HELP = re.compile(r"# HELP (?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?P<words>(?:[^\\\n]|\\\\|\\n)+)")
_TYPE = re.compile(r"# TYPE (?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?P<kind>counter|gauge)")
_SAMPLE = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>[^\n]*)\})? (?P<number>-?[0-9]+(?:\.[0-9]+)?)"
)
_LABEL = re.compile(r'(?P<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?P<value>(?:[^\\"\n]|\\\\|\\"|\\n)*)"(?:,(?=.)|$)')
_MEANT = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


@dataclass
class Metric:
    """What stands under one name."""

    kind: str = ""
    samples: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)  # by sorted labels

    def of(self, **labels: str) -> float:
        """The one sample with these labels and no others."""
        return self.samples[tuple(sorted(labels.items()))]


def parse(text: str) -> dict[str, Metric]:
    """Metrics by name; raises ValueError with the line that the format does not allow."""
    if not text.endswith("\n"):
        raise ValueError("the last line does not end")
    metrics: dict[str, Metric] = {}
    told, last = set[str](), ""
    for line in text[:-1].split("\n"):
        if found := _HELP.fullmatch(line):
            if found["name"] in told:
                raise ValueError(line)
            told.add(found["name"])
        elif found := _TYPE.fullmatch(line):
            if found["name"] in metrics or found["name"] not in told:
                raise ValueError(line)
            metrics[found["name"]] = Metric(found["kind"])
            last = found["name"]
        elif found := _SAMPLE.fullmatch(line):
            labels = _labels(found["labels"] or "")
            if found["name"] != last or labels in metrics[last].samples:
                raise ValueError(line)
            metrics[last].samples[labels] = float(found["number"])
        else:
            raise ValueError(line)
    return metrics


def _labels(text: str) -> tuple[tuple[str, str], ...]:
    pairs, place = [], 0
    while place < len(text):
        found = _LABEL.match(text, place)
        if not found:
            raise ValueError(text)
        value = re.sub(r"\\[\\\"n]", lambda escape: _MEANT[escape[0]], found["value"])
        pairs.append((found["name"], value))
        place = found.end()
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError(text)
    return tuple(sorted(pairs))
