"""One model of one server: asked within its limits, and asked again where that may help."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam

from bot.clients.llm_allowance import LONGEST_WAIT, Allowance
from bot.clients.llm_answers import Completion, read_completion
from bot.clients.llm_refusals import asked_wait, is_passing, may_be_tried_again
from bot.clients.llm_stream import OnText, StreamBroken, Transcript
from bot.clients.llm_tokens import estimate
from bot.domain.models import Model
from bot.domain.prompts import Usage
from bot.errors import TryLater, Why
from bot.ports import Clock

_TRIES = 3
_BUSY = (429, 503)
_FIRST_REST = timedelta(seconds=0.5)  # between two tries, doubled each time
_EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and what it will cost by our own estimate."""

    messages: list[ChatCompletionMessageParam]
    extra: Mapping[str, object]
    tokens: int  # of the input
    limit: int  # of the output's tokens
    on_text: OnText | None = None  # who listens while it is written, where it is streamed


class Tally:
    """What a write has cost so far, however it ends."""

    def __init__(self) -> None:
        self.usage = Usage()


class Endpoint:
    """Where requests to one model go out."""

    def __init__(self, model: Model, *, clock: Clock) -> None:
        self.host = model.host
        self._model = model.model
        self._clock = clock
        self._client = AsyncOpenAI(
            base_url=model.base_url,
            api_key=model.api_key.get_secret_value() or "none",  # the SDK insists on one
            timeout=model.timeout,
            max_retries=0,  # its own would go out beside the limits
        )
        # The SDK takes these from the environment; they are no business of another firm's server.
        self._client.organization = self._client.project = None
        self._timeout = timedelta(seconds=model.timeout)
        self._slots = asyncio.Semaphore(model.concurrency)
        self._allowance = Allowance(
            requests=model.requests_per_minute,
            tokens=model.tokens_per_minute,
            host=self.host,
            clock=clock,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def complete(self, request: Request, *, tally: Tally) -> Completion:
        """A completion, after at most three requests, each of which is counted in `tally`.

        Raises TryLater (MODEL_UNREACHABLE, SOURCE_BUSY), CannotDo (MODEL_NONSENSE) for a 200 that is no
        completion, or the SDK's APIStatusError where the request itself is refused. The requests together
        last no longer than three timeouts, the waits for their turns not counted.
        """
        for left in range(_TRIES, 0, -1):
            try:
                return await self._send(request, within=self._timeout * left, tally=tally)
            except APIStatusError as error:
                if not is_passing(error):
                    raise
                failure, again = self._passing(error), may_be_tried_again(error)
            except (APIConnectionError, httpx2.RequestError, StreamBroken, TimeoutError) as error:
                # What only trickles has had all the time that there was.
                failure, again = self._unreachable(), not isinstance(error, TimeoutError)
            if not again or (failure.after and failure.after > LONGEST_WAIT):
                break
            if left > 1 and not failure.after:
                await self._clock.sleep(_FIRST_REST * 2 ** (_TRIES - left))
        # Not where it was caught: the SDK's exceptions hold the request and the server's words.
        raise failure

    async def _send(self, request: Request, *, within: timedelta, tally: Tally) -> Completion:
        """One request. Its body is read by us: the SDK builds its objects without checking them."""
        async with self._slots:
            turn = await self._allowance.take(request.tokens + request.limit)
            tally.usage += Usage(calls=1)
            # DeepSeek sends blank lines while a request queues, up to ten minutes: no read ever times out.
            async with asyncio.timeout(within.total_seconds()):
                completion = await self._read(request, tally=tally)
        if completion.usage.input:
            self._allowance.settle(turn, completion.usage.input + completion.usage.output)
        tally.usage += completion.usage
        return completion

    async def _read(self, request: Request, *, tally: Tally) -> Completion:
        """The completion, whole or as a stream: what the server makes of the wish for one.

        What breaks off is paid for all the same, and nobody counts it but we.
        """
        heard, create = Transcript(), self._client.chat.completions.with_streaming_response.create
        try:
            async with create(
                model=self._model, messages=request.messages, extra_body=request.extra
            ) as response:
                if request.on_text and response.headers.get("content-type", "").startswith(_EVENTS):
                    return await heard.read(response.iter_lines(), request.on_text)
                return read_completion(await response.read())
        except BaseException as error:
            if heard.text or isinstance(error, asyncio.CancelledError):
                tally.usage += Usage(input=request.tokens, output=estimate(heard.text) if heard.text else 0)
            raise

    def _passing(self, error: APIStatusError) -> TryLater:
        """A refusal that waiting helps; a silence that the server asks for holds for every request."""
        wait = asked_wait(error.response.headers, now=self._clock.now())
        if wait:
            self._allowance.hold(wait)
        if error.status_code in _BUSY:
            return TryLater(Why.SOURCE_BUSY, wait, host=self.host)
        return self._unreachable(wait)

    def _unreachable(self, wait: timedelta | None = None) -> TryLater:
        return TryLater(Why.MODEL_UNREACHABLE, wait, host=self.host)
