"""The protobuf frames that the older browser SDK sends over its chat socket (package `pipecat`)."""

from __future__ import annotations

from dataclasses import dataclass

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

__all__ = ["Audio", "Text", "audio_frame", "parse", "text_frame"]

_STRING = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_BYTES = descriptor_pb2.FieldDescriptorProto.TYPE_BYTES
_UINT32 = descriptor_pb2.FieldDescriptorProto.TYPE_UINT32
_UINT64 = descriptor_pb2.FieldDescriptorProto.TYPE_UINT64
_MESSAGE = descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE
_FIELDS: dict[str, tuple[tuple[str, int], ...]] = {
    "TextFrame": (("id", _UINT64), ("name", _STRING), ("text", _STRING)),
    "AudioRawFrame": (
        ("id", _UINT64),
        ("name", _STRING),
        ("audio", _BYTES),
        ("sample_rate", _UINT32),
        ("num_channels", _UINT32),
    ),
    "TranscriptionFrame": (
        ("id", _UINT64),
        ("name", _STRING),
        ("text", _STRING),
        ("user_id", _STRING),
        ("timestamp", _STRING),
    ),
}
_ONE_OF = (("text", "TextFrame"), ("audio", "AudioRawFrame"), ("transcription", "TranscriptionFrame"))


@dataclass(frozen=True)
class Text:
    """A typed line."""

    text: str


@dataclass(frozen=True)
class Audio:
    """PCM s16le."""

    pcm: bytes
    rate: int
    channels: int


def parse(raw: bytes) -> Text | Audio | None:
    """One frame; None for kinds that no client sends. Raises ValueError for bytes that are no frame."""
    frame = _Frame()
    try:
        frame.ParseFromString(raw)
    except DecodeError as error:
        raise ValueError("not a frame") from error
    match frame.WhichOneof("frame"):
        case "text":
            return Text(frame.text.text)
        case "audio":
            return Audio(frame.audio.audio, frame.audio.sample_rate or 16_000, frame.audio.num_channels or 1)
        case _:
            return None


def text_frame(text: str) -> bytes:
    """A frame as the SDK sends a typed line."""
    frame = _Frame()
    frame.text.text = text
    return bytes(frame.SerializeToString())


def audio_frame(pcm: bytes, *, rate: int, channels: int = 1) -> bytes:
    """A frame as the SDK sends a piece of its microphone's sound."""
    frame = _Frame()
    frame.audio.audio, frame.audio.sample_rate, frame.audio.num_channels = pcm, rate, channels
    return bytes(frame.SerializeToString())


def _build() -> type:
    file = descriptor_pb2.FileDescriptorProto(name="pipecat_frames.proto", package="pipecat", syntax="proto3")
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for number, (field, kind) in enumerate(fields, start=1):
            message.field.add(name=field, number=number, type=kind, label=1)
    outer = file.message_type.add(name="Frame")
    outer.oneof_decl.add(name="frame")
    for number, (field, of) in enumerate(_ONE_OF, start=1):
        outer.field.add(name=field, number=number, type=_MESSAGE, type_name=f".pipecat.{of}", label=1, oneof_index=0)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("pipecat.Frame"))


_Frame = _build()
