"""Reply -> pieces under a platform's size, cut where a reader would pause."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.chat import Block, Buttons, Heading, Paragraph, Quote, Reply, Span
from handlers.seams import Measure, ranges


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """What a platform asks of blocks, in its own measure; None: no limit besides the piece's."""

    count: int | None = None  # blocks in a piece
    heading: int | None = None
    paragraph: int | None = None
    quote: int | None = None  # its label and its text together
    separator: int = 2  # what the platform puts between two blocks, and between a quote's label and text


NO_BLOCK_LIMITS = BlockLimits()


def cut(
    reply: Reply, *, limit: int, measure: Measure, blocks: BlockLimits = NO_BLOCK_LIMITS
) -> tuple[Reply, ...]:
    """The reply as pieces that each measure at most `limit` (64 or more), separators included.

    Cut between blocks where it can be, else between lines, sentences, clauses, words or characters; only
    white space at a seam is lost. A heading stays with what follows it, and a paper (a heading of level 3) in
    one piece where it fits; a heading over half the limit is cut. Of a quote in parts only the first bears
    the label. The document goes with the last piece, the papers with every one.
    """
    pieces = _Pieces(limit=limit, measure=measure, blocks=blocks)
    for group in _groups(part for block in reply.blocks for part in pieces.within_own_limit(block)):
        pieces.place(group)
    last = len(pieces.pages) - 1
    return tuple(
        Reply(blocks=tuple(page), document=reply.document if number == last else None, papers=reply.papers)
        for number, page in enumerate(pieces.pages)
    )


def file_pieces(reply: Reply) -> tuple[Reply, ...]:
    """The picture and the document of a reply, each as a piece by itself."""
    pictured = Reply(blocks=(), picture=reply.picture, papers=reply.papers)
    documented = Reply(blocks=(), document=reply.document, papers=reply.papers)
    return tuple(piece for piece in (pictured, documented) if piece.files)


