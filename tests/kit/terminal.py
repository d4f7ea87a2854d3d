"""A person at a text browser: sees a screen and a cursor, presses keys, reads what the screen says.

Nothing is looked up in the page's source: what a test reads is what a linear reader reads.
"""

import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pexpect
import pyte

COLUMNS, ROWS = 80, 100  # a tall screen: most pages fit, and a reader need not scroll
PATIENCE = 20.0  # seconds for a page to come
BEGINS = 1.0  # seconds in which a key shows its first effect, if it has any
QUIET = 0.12  # seconds without output: the browser has finished drawing, though it be connected to somebody
LOOK = 0.002  # seconds between two looks at whether the browser has finished

TAB, ENTER, UP, LEFT, CLEAR = "\t", "\r", "\x1b[A", "\x1b[D", "\x15"

# What browsers draw before a button or a choice: lynx writes "(value) Text" for a button, "(*) Text" for a choice.
_DECORATION = re.compile(r"^(?:\([^)]*\)|\[X\]|\W|_)+")


class NotOnScreen(AssertionError):
    """What was looked for is not on the screen; the message shows the screen."""


class TextBrowser(ABC):
    """What every text browser has in common; its subclasses know the keys of one."""

    command: ClassVar[list[str]]
    back_key: ClassVar[str]

    def __init__(self, home: Path) -> None:
        """`home`: an empty folder, for the browser's own settings."""
        self.home = home
        self._terminal = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._terminal)
        self._child: pexpect.spawn[bytes] | None = None
        self.write_settings()

    @abstractmethod
    def write_settings(self) -> None:
        """Writes the browser's own settings under `home`."""

    def open(self, url: str) -> None:
        """Starts the browser on an address."""
        self.quit()
        environment = {
            "HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "TERM": "linux",
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.home),
        }
        command = [word.format(home=self.home) for word in self.command]
        self._child = pexpect.spawn(
            command[0], [*command[1:], url], env=environment, dimensions=(ROWS, COLUMNS), cwd=str(self.home)
        )
        self._child.delaybeforesend = None
        self._until(lambda: bool(self.screen().strip()), "a first page")
        self._let_finish()

    def quit(self) -> None:
        """Closes the browser, if it is open."""
        if self._child is not None:
            self._child.close(force=True)
            self._child = None

    def screen(self) -> str:
        """What the screen shows, line by line, without its empty lines."""
        self._read(0)
        return "\n".join(line.rstrip() for line in self._terminal.display if line.strip())

    def wait_for(self, text: str) -> None:
        """Waits until a text is on the screen, wherever its lines break; raises NotOnScreen."""
        wanted = _flat(text)
        self._until(lambda: wanted in _flat(self.screen()), repr(text))

    def press(self, keys: str) -> None:
        """Presses keys and lets the browser finish drawing."""
        assert self._child is not None, "open a page first"
        self._child.send(keys)
        self._read(BEGINS)
        self._let_finish()

    def press_enter(self) -> None:
        """Presses Enter where the cursor is."""
        self.press(ENTER)

    def go_to(self, label: str) -> None:
        """Moves to the link, button, box or choice whose text begins with `label`; raises NotOnScreen."""
        self._walk_to(lambda: self._text_at_cursor().startswith(_flat(label)), label)

    def follow(self, label: str) -> None:
        """Moves to a link or button and presses it. Say next what to wait for."""
        self.go_to(label)
        self.press_enter()

    def choose(self, label: str) -> None:
        """Ticks the box or takes the choice in front of `label`."""
        self.go_to(label)
        self.press_enter()

    def type_into(self, label: str, text: str) -> None:
        """Replaces what the field after `label` holds; raises NotOnScreen."""
        self._walk_to_field(label)
        self.fill_in(text)

    @abstractmethod
    def fill_in(self, text: str) -> None:
        """Types into the field under the cursor, in place of what it holds."""

    def back(self) -> None:
        """Goes back to the page before."""
        self.press(self.back_key)

    def save_as(self, path: Path) -> None:
        """After following a link to something that is no page: saves it to `path`, and waits for it."""
        self._answer_download(path)
        self._until(lambda: path.exists() and path.stat().st_size > 0, f"a file at {path.name}")

    @abstractmethod
    def _answer_download(self, path: Path) -> None:
        """Answers what the browser asks about the file, so that it lands at `path`."""

    def _read(self, patience: float) -> bool:
        """Reads what there is, waiting up to `patience` seconds for the first of it; tells whether any came."""
        assert self._child is not None, "open a page first"
        came = False
        while True:
            try:
                self._stream.feed(self._child.read_nonblocking(65_536, timeout=0 if came else patience))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return came
            came = True

    def _let_finish(self) -> None:
        """Reads on until the browser waits for a key, found so twice, or is quiet: it has drawn what there is."""
        quiet_from, looks = time.monotonic(), 0
        while looks < 2 and time.monotonic() < quiet_from + QUIET:
            looks = looks + 1 if self._waits_for_a_key() else 0
            if self._read(0):
                quiet_from, looks = time.monotonic(), 0
            time.sleep(LOOK)

    def _waits_for_a_key(self) -> bool:
        """Tells whether the browser sleeps and is connected to nobody; so does one that has ended."""
        process = Path(f"/proc/{self._child.pid}")
        try:
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            links = [os.readlink(one) for one in (process / "fd").iterdir()] if state == "S" else []
        except OSError:  # it has just closed something, or itself
            return not process.exists()
        return state in "SZ" and not any(link.startswith("socket:") for link in links)

    def _until(self, seen: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > deadline:
                raise NotOnScreen(f"waited in vain for {what}; the screen shows:\n{self.screen()}")
            time.sleep(0.02)

    def _text_at_cursor(self) -> str:
        """The words from the cursor on, without the brackets browsers draw around buttons and choices."""
        cursor, lines = self._terminal.cursor, self._terminal.display
        begun = _DECORATION.sub("", lines[cursor.y][cursor.x :])
        return _flat(" ".join([begun, *lines[cursor.y + 1 : cursor.y + 3]])) if begun else ""

    def _stops(self) -> Iterator[tuple[int, int] | None]:
        """Visits the links and fields from here on, then from the top; yields where the stop before was, if known."""
        yield from self._stops_onward(None)
        self._to_top()
        yield from self._stops_onward((0, 0))

    def _stops_onward(self, before: tuple[int, int] | None) -> Iterator[tuple[int, int] | None]:
        seen: set[tuple[object, ...]] = set()
        while (stop := (*self._position(), *self._terminal.display)) not in seen:
            yield before
            seen.add(stop)
            before = self._position()
            self.press(TAB)

    def _position(self) -> tuple[int, int]:
        return self._terminal.cursor.y, self._terminal.cursor.x

    @abstractmethod
    def _to_top(self) -> None:
        """Brings the cursor back to the top of the page."""

    def _walk_to(self, arrived: Callable[[], bool], label: str) -> None:
        for _ in self._stops():
            if arrived():
                return
        raise NotOnScreen(f"no link, button or choice named {label!r}; the screen shows:\n{self.screen()}")

    def _walk_to_field(self, label: str) -> None:
        """A field belongs to a label when nothing else can be reached between the two."""
        wanted = _flat(label)
        for before in self._stops():
            if before is not None and self._is_on_field() and wanted in self._text_between(before):
                return
        raise NotOnScreen(f"no field after {label!r}; the screen shows:\n{self.screen()}")

    def _text_between(self, before: tuple[int, int]) -> str:
        (row, column), lines = before, self._terminal.display
        here = self._terminal.cursor
        if (row, column) > (here.y, here.x):
            row, column = 0, 0
        if row == here.y:
            return _flat(lines[row][column : here.x])
        return _flat(" ".join([lines[row][column:], *lines[row + 1 : here.y], lines[here.y][: here.x]]))

    @abstractmethod
    def _is_on_field(self) -> bool:
        """Tells whether the cursor is in a field."""


class Lynx(TextBrowser):
    """lynx: Tab goes from link to field, letters go straight into a field."""

    command: ClassVar[list[str]] = [
        "lynx", "-cfg={home}/lynx.cfg", "-accept_all_cookies", "-show_cursor", "-nopause", "-nocolor",
    ]  # fmt: skip
    back_key: ClassVar[str] = LEFT

    def write_settings(self) -> None:
        settings = ["CHARACTER_SET:utf-8", "ACCEPT_ALL_COOKIES:TRUE", "PREFERRED_LANGUAGE:fr"]
        (self.home / "lynx.cfg").write_text("\n".join(settings) + "\n")

    def fill_in(self, text: str) -> None:
        self.press(f"{CLEAR}{text}")

    def _to_top(self) -> None:
        while self._is_on_field():  # a field keeps Ctrl-A for itself; Up leaves it
            self.press(UP)
        self.press("\x01")

    def _is_on_field(self) -> bool:
        return "Enter text." in self._terminal.display[ROWS - 3]  # lynx says in words where one is

    def _answer_download(self, path: Path) -> None:
        self.wait_for("D)ownload, or C)ancel")
        self.press("d")
        self.wait_for("Save to disk")
        self.follow("Save to disk")
        self.wait_for("Enter a filename")
        self.press(CLEAR)
        self.press(f"{path}{ENTER}")


class W3m(TextBrowser):
    """w3m: Enter on a field opens a prompt on the last line."""

    command: ClassVar[list[str]] = [
        "w3m", "-cookie", "-I", "UTF-8", "-O", "UTF-8", "-o", "confirm_qq=0", "-o", "accept_cookie=1",
        "-o", "mailcap={home}/mailcap", "-o", "use_mouse=0", "-o", "accept_language=fr",
    ]  # fmt: skip
    back_key: ClassVar[str] = "B"

    def write_settings(self) -> None:
        (self.home / "mailcap").write_text("")  # no viewer: whatever is not a page is offered for saving

    def fill_in(self, text: str) -> None:
        self.press(ENTER)
        self.press(f"{CLEAR}{text}{ENTER}")

    def _to_top(self) -> None:
        self.press("g")

    def _is_on_field(self) -> bool:
        row, column = self._terminal.cursor.y, self._terminal.cursor.x
        return self._terminal.display[row][:column].endswith("[")

    def _answer_download(self, path: Path) -> None:
        self.wait_for("Save file to:")
        self.press(CLEAR)
        self.press(f"{path}{ENTER}")


def _flat(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def person_at(browser: type[TextBrowser], home: Path) -> Iterator[TextBrowser]:
    """Somebody sitting at `browser` for the time of the block."""
    person = browser(home)
    try:
        yield person
    finally:
        person.quit()
