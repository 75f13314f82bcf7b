"""A server with a login, and the small OpenID Connect provider on loopback that it asks: everybody who comes is Ada,
and is sent straight back."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e.app_server import AppServer, free_port

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "IdentityProvider", "guarded_server"]

CLIENT_ID, CLIENT_SECRET = "talk-to-santa", "a-secret-of-this-test"
_KEY_ID = "one"


@contextmanager
def guarded_server(folder: Path, host: str = "127.0.0.1") -> Iterator[AppServer]:
    """A server with a login, which the provider sends its guests back to under this name."""
    port = free_port()
    with IdentityProvider() as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(
            "[auth]\n"
            f'redirect_uri = "http://{host}:{port}/oauth2callback"\n'
            'cookie_secret = "a long random text of this test"\n'
            f'client_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"\n'
            f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )
        with AppServer(folder, {"STREAMLIT_SECRETS_FILES": str(secrets)}, fixed_port=port) as server:
            yield server


class IdentityProvider:
    """Serves discovery, authorisation, token and keys. Use as a context manager."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._nonces: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """The issuer."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> IdentityProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        """Status, and a JSON object or an address to go to."""
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            case "/authorize":
                code = f"code-{len(self._nonces)}"
                self._nonces[code] = query.get("nonce", "")
                return 302, f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
            case "/token":
                return 200, {
                    "access_token": "access",
                    "token_type": "Bearer",
                    "expires_in": 3600,
                    "id_token": self._id_token(self._nonces[query["code"]]),
                }
            case "/keys":
                return 200, {"keys": [self._public_key()]}
            case _:
                return 404, {}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "ada",
            "aud": CLIENT_ID,
            "name": "Ada",
            "email": "ada@example.com",
            "iat": now,
            "exp": now + 600,
            "nonce": nonce,
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": _KEY_ID})

    def _public_key(self) -> dict[str, str]:
        numbers = self._key.public_key().public_numbers()
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": _KEY_ID, "n": _b64(numbers.n), "e": _b64(numbers.e)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._serve(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self._serve(self.rfile.read(int(self.headers.get("content-length", 0))).decode())

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

            def _serve(self, words: str) -> None:
                query = {name: values[0] for name, values in parse_qs(words).items()}
                status, answer = provider.answer(urlsplit(self.path).path, query)
                self.send_response(status)
                if isinstance(answer, str):
                    self.send_header("location", answer)
                    self.end_headers()
                    return
                body = json.dumps(answer).encode()
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