def utf16_units(text: str) -> int:
    """The length that Telegram counts: a character beyond U+FFFF is two units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class _Group:
    """Blocks to be kept together: headings, and what stands under them."""

    headings: list[Heading] = field(default_factory=list)
    bodies: list[Block] = field(default_factory=list)


def _groups(blocks: Iterable[Block]) -> Iterator[_Group]:
    """A paper with all that is said of it; else headings with the first block under them; else one block."""
    group = _Group()
    for block in blocks:
        if isinstance(block, Heading):
            if group.bodies:
                yield group
                group = _Group()
            group.headings.append(block)
            continue
        is_paper = any(heading.level == 3 for heading in group.headings)
        if group.bodies and not is_paper and not isinstance(block, Buttons):
            yield group
            group = _Group()
        group.bodies.append(block)
    yield group


class _Pieces:
    """The pages so far, and the room that is left on the last one."""

    def __init__(self, *, limit: int, measure: Measure, blocks: BlockLimits) -> None:
        self.pages: list[list[Block]] = [[]]
        self._taken = 0  # by the blocks of the last page
        self._limit = limit
        self._measure = measure
        self._blocks = blocks

    def within_own_limit(self, block: Block) -> list[Block]:
        """The block, in parts where it is over the limit of its kind."""
        cost = self._cost(block)
        match block:
            case Heading():  # half a page at most, so that there is room for what it heads
                limit = min(self._blocks.heading or cost, self._limit // 2)
            case Paragraph():
                limit = self._blocks.paragraph or cost
            case Quote():
                limit = self._blocks.quote or cost
            case Buttons():
                return [block]
        return self._parts(block, first=limit, later=limit)

    def place(self, group: _Group) -> None:
        """Put a group where it stays together; where no page holds it, block by block."""
        together = [*group.headings, *group.bodies]
        if self._room_after(together) >= 0:
            self._add(together)
        elif self._room_after(together, on_new_page=True) >= 0:
            self._turn()
            self._add(together)
        elif not group.bodies:
            self._add_one_by_one(group.headings)
        elif len(group.bodies) == 1:
            self._add_in_parts(group.headings, group.bodies[0])
        else:
            self.place(_Group(group.headings, group.bodies[:1]))
            for body in group.bodies[1:]:
                if isinstance(body, Buttons):  # never a post of their own, which would say nothing
                    self._add([body])
                else:
                    self.place(_Group([], [body]))

    def _add_in_parts(self, headings: Sequence[Block], body: Block) -> None:
        """Headings and a body that no page holds together: as many as can stay with the body's first part."""
        bound: list[Block] = []
        for heading in reversed(headings):
            if self._room_after([heading, *bound], on_new_page=True, more=1) < self._limit // 4:
                break
            bound.insert(0, heading)
        self._add_one_by_one(headings[: len(headings) - len(bound)])
        if self._room_after(bound, more=1) < self._limit // 2:
            self._turn()
        first, *others = self._parts(body, first=self._room_after(bound, more=1), later=self._limit)
        self._add([*bound, first])
        for part in others:
            self._turn()
            self._add([part])

    def _add_one_by_one(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if self._room_after([block]) < 0:
                self._turn()
            self._add([block])

    def _add(self, blocks: Sequence[Block]) -> None:
        self.pages[-1] += blocks
        self._taken += sum(map(self._cost, blocks))

    def _turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self._taken = 0

    def _room_after(self, blocks: Sequence[Block], *, on_new_page: bool = False, more: int = 0) -> int:
        """What a page has left after `blocks`, with `more` to come; below 0 where it does not hold them."""
        standing, taken = (0, 0) if on_new_page else (len(self.pages[-1]), self._taken)
        count = standing + len(blocks) + more
        if self._blocks.count and count > self._blocks.count:
            return -1
        separators = self._blocks.separator * max(count - 1, 0)
        return self._limit - taken - sum(map(self._cost, blocks)) - separators

    def _cost(self, block: Block) -> int:
        match block:
            case Heading():
                return self._measure(block.text)
            case Paragraph():
                return sum(self._measure(span.text) for span in block.spans)
            case Quote():
                between = self._blocks.separator if block.label and block.text else 0
                return self._measure(block.label) + between + self._measure(block.text)
            case Buttons():
                return sum(self._measure(button.label) for button in block.buttons)

    def _parts(self, block: Block, *, first: int, later: int) -> list[Block]:
        """A block in parts of its own kind; there is at least one."""
        measure = self._measure
        if self._cost(block) <= first:
            return [block]
        match block:
            case Heading():
                places = ranges(block.text, first=first, later=later, measure=measure)
                return [Heading(text=block.text[start:end], level=block.level) for start, end in places]
            case Paragraph():
                text = "".join(span.text for span in block.spans)
                return _paragraphs(block.spans, ranges(text, first=first, later=later, measure=measure))
            case Quote():
                return self._quotes(block, first=first, later=later)
            case Buttons():
                return [block]

    def _quotes(self, quote: Quote, *, first: int, later: int) -> list[Block]:
        room = first - self._measure(quote.label) - self._blocks.separator
        if room < later // 4:  # a label so long stands alone, in parts of its own
            places = ranges(quote.label, first=first, later=later, measure=self._measure)
            quotes = [Quote(label=quote.label[start:end], text="") for start, end in places]
            labels, room = [""], later
        else:
            quotes, labels = [], [quote.label]
        places = ranges(quote.text, first=room, later=later, measure=self._measure) if quote.text else []
        labels += [""] * len(places)
        texts = (quote.text[start:end] for start, end in places)
        return [*quotes, *(Quote(label=label, text=text) for label, text in zip(labels, texts, strict=False))]


def _paragraphs(spans: Sequence[Span], places: Sequence[tuple[int, int]]) -> list[Block]:
    """The parts of a paragraph that stand at `places` of its text; styles and links go on in each."""
    parts: list[Block] = []
    number, offset = 0, 0  # the span that is read, and where it begins
    for start, end in places:
        taken = []
        while number < len(spans) and offset < end:
            span = spans[number]
            text = span.text[max(start - offset, 0) : end - offset]
            if text:
                taken.append(Span(text=text, style=span.style, link=span.link))
            if offset + len(span.text) > end:
                break
            offset += len(span.text)
            number += 1
        parts.append(Paragraph(spans=tuple(taken)))
    return parts
