"""Asking another website whether a page is there, without being led into the portal's own network.

The name is resolved once, every address it has is judged, and the connection goes to the judged address: no redirect
and no second answer of the name server leads past the check.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT = 5
"""Seconds for connecting and for each answer to begin."""
LONGEST = 15
"""Seconds for one request in all, however slowly it drips."""
MOST_REDIRECTS = 5
AGENT = "Mingchuang-LinkCheck/1.0"
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
UNREACHABLE, SILENT = "连接不上网站", "网站长时间没有响应"
INWARD = "指向内部网络的地址，群众打不开"
ANSWERS_ONLY_TO_PEOPLE = {401, 403, 405, 406, 429, 451}
_TRANSITION = [
    ipaddress.ip_network(net) for net in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")
]


class Answer(NamedTuple):
    """`problem`: why the link leads nowhere, in Chinese, empty when it is there or nobody can tell."""

    problem: str = ""


class Inward(Exception):
    """The address lies in a private network, and is not asked."""


class Guard(NamedTuple):
    """`may_enter_own_network` is for tests, whose server is on this machine."""

    may_enter_own_network: bool = False

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to a public address of `host`. Raises OSError, Inward."""
        if _is_number(host):
            self._refuse_inward(host)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self._refuse_inward(*(place[4][0] for place in found))
        return _connected(found)

    def _refuse_inward(self, *addresses: str) -> None:
        if not self.may_enter_own_network and not all(map(is_public, addresses)):
            raise Inward


def _connected(found: list) -> socket.socket:
    problem = OSError("no address")
    for family, kind, protocol, _, place in found:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(place)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise problem


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, not local, nothing that is tunnelled to such."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    if any(ip in net for net in _TRANSITION if net.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast


class _Plain(http.client.HTTPConnection):
    guard = Guard()

    def connect(self):
        self.sock = self.guard.connect(self.host, self.port)


class _Encrypted(http.client.HTTPSConnection):
    guard = Guard()

    def connect(self):
        plain = self.guard.connect(self.host, self.port)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def look(url: str, guard: Guard | None = None) -> Answer:
    """Whether the page at `url` (http or https) is there. Never raises for what another website does."""
    guard = guard or Guard()
    try:
        return _judged(_followed(url, guard))
    except Inward:
        # A name may lead outsiders elsewhere than it leads us; a number does not.
        return Answer(INWARD) if _is_number(urlsplit(url).hostname or "") else Answer()
    except socket.gaierror as error:
        return Answer(UNREACHABLE if error.errno == socket.EAI_AGAIN else "域名不存在")
    except ssl.SSLCertVerificationError:
        return Answer("网站的安全证书有问题")
    except TimeoutError:
        return Answer(SILENT)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(UNREACHABLE)


def _judged(status: int | None) -> Answer:
    if status is None:
        return Answer("一直在跳转，打不开")
    if status in GONE:
        return Answer(f"网页已经不存在（{status}）")
    if status in ANSWERS_ONLY_TO_PEOPLE or status < 400:
        return Answer()
    return Answer(f"网站出错（{status}）")


def _followed(url: str, guard: Guard) -> int | None:
    """The status at the end of the redirects; None when they do not end."""
    for _ in range(MOST_REDIRECTS + 1):
        status, target = _ask("HEAD", url, guard)
        if status >= 400:  # many answer HEAD badly
            status, target = _ask("GET", url, guard)
        if status not in REDIRECTS or not target:
            return status
        url = urljoin(url, target)
    return None


def _ask(method: str, url: str, guard: Guard) -> tuple[int, str]:
    """(status, where it is redirected to) of one request; nothing of the page itself is read."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(url)
    connection = _connection(parts, guard)
    deadline = threading.Timer(LONGEST, _cut, [connection])
    deadline.daemon = True
    deadline.start()
    try:
        connection.request(method, _path(parts), headers={"User-Agent": AGENT, "Accept": "*/*"})
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        deadline.cancel()
        connection.close()


def _connection(parts, guard: Guard) -> http.client.HTTPConnection:
    kind = _Encrypted if parts.scheme == "https" else _Plain
    host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    connection = kind(host, parts.port or kind.default_port, timeout=TIMEOUT)
    connection.guard = guard
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    """Whatever is being waited for fails now."""
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _path(parts) -> str:
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*")
    return f"{path}?{quote(parts.query, safe='/%:=&?~+!$,;@()*')}" if parts.query else path


def _is_number(host: str) -> bool:
    """Whether a host is written as an address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
