"""Sending, editing and deleting: part of the local Telegram server that the tests talk to."""

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_calls import Call
from tests.fakes.telegram_chats import Chat, Json, Message, StoredFile, World, png_size
from tests.fakes.telegram_refusals import bad_request
from tests.fakes.telegram_text import Entity, check_link, read_entities, shown_text, utf16_units

TEXT_LIMIT = 4096  # UTF-16 units, after the entities are read
CAPTION_LIMIT = 1024
PHOTO_BYTES, PHOTO_SIDES, PHOTO_RATIO = 10_000_000, 10_000, 20  # core.telegram.org/bots/api#sendphoto
TEXT_BYTES = 32_768
DELETED_WITHIN = 48 * 3600  # seconds
BUTTONS, BUTTONS_IN_ROW, CALLBACK_BYTES = 100, 8, 64
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class Posting:
    """What the bot writes into chats."""

    def __init__(self, world: World, now: Callable[[], float]) -> None:
        self._world = world
        self._now = now

    def send_message(self, call: Call) -> Json:
        """sendMessage. Raises Refusal."""
        text, entities = _words(call, "text", "entities")
        message = Message(0, self._world.bot, int(self._now()), buttons=read_buttons(call))
        chat = self._place(call, message)
        message.text, message.entities = shown_text(text, entities)
        if utf16_units(message.text) > TEXT_LIMIT:
            raise bad_request("Message is too long")
        return self._post(chat, message)

    def send_document(self, call: Call) -> Json:
        """sendDocument, with an upload or a known file id. Raises Refusal."""
        document = self._document(call)
        caption, entities = _words(call, "caption", "caption_entities")
        message = Message(0, self._world.bot, int(self._now()), document=document, buttons=read_buttons(call))
        chat = self._place(call, message)
        message.text, message.entities = shown_text(caption, entities, empty_is_fine=True)
        if utf16_units(message.text) > CAPTION_LIMIT:
            raise bad_request("Message caption is too long")
        return self._post(chat, message)

    def send_photo(self, call: Call) -> Json:
        """sendPhoto, with an upload. Raises Refusal."""
        name, content = call.files.get(call.text("photo").removeprefix("attach://") or "photo", ("", b""))
        if not content:
            raise bad_request("There is no photo in the request")
        size = png_size(content)
        if size is None or len(content) > PHOTO_BYTES:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        caption, entities = _words(call, "caption", "caption_entities")
        photo = self._world.keep_file(name, content)
        message = Message(0, self._world.bot, int(self._now()), photo=photo, buttons=read_buttons(call))
        chat = self._place(call, message)
        message.text, message.entities = shown_text(caption, entities, empty_is_fine=True)
        if utf16_units(message.text) > CAPTION_LIMIT:
            raise bad_request("Message caption is too long")
        return self._post(chat, message)

    def edit_text(self, call: Call) -> Json:
        """editMessageText: an edit without buttons takes the buttons away. Raises Refusal."""
        text, entities = _words(call, "text", "entities")
        buttons = read_buttons(call)
        chat = self._world.find(call.text("chat_id"))
        chat.check_writable()
        message = find_message(chat, call, "message to edit")
        text, entities = shown_text(text, entities)
        if message.sender != self._world.bot:
            raise bad_request("Message can't be edited")
        if message.document or message.photo:
            raise bad_request("There is no text in the message to edit")
        if utf16_units(text) > TEXT_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        check_buttons(buttons)
        if (text, entities, buttons) == (message.text, message.entities, message.buttons):
            raise bad_request(NOT_MODIFIED)
        message.text, message.entities, message.buttons = text, entities, buttons
        message.edits += 1
        return chat.message_entry(message)

    def delete(self, call: Call) -> bool:
        """deleteMessage: for two days; other people's messages only in private. Raises Refusal."""
        chat = self._world.find(call.text("chat_id"))
        message = find_message(chat, call, "message to delete")
        if message.sender != self._world.bot and chat.kind != "private":
            raise bad_request("message can't be deleted")
        if self._now() - message.date > DELETED_WITHIN:
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[message.id]
        return True

    def _document(self, call: Call) -> StoredFile:
        given = call.text("document")
        name, content = call.files.get(given.removeprefix("attach://") or "document", ("", None))
        if content is not None:
            if not content:
                raise bad_request("File must be non-empty")
            return self._world.keep_file(name, content)
        if not given:
            raise bad_request("There is no document in the request")
        if given not in self._world.files:
            raise bad_request(
                "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol"
            )
        return self._world.files[given]

    def _place(self, call: Call, message: Message) -> Chat:
        """The chat that the message goes to; sets what it answers and its thread. Raises Refusal."""
        answered, may_be_gone = _reply(call)
        thread = call.number("message_thread_id")
        chat = self._world.find(call.text("chat_id"))
        chat.check_writable()
        if answered and answered not in chat.messages:
            if not may_be_gone:
                raise bad_request("message to be replied not found")
            answered = 0
        if thread in chat.closed_topics:
            raise bad_request("TOPIC_CLOSED")
        if thread and not chat.topic(thread):
            root = chat.messages.get(thread)
            is_chain = root is not None and any(each.thread == thread for each in chat.messages.values())
            raise bad_request(
                "Message thread is not a forum topic thread" if is_chain else "Message thread not found"
            )
        message.reply_to = answered or None
        message.thread = thread or chat.thread_of(answered)
        message.in_topic = chat.topic(message.thread) is not None
        return chat

    def _post(self, chat: Chat, message: Message) -> Json:
        check_buttons(message.buttons)
        message.id = chat.next_id()
        chat.messages[message.id] = message
        return chat.message_entry(message)


