"""A model server of OpenAI's kind, in this process or as its own: `python -m tests.fakes.model_server`."""

import argparse
import asyncio
import contextlib
import json
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web
from pydantic import JsonValue

from tests.fakes.model_briefs import Json, filled
from tests.fakes.model_stream import Tempo, send

MODEL = "test-model"
PROSE = "Here is a short summary of the paper, as you asked. I hope that it helps!"
_CACHED_FROM = 1024  # tokens; OpenAI caches no shorter prefix, and counts in steps of 128
_LETTERS_A_TOKEN = 4
_CODE_WORD = re.compile(r"The code word is ([\w-]+)\.")


@dataclass(frozen=True, slots=True)
class Act:
    """How one request is answered; an Act as it stands writes an honest answer at once."""

    latency: float = 0.0  # seconds
    # instead of a completion
    hang: bool = False
    disconnect: bool = False
    status: int = 200
    code: str | None = None  # the code in the error's body
    message: str = "The server says no."
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    # around a completion
    blank_lines: float = 0.0  # seconds of what DeepSeek sends while a request queues
    pause: float = 0.0  # seconds between two events of a stream
    breaks_after: int | None = None  # events of a stream; None: it comes to its end
    # in the completion
    text: str | None = None  # instead of an answer
    frame: str = "{}"  # around the answer
    schema_ignored: bool = False
    wrong_numbers: bool = False
    refusal: str | None = None
    finish_reason: str = "stop"
    needs: int = 0  # tokens of thought and answer: a lower limit cuts it short
    usage: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came, refused ones too."""

    at: float  # seconds since the epoch, or by the clock that the server was given
    request: Json
    headers: dict[str, str]  # without Authorization


@dataclass(frozen=True, slots=True)
class Traits:
    """What this server is like, whatever the script says."""

    model: str = MODEL
    key: str = ""  # empty: no key is asked for
    refuses: Collection[str] = ()  # types of response_format
    refuses_with: int = 400
    new_limit_name: bool = False  # knows only max_completion_tokens, as OpenAI's reasoning models do
    breakpoints: bool = True  # knows prompt_cache_breakpoint, as OpenAI's newest models do
    streams: bool = True
    context: int = 0  # tokens; of a longer prompt only the end is read, without a word, as Ollama does


class _Fault(Exception):
    """A request that a real server refuses."""

    def __init__(
        self, status: int, message: str, *, code: str | None = None, param: str | None = None
    ) -> None:
        self.status = status
        self.error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
        super().__init__(message)


class ModelServer:
    """`async with ModelServer(Act(...), ...) as server`: the acts in turn, then `always` for ever."""

    def __init__(
        self,
        *script: Act,
        always: Act | None = None,
        traits: Traits | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.calls: list[Call] = []
        self.streams: list[Tempo] = []
        self.now = now
        self.script = deque(script)
        self.always = always or Act()
        self.traits = traits or Traits()
        self.most_at_once = 0
        self.address = ""
        self._now = 0
        self._prompts: list[str] = []
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        return await self.start(port=0)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if self._runner:
            await self._runner.cleanup()

    async def start(self, *, port: int) -> Self:
        """Listen on a port of the loopback address; 0 for any."""
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._chat)
        application.router.add_get("/control/calls", self._report)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def _report(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(call) for call in self.calls])

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        asked: Json = await request.json()
        shown = {name: value for name, value in request.headers.items() if name != "Authorization"}
        self.calls.append(Call(self.now(), asked, shown))
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            check(asked, self.traits, authorization=request.headers.get("Authorization", ""))
            act = self.script.popleft() if self.script else self.always
            return await self._act(act, request, asked)
        except _Fault as fault:
            return web.json_response({"error": fault.error}, status=fault.status)
        finally:
            self._now -= 1

    async def _act(self, act: Act, request: web.Request, asked: Json) -> web.StreamResponse:
        await asyncio.sleep(act.latency)
        if act.hang:
            await self._closing.wait()
        if act.disconnect and request.transport:
            request.transport.abort()
        if act.status != 200:
            error = {"message": act.message, "type": "error", "param": None, "code": act.code}
            return web.json_response({"error": error}, status=act.status, headers=act.headers)
        if asked.get("stream") and act.body is None and not act.blank_lines:
            usage = asked.get("stream_options") == {"include_usage": True}
            told = self._completion(act, asked)
            tempo = Tempo(act.pause, act.breaks_after)
            self.streams.append(tempo)
            return await send(request, told, usage=usage, tempo=tempo)
        body = json.dumps(self._completion(act, asked), ensure_ascii=False) if act.body is None else act.body
        if not act.blank_lines:
            return web.Response(text=body, headers={"Content-Type": "application/json"} | act.headers)
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(act.blank_lines):
                while not self._closing.is_set():
                    await response.write(b"\n")
                    await asyncio.sleep(0.02)
        with contextlib.suppress(ConnectionError):
            await response.write(body.encode())
        return response

    def _completion(self, act: Act, asked: Json) -> Json:
        text, finish_reason = _answer(act, asked, context=self.traits.context), act.finish_reason
        limit = asked.get("max_completion_tokens", asked.get("max_tokens"))
        if isinstance(limit, int) and limit < act.needs:
            text, finish_reason = text[: len(text) // 2], "length"
        message: Json = {
            "role": "assistant",
            "content": None if act.refusal else text,
            "refusal": act.refusal,
        }
        completion: Json = {
            "id": f"chatcmpl-{len(self.calls)}",
            "object": "chat.completion",
            "created": 0,
            "model": f"{self.traits.model}-2026-01-01",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        }
        if act.usage:
            completion["usage"] = self._usage(asked, text)
        return completion

    def _usage(self, asked: Json, text: str) -> Json:
        prompt = json.dumps(asked["messages"], ensure_ascii=False)
        shared = max((_shared(prompt, earlier) for earlier in self._prompts), default=0) // _LETTERS_A_TOKEN
        self._prompts.append(prompt)
        read, wrote = len(prompt) // _LETTERS_A_TOKEN, len(text) // _LETTERS_A_TOKEN
        cached = shared // 128 * 128 if shared >= _CACHED_FROM else 0
        read = min(read, self.traits.context or read)
        return {
            "prompt_tokens": read,
            "completion_tokens": wrote,
            "total_tokens": read + wrote,
            "prompt_tokens_details": {"cached_tokens": cached},
        }


def check(asked: Json, traits: Traits, *, authorization: str) -> None:
    """Refuse what real servers refuse."""
    if traits.key and authorization != f"Bearer {traits.key}":
        raise _Fault(401, f"Incorrect API key provided: {authorization}", code="invalid_api_key")
    if asked.get("model") != traits.model:
        raise _Fault(404, "The model does not exist.", code="model_not_found")
    if traits.new_limit_name and "max_tokens" in asked:
        words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        raise _Fault(400, words, code="unsupported_parameter", param="max_tokens")
    if asked.get("stream") and not traits.streams:
        raise _Fault(400, "Streaming is not supported by this deployment.", param="stream")
    messages = _messages(asked)
    if not traits.breakpoints and "prompt_cache_breakpoint" in str(messages):
        where = "messages[0].content[0].prompt_cache_breakpoint"
        raise _Fault(400, f"Unknown parameter: '{where}'.", code="unknown_parameter", param=where)
    roles = [str(message["role"]) for message in messages]
    if roles != ["system", *(("user", "assistant") * len(roles))[: len(roles) - 1]] or roles[-1] != "user":
        raise _Fault(400, "Conversation roles must alternate user/assistant/user/assistant/...")
    form = asked.get("response_format")
    kind = form.get("type") if isinstance(form, dict) else None
    if kind in traits.refuses:
        raise _Fault(traits.refuses_with, "This response_format type is unavailable now.")
    if kind == "json_object" and not any("json" in str(message["content"]).lower() for message in messages):
        raise _Fault(400, "'messages' must contain the word 'json' in some form.", param="messages")
    if isinstance(form, dict) and isinstance(named := form.get("json_schema"), dict) and named.get("strict"):
        _check_strict(named.get("schema"))


def _check_strict(node: JsonValue) -> None:
    if isinstance(node, list):
        for part in node:
            _check_strict(part)
    if not isinstance(node, dict):
        return
    fields = node.get("properties")
    if isinstance(fields, dict):
        if node.get("additionalProperties") is not False or node.get("required") != list(fields):
            raise _Fault(
                400, "Invalid schema: every field is required and no other allowed.", param="response_format"
            )
        _check_strict(list(fields.values()))
    if "default" in node:
        raise _Fault(400, "Invalid schema: 'default' is not permitted.", param="response_format")
    _check_strict([part for key, part in node.items() if key != "properties"])


def _answer(act: Act, asked: Json, *, context: int) -> str:
    if act.text is not None:
        return act.text
    schema = _asked_schema(asked)
    if schema is None:
        return PROSE
    if act.schema_ignored:
        return json.dumps({"summary": PROSE})
    answer = filled(schema, messages=_messages(asked), wrong_numbers=act.wrong_numbers)
    read = str(_messages(asked)[-1]["content"])[-context * _LETTERS_A_TOKEN :]
    if isinstance(answer, dict) and (told := _CODE_WORD.search(read)):
        answer["word"] = told[1]
    return act.frame.replace("{}", json.dumps(answer, ensure_ascii=False))


def _asked_schema(asked: Json) -> Json | None:
    """From response_format, else from the words of the prompt, where a model would read it."""
    form = asked.get("response_format")
    if isinstance(form, dict) and isinstance(named := form.get("json_schema"), dict):
        schema = named.get("schema")
        return schema if isinstance(schema, dict) else None
    for message in _messages(asked):
        text = str(message["content"])
        for place in (index for index, letter in enumerate(text) if letter == "{"):
            with contextlib.suppress(json.JSONDecodeError):
                read, _ = json.JSONDecoder().raw_decode(text, place)
                if isinstance(read, dict) and "properties" in read:
                    return read
    return None


def _messages(asked: Json) -> list[Json]:
    messages = asked.get("messages")
    return [one for one in messages if isinstance(one, dict)] if isinstance(messages, list) else []


def _shared(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until killed; the first line of output is the address."""
    traits = Traits(model=arguments.model, key=arguments.key, refuses=arguments.refuses)
    server = ModelServer(*arguments.act, always=Act(latency=arguments.latency), traits=traits)
    await server.start(port=arguments.port)
    sys.stdout.write(f"{server.address}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def _act(text: str) -> Act:
    return Act(**json.loads(text))


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="A model server of OpenAI's kind, for tests and trials.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--key", default="", help="the bearer key to insist on")
    parser.add_argument(
        "--refuses", nargs="*", default=[], help="types of response_format to answer with 400"
    )
    parser.add_argument(
        "--act", action="append", default=[], type=_act, help="Act fields as JSON, for one request"
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
