"""A model that phrases answers: a stub on loopback; what its citations do not bear out is dropped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from letopis.asking import Asker
from letopis.errors import InputError, UsageError
from letopis.study.questions.phrasing import completer

pytestmark = pytest.mark.models


class Model(BaseHTTPRequestHandler):
    reply: bytes = b""
    asked: dict[str, object] | None = None

    def do_POST(self) -> None:
        Model.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(Model.reply)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def says(text: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


def test_only_sentences_that_check_stay(example: Asker, endpoint: str) -> None:
    answer = example.ask("What did Norway suspend?")
    first = answer.citations[0]
    Model.reply = says(
        "Norway suspended its part in the memorandum [1]. It did so in 1999 [1]. Everybody was glad. "
        f"The paper says «{first.quote[:30]}» [1]. It says «ничего подобного» [1]. See there [99]."
    )
    text = example.phrase(answer, completer(endpoint, "stub"))
    assert "suspended its part" in text
    assert first.quote[:30] in text
    for wrong in ("1999", "glad", "ничего подобного", "[99]"):
        assert wrong not in text
    assert Model.asked
    assert "What did Norway suspend?" in json.dumps(Model.asked)


@pytest.mark.parametrize("reply", [b"", b"no json", b"[]", b'{"choices": []}', b"\xff\xfe"])
def test_an_endpoint_that_answers_nonsense_is_told(example: Asker, endpoint: str, reply: bytes) -> None:
    Model.reply = reply
    with pytest.raises(InputError, match="gave no answer"):
        example.phrase(example.ask("What did Norway suspend?"), completer(endpoint))


def test_an_endpoint_is_a_web_address() -> None:
    with pytest.raises(UsageError):
        completer("file:///etc/passwd")