def find_message(chat: Chat, call: Call, what: str) -> Message:
    """The message that a call names. Raises Refusal, which begins with `what`."""
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def read_buttons(call: Call) -> list[list[Json]]:
    """The inline keyboard of a call, row by row. Raises Refusal for one that cannot be read."""
    return parse_buttons(call.parsed("reply_markup"))


def parse_buttons(markup: Any) -> list[list[Json]]:
    """The rows of a keyboard. Raises Refusal for one that cannot be read."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request('Field "inline_keyboard" must be an Array of Arrays')
        for button in row:
            _read_button(button)
    return [row for row in rows if row]


def _read_button(button: object) -> None:
    fault = ""
    if not isinstance(button, dict):
        fault = "expected an Object"
    elif "text" not in button:
        fault = 'Can\'t find field "text"'
    elif not any(
        button.get(action) for action in ("callback_data", "url", "copy_text", "switch_inline_query")
    ):
        fault = "Text buttons are unallowed in the inline keyboard"
    if fault:
        raise bad_request(f"Can't parse inline keyboard button: {fault}")


def check_buttons(rows: list[list[Json]]) -> None:
    """Limits that the chat server, not the parser, keeps. Raises Refusal."""
    for row in rows:
        for button in row:
            if not str(button["text"]).strip():
                raise bad_request("BUTTON_TEXT_INVALID")
            if len(button.get("callback_data", "").encode()) > CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
            if "url" in button:
                check_link(button["url"], "Inline keyboard button URL")
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad_request("Reply markup is too long")


def _words(call: Call, text_name: str, entities_name: str) -> tuple[str, list[Entity]]:
    options: Any = call.parsed("link_preview_options") or {}
    if not isinstance(options.get("is_disabled", False), bool):
        raise bad_request('Field "is_disabled" must be of type Boolean')
    text = call.text(text_name)
    if not text and text_name == "text":
        raise bad_request("Message text is empty")
    if len(text.encode(errors="surrogatepass")) > TEXT_BYTES:
        raise bad_request("Text is too long")
    return text, read_entities(call.loose(entities_name))


def _reply(call: Call) -> tuple[int, bool]:
    """The message that is answered (0 for none) and whether it may be gone."""
    parameters: Any = call.parsed("reply_parameters")
    if parameters is None:
        may_be_gone = call.text("allow_sending_without_reply").lower() in ("true", "yes", "1")
        return call.number("reply_to_message_id"), may_be_gone
    if "message_id" not in parameters:
        raise bad_request('Can\'t find field "message_id"')
    return int(parameters["message_id"]), bool(parameters.get("allow_sending_without_reply"))
