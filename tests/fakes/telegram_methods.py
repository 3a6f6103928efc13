"""The methods of the Bot API by name: part of the local Telegram server that the tests talk to."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_calls import Call
from tests.fakes.telegram_chats import Json, World
from tests.fakes.telegram_posting import TEXT_LIMIT, Posting, find_message
from tests.fakes.telegram_queries import Queries
from tests.fakes.telegram_refusals import Refusal, bad_request, conflict
from tests.fakes.telegram_text import utf16_units
from tests.fakes.telegram_updates import UpdateQueue

DOWNLOAD_LIMIT = 20 * 2**20
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
SCOPES_OF_CHATS = ("chat", "chat_administrators", "chat_member")
ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
# core.telegram.org/bots/api#reactiontypeemoji
REACTIONS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 "
    "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 "
    "🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)


class Methods:
    """Answers calls. Public attributes are what the bot left behind outside the chats.

    `actions`: (chat, action, thread or 0) in order. `commands`: by (scope as JSON, language). `words`: the
    bot's description and short description, by (method without get and set, language). `drafts`: (chat,
    number, words) in order; a server from before Bot API 9.3 does not have them.
    """

    def __init__(self, world: World, queue: UpdateQueue, posting: Posting) -> None:
        self.actions: list[tuple[int, str, int]] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.words: dict[tuple[str, str], str] = {}
        self.queries = Queries()
        self.drafts: list[tuple[int, int, str]] = []
        self.has_drafts = True
        self.reads_all = False
        self.has_inline_mode = True
        self._world = world
        self._queue = queue
        self._table: dict[str, Callable[[Call], object]] = {
            "answercallbackquery": self.queries.answer_tap,
            "answerinlinequery": self.queries.answer_typed,
            "deletemessage": posting.delete,
            "deletewebhook": self._delete_webhook,
            "editmessagetext": posting.edit_text,
            "getfile": self._get_file,
            "getme": self._get_me,
            "getmycommands": self._get_commands,
            "getmydescription": self._get_words,
            "getmyshortdescription": self._get_words,
            "getwebhookinfo": self._get_webhook,
            "sendchataction": self._act,
            "senddocument": posting.send_document,
            "sendphoto": posting.send_photo,
            "sendmessage": posting.send_message,
            "sendmessagedraft": self._draft,
            "setmessagereaction": self._react,
            "setmycommands": self._set_commands,
            "setmydescription": self._set_words,
            "setmyshortdescription": self._set_words,
            "setwebhook": self._set_webhook,
        }

    async def answer(self, call: Call) -> object:
        """The `result` of a call. Raises Refusal, also for every parse_mode: this bot sends entities."""
        if any(name.endswith("parse_mode") and value for name, value in call.arguments.items()):
            raise bad_request("unsupported parse_mode")
        if call.method == "getupdates":
            self._queue.ask_for(call.loose("allowed_updates"))
            limit = min(max(call.number("limit", 100), 1), 100)
            return await self._queue.wait(call.number("offset"), limit, seconds=call.number("timeout"))
        if call.method not in self._table:
            raise Refusal(404, "Not Found: method not found")
        return self._table[call.method](call)

    def _get_me(self, call: Call) -> Json:
        return self._world.bot.entry() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": self.has_inline_mode,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _set_webhook(self, call: Call) -> bool:
        address = call.text("url")
        if address and not address.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._queue.webhook = address
        if address:
            self._queue.end_wait(conflict("terminated by setWebhook request"))
        return True

    def _delete_webhook(self, call: Call) -> bool:
        self._queue.webhook = ""
        if call.text("drop_pending_updates").lower() == "true":
            self._queue.drop()
        return True

    def _get_webhook(self, call: Call) -> Json:
        return {
            "url": self._queue.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending),
        }

    def _get_file(self, call: Call) -> Json:
        number = call.text("file_id")
        if not number:
            raise bad_request("file_id not specified")
        if number not in self._world.files:
            raise bad_request("invalid file_id")
        file = self._world.files[number]
        if file.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        entry = file.entry()
        kept = {name: entry[name] for name in ("file_id", "file_unique_id", "file_size")}
        return kept | {"file_path": file.path}

    def _act(self, call: Call) -> bool:
        if call.text("action") not in ACTIONS.split():
            raise bad_request("Wrong parameter action in request")
        chat = self._world.find(call.text("chat_id"))
        chat.check_writable()
        self.actions.append((chat.id, call.text("action"), call.number("message_thread_id")))
        return True

    def _draft(self, call: Call) -> bool:
        chat = self._world.find(call.text("chat_id"))
        if not self.has_drafts:
            raise Refusal(404, "Not Found: method not found")
        if chat.kind != "private":
            raise bad_request("message drafts can be sent only to private chats")
        if not call.number("draft_id"):
            raise bad_request("DRAFT_ID_INVALID")
        chat.check_writable()
        if utf16_units(call.text("text")) > TEXT_LIMIT:
            raise bad_request("Message is too long")
        self.drafts.append((chat.id, call.number("draft_id"), call.text("text")))
        return True

    def _react(self, call: Call) -> bool:
        reactions: Any = call.parsed("reaction") or []
        # Clients differ in the variation selector (U+FE0F); to the server it makes no difference.
        emojis = [str(reaction.get("emoji")).replace("\ufe0f", "") for reaction in reactions]
        message = find_message(self._world.find(call.text("chat_id")), call, "message to react")
        if len(emojis) > 1:
            raise bad_request("REACTIONS_TOO_MANY")
        if not set(emojis) <= set(REACTIONS.replace("\ufe0f", "").split()):
            raise bad_request("REACTION_INVALID")
        message.reactions = emojis
        return True

    def _set_commands(self, call: Call) -> bool:
        commands: Any = call.parsed("commands")
        if not isinstance(commands, list):
            raise bad_request("Expected an Array of BotCommand")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.commands[self._menu(call)] = [_command(entry) for entry in commands]
        return True

    def _get_commands(self, call: Call) -> list[Json]:
        return self.commands.get(self._menu(call), [])

    def _menu(self, call: Call) -> tuple[str, str]:
        scope: Any = call.parsed("scope") or {"type": "default"}
        kind = scope.get("type")
        if kind in SCOPES_OF_CHATS:
            self._world.find(str(scope.get("chat_id", "")))
        elif kind not in SCOPES:
            raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
        return json.dumps(scope, sort_keys=True), _language(call)

    def _set_words(self, call: Call) -> bool:
        name = call.method.removeprefix("setmy")
        words = call.text("description" if name == "description" else "short_description")
        if len(words) > (512 if name == "description" else 120):
            raise bad_request("BOT_DESCRIPTION_TOO_LONG")
        self.words[name, _language(call)] = words
        return True

    def _get_words(self, call: Call) -> Json:
        name = call.method.removeprefix("getmy")
        field = "description" if name == "description" else "short_description"
        return {field: self.words.get((name, _language(call)), "")}


def _language(call: Call) -> str:
    language = call.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("Invalid language code specified")
    return language


def _command(entry: Json) -> Json:
    name, description = str(entry.get("command", "")).removeprefix("/"), str(entry.get("description", ""))
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > 32:
        raise bad_request("Command length must not exceed 32")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    return {"command": name, "description": description}
