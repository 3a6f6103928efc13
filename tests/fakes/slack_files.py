"""Files of the Slack fake: the three steps of files_upload_v2, and downloads for the bot's token."""

from aiohttp import web

from tests.fakes.slack_events import file_entry
from tests.fakes.slack_methods import Methods, decoded
from tests.fakes.slack_trouble import Json, Refused
from tests.fakes.slack_workspace import Post, StoredFile

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


class Files:
    """Uploads and downloads; `host` is where their addresses point, known once the server listens."""

    def __init__(self, methods: Methods, bot_token: str) -> None:
        self.workspace = methods.workspace
        self.methods = methods
        self.bot_token = bot_token
        self.host = ""
        methods.table["files.getUploadURLExternal"] = self._upload_address
        methods.table["files.completeUploadExternal"] = self._complete

    def share(self, stored: StoredFile) -> Json:
        """Keeps a finished file; its entry for messages."""
        stored.finished = True
        self.workspace.files[stored.id] = stored
        return file_entry(self.workspace, stored, host=self.host)

    def new_file(self, name: str, owner: str, *, length: int) -> StoredFile:
        """A file that has its id, and no bytes yet."""
        stored = StoredFile(f"F0{self.workspace.number():08d}", name, owner, length)
        self.workspace.files[stored.id] = stored
        return stored

    async def receive(self, request: web.Request) -> web.Response:
        """Step two: the bytes, as many as step one announced."""
        stored = self.workspace.files.get(request.match_info["file"])
        content = await request.read()
        if stored is None or stored.finished or len(content) != stored.length:
            return web.Response(status=400, text="bad upload")
        stored.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def serve(self, request: web.Request) -> web.Response:
        """The bytes for the bot's token; for anybody else a login page with status 200, as Slack does."""
        stored = self.workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if stored is None or not stored.finished:
            return web.Response(status=404, text="not found")
        entry = file_entry(self.workspace, stored, host=self.host)
        return web.Response(body=stored.content, content_type=entry["mimetype"])

    def _upload_address(self, arguments: Json) -> Json:
        name, length = str(arguments.get("filename") or ""), str(arguments.get("length") or "")
        if not name or not length.isdecimal() or int(length) == 0:
            raise Refused("invalid_arguments")
        stored = self.new_file(name, self.workspace.bot_user, length=int(length))
        return {"upload_url": f"{self.host}/upload/v1/{stored.id}", "file_id": stored.id}

    def _complete(self, arguments: Json) -> Json:
        named = decoded(arguments, "files")
        if not isinstance(named, list) or not named:
            raise Refused("invalid_arguments")
        chosen = [self._uploaded(one) for one in named]
        for stored, one in zip(chosen, named, strict=True):
            stored.title = str(one.get("title") or stored.name)
        if arguments.get("channel_id"):
            self._post(chosen, arguments)
        else:
            for stored in chosen:
                stored.finished = True
        return {"files": [{"id": stored.id, "title": stored.title} for stored in chosen]}

    def _uploaded(self, named: Json) -> StoredFile:
        stored = self.workspace.files.get(str(named.get("id")))
        if stored is None or stored.finished or not stored.content:
            raise Refused("file_not_found")
        return stored

    def _post(self, chosen: list[StoredFile], arguments: Json) -> None:
        there = self.workspace
        channel = there.writable(arguments["channel_id"])
        said = {"text": arguments.get("initial_comment"), "blocks": arguments.get("blocks")}
        text, blocks = self.methods.body_of(said) if any(said.values()) else ("", [])
        thread = arguments.get("thread_ts")
        root = there.thread_root(channel.id, thread) if thread else None
        entries = [self.share(stored) for stored in chosen]
        post = Post(
            channel.id, there.next_ts(), there.bot_user, text, by_bot=True, blocks=blocks, thread_ts=root
        )
        post.files = entries
        there.keep(post)
