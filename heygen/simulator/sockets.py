"""Reading a WebSocket until the client goes or the session is over, whichever comes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

__all__ = ["close_quietly", "messages"]


async def messages(
    websocket: WebSocket, over: asyncio.Event, *, silence_s: float | None = None
) -> AsyncGenerator[str | bytes]:
    """Every message of an accepted socket.

    Ends when the client closes, when `over` is set, or when nothing comes for `silence_s` seconds.
    """
    ending = asyncio.ensure_future(over.wait())
    receiving: asyncio.Task[Message] | None = None
    try:
        while not over.is_set():
            receiving = asyncio.ensure_future(websocket.receive())
            done, _ = await asyncio.wait({ending, receiving}, timeout=silence_s, return_when=asyncio.FIRST_COMPLETED)
            if receiving not in done:
                return
            message = receiving.result()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            yield data if data is not None else message.get("text") or ""
    finally:
        waiting = [task for task in (ending, receiving) if task is not None]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def close_quietly(websocket: WebSocket, code: int = 1000) -> None:
    """Closes a socket that may have gone already."""
    if websocket.client_state is not WebSocketState.CONNECTED:
        return
    if websocket.application_state is not WebSocketState.CONNECTED:
        return
    try:
        await websocket.close(code)
    except (RuntimeError, OSError, WebSocketDisconnect):
        # The client was faster.
        return
