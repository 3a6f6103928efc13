"""Uploaded files: fetched with the bot's token, which goes to Slack's own hosts and to no other."""

import re
from urllib.parse import urlsplit

import aiohttp

from bot.domain.chat import Attachment
from bot.errors import CannotDo, TryLater, Why
from handlers import Credentials
from handlers.slack.outcomes import HOST

MIB = 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=120, connect=10)
CHUNK = 256 * 1024
_SLACK = re.compile(r"(?:[a-z0-9-]+\.)*slack\.com")


class SlackFiles:
    """Hands over the files that people share."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The file's bytes. Raises CannotDo or TryLater."""
        if attachment.size and attachment.size > limit:
            raise _too_large(attachment, limit)
        if not self._is_slack(attachment.handle):
            raise CannotDo(Why.FILE_GONE, name=attachment.name)
        headers = {"Authorization": f"Bearer {self._credentials.token}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT, headers=headers) as session,
                # A redirect leads to the login page: the file is gone, or it is not for us.
                session.get(attachment.handle, allow_redirects=False) as response,
            ):
                return await _body(response, attachment, limit=limit)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(Why.NO_NETWORK, host=HOST) from error

    def _is_slack(self, address: str) -> bool:
        """True for https on Slack's own hosts, and for the server that the operator set in their place."""
        file, own = urlsplit(address), urlsplit(self._credentials.api_url)
        if (file.scheme, file.netloc) == (own.scheme, own.netloc):
            return True
        return file.scheme == "https" and bool(_SLACK.fullmatch(file.hostname or ""))


async def _body(response: aiohttp.ClientResponse, attachment: Attachment, *, limit: int) -> bytes:
    if response.status == 429 or response.status >= 500:
        raise TryLater(Why.SOURCE_BUSY, host=HOST)
    # Without the right to read it, Slack answers 200 with its login page.
    if response.status != 200 or response.content_type == "text/html":
        raise CannotDo(Why.FILE_GONE, name=attachment.name)
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > limit:
            raise _too_large(attachment, limit)
    return bytes(content)


def _too_large(attachment: Attachment, limit: int) -> CannotDo:
    size = max(attachment.size or 0, limit + MIB) // MIB
    return CannotDo(Why.FILE_TOO_LARGE, name=attachment.name, size=size, limit=limit // MIB)
