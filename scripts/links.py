"""Ask politely whether web addresses still lead somewhere: one question at a time to each host, HEAD before GET, with time limits."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

SECONDS = 20.0
"""How long a server may take to answer."""
PAUSE = 1.0
"""How long a host is left in peace between two questions."""
HOSTS_AT_ONCE = 6
NAME = "PracticeCommonsLinkCheck/1 (monthly; asks once for each source)"
WITHOUT_HEAD = {400, 403, 404, 405, 406, 429, 500, 501, 502, 503}
"""Answers to HEAD after which GET is tried: not every server knows HEAD."""
NOT_FOR_PROGRAMS = {401, 402, 403, 407, 418, 429, 451, 999}
"""Answers of a server that is there and lets no program in; people may well get in."""


class State(Enum):
    """What came of a question."""

    WORKS = "works"
    CLOSED = "closed to programs"
    DEAD = "dead"


class Answer(NamedTuple):
    """What came of the question to one address."""

    address: str
    state: State
    reason: str
    """In English, as the protocol has it: "404 Not Found", "no answer within 20 seconds"."""


def ask_all(addresses: Iterable[str], seconds: float = SECONDS, pause: float = PAUSE) -> Iterator[Answer]:
    """The answer of every address, each asked once; hosts are asked side by side, the addresses of one host one after another."""
    by_host: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for address in addresses:
        by_host[urlsplit(address).netloc.lower()][address] = None

    def ask_host(of_host: Iterable[str]) -> list[Answer]:
        answers = []
        for number, address in enumerate(of_host):
            time.sleep(pause if number else 0)
            answers.append(ask(address, seconds))
        return answers

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        for answers in pool.map(ask_host, by_host.values()):
            yield from answers


def ask(address: str, seconds: float = SECONDS) -> Answer:
    """The answer of one address; never raises."""
    try:
        status = asked("HEAD", address, seconds)
        if status in WITHOUT_HEAD:
            status = asked("GET", address, seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(address, State.DEAD, why(error, seconds))
    if status < 300:  # redirects were followed, but for those to files and in circles
        return Answer(address, State.WORKS, str(status))
    reason = f"{status} {http.client.responses.get(status, '')}".strip()
    return Answer(address, State.CLOSED if status in NOT_FOR_PROGRAMS else State.DEAD, reason)


def asked(method: str, address: str, seconds: float) -> int:
    """The status of an address after its redirects; the page itself is not fetched."""
    headers = {"User-Agent": NAME, "Accept": "*/*"}
    request = urllib.request.Request(ascii_address(address), method=method, headers=headers)  # noqa: S310  (the opener knows only http and https)
    try:
        with opener().open(request, timeout=seconds) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def opener() -> urllib.request.OpenerDirector:
    """What opens web addresses and nothing else: no files, no FTP, wherever a redirect may point."""
    made = urllib.request.OpenerDirector()
    handlers: tuple[Callable[[], urllib.request.BaseHandler], ...] = (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
    )
    for handler in handlers:
        made.add_handler(handler())
    return made


def ascii_address(address: str) -> str:
    """The address with letters beyond ASCII as the protocols want them (RFC 3987, section 3.1); without its anchor."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    return urlunsplit((parts.scheme, host, quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""))


def why(error: BaseException, seconds: float) -> str:
    """Why nobody answered, in a few words."""
    cause = error.reason if isinstance(error, urllib.error.URLError) and isinstance(error.reason, BaseException) else error
    if isinstance(cause, TimeoutError):
        return f"no answer within {seconds:g} seconds"
    if isinstance(cause, socket.gaierror):
        return "no such host"
    if isinstance(cause, ConnectionRefusedError):
        return "connection refused"
    if isinstance(cause, ssl.SSLError):
        return "no valid certificate"
    return type(cause).__name__
