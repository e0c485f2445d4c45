"""What a real client meets on a real socket."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

CHECK = "/api/v1/name-checks"


def _exchange(address: str, request: bytes) -> bytes:
    """Send `request` in one piece and return everything the server answers."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=120) as connection:
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return received


def test_an_address_with_unescaped_chinese_is_understood(served: str) -> None:
    request = "GET /api/v1/names?q=石坡&f=json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    head, _, body = _exchange(served, request.encode()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert "石坡村" in {item["name"] for item in json.loads(body)["items"]}


def test_ten_thousand_characters_are_too_many_to_search_for(served: str) -> None:
    try:
        urllib.request.urlopen(f"{served}/api/v1/names?q={quote('重' * 10_000)}")
    except urllib.error.HTTPError as refusal:
        with refusal:
            problem = json.load(refusal)
    assert problem["type"] == "/problems/invalid-parameter"
    assert problem["errors"][0]["message"] == "不得超过 100 个字"


def test_what_is_no_http_is_a_problem(served: str) -> None:
    head, _, body = _exchange(served, b"NONSENSE\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["type"] == "/problems/unreadable-request"


def test_a_body_of_fifty_megabytes_is_answered_to_a_client_that_sends_it_all(served: str) -> None:
    head = (
        f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {50_000_000}\r\n\r\n"
    )
    answer = _exchange(served, head.encode() + b" " * 50_000_000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"/problems/body-too-large" in answer


def test_a_body_of_fifty_megabytes_is_refused_before_it_is_sent(served: str) -> None:
    parts = urlsplit(served)
    head = (
        f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {50_000_000}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=120) as connection:
        connection.sendall(head.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_body_of_fifty_megabytes_in_chunks_is_refused(served: str) -> None:
    head = (
        f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    answer = _exchange(served, head.encode() + chunk * 48 + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_the_server_goes_on_after_a_refused_body(served: str) -> None:
    with urllib.request.urlopen(f"{served}/health") as answer:
        assert json.load(answer)["status"] == "ok"
