"""Avatars, voices and languages of the simulated vendor. Public ids are the vendor's own; the drawings are ours."""

from __future__ import annotations

from heygen.simulator.world.records import AvatarRecord, VoiceRecord

__all__ = ["AVATARS", "LANGUAGES", "VOICES", "find_avatar", "find_voice"]

_SANTA_VOICE = "7a3d0e52-4c1f-4d8e-9a56-0b1c2d3e4f50"
_WARM_VOICE = "c2527536-6d1f-4412-a643-53a3497dada9"
_BRIGHT_VOICE = "1edc5e7a-3b52-4c0d-8f0e-6a9b7c8d9e01"

VOICES: tuple[VoiceRecord, ...] = (
    VoiceRecord(_SANTA_VOICE, "a04d81d19afd436db611060682276331", "Santa, deep and warm", "en", "male", "santa"),
    VoiceRecord(_WARM_VOICE, "1bd001e7e50f421d891986aad5158bc8", "Ann, warm", "en", "female", "mrs_claus"),
    VoiceRecord(_BRIGHT_VOICE, "26b2064088674c80b1e5fc5ab1a068ea", "Wayne, bright", "en", "male", "elf"),
    VoiceRecord(
        "3f0c9e14-90aa-4a51-9f4f-5d2a7be3c611",
        "077ab11b14f04ce0b49b5f6e5cc20979",
        "Narrator, not for live use",
        "en",
        "male",
        "santa",
        realtime=False,
    ),
)

AVATARS: tuple[AvatarRecord, ...] = (
    AvatarRecord(
        "1c690fe7-23e0-49f9-bfba-14344450285b",
        "Santa_Fireplace_Front_public",
        "Santa Fireplace Front",
        "santa",
        _SANTA_VOICE,
    ),
    AvatarRecord(
        "513fd1b7-7ef9-466d-9af2-344e51eeb833",
        "Ann_Therapist_public",
        "Ann Therapist",
        "mrs_claus",
        _WARM_VOICE,
    ),
    AvatarRecord(
        "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a",
        "Bryan_FitnessCoach_public",
        "Wayne",
        "elf",
        _BRIGHT_VOICE,
        sandbox=True,
    ),
    AvatarRecord("65f9e3c9-d48b-4118-b73a-4ae2e3cbb8f0", None, "June HR", "mrs_claus", _WARM_VOICE, sandbox=True),
    AvatarRecord(
        "5b0f5c1e-7a6d-4a3c-9e1b-2f8d6c7b9a10",
        "Shawn_Therapist_public",
        "Shawn Therapist",
        "elf",
        _BRIGHT_VOICE,
    ),
    AvatarRecord(
        "6c1a6d2f-8b7e-4b4d-8f2c-3a9e7d8c0b21",
        "Dexter_Doctor_Standing2_public",
        "Dexter Doctor",
        "elf",
        _BRIGHT_VOICE,
    ),
    AvatarRecord(
        "7d2b7e30-9c8f-4c5e-9a3d-4baf8e9d1c32",
        "Elenora_IT_Sitting_public",
        "Elenora IT",
        "mrs_claus",
        _WARM_VOICE,
    ),
    AvatarRecord("8e3c8f41-ad90-4d6f-8b4e-5cb09fae2d43", None, "Photo avatar", "santa", None, kind="IMAGE"),
    AvatarRecord(
        "9f4d9052-bea1-4e70-9c5f-6dc1a0bf3e54",
        "josh_lite3_20230714",
        "Josh, first generation",
        "elf",
        _BRIGHT_VOICE,
        status="FAILED",
        deprecated=True,
    ),
    AvatarRecord(
        "a05ea163-cfb2-4f81-8d60-7ed2b1c04f65",
        "Someone_Elses_Avatar",
        "Private to another space",
        "elf",
        _BRIGHT_VOICE,
        owner="another-space",
    ),
)

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("English", "en"),
    ("German", "de"),
    ("French", "fr"),
    ("Spanish", "es"),
    ("Italian", "it"),
    ("Dutch", "nl"),
    ("Polish", "pl"),
    ("Portuguese", "pt"),
    ("Finnish", "fi"),
    ("Swedish", "sv"),
    ("Danish", "da"),
    ("Norwegian", "no"),
    ("Japanese", "ja"),
)

_AVATARS = {name: avatar for avatar in AVATARS for name in (avatar.id, avatar.legacy_id) if name}
_VOICES = {name: voice for voice in VOICES for name in (voice.id, voice.legacy_id)}


def find_avatar(name: str) -> AvatarRecord | None:
    """An avatar by either product's id."""
    return _AVATARS.get(name)


def find_voice(name: str) -> VoiceRecord | None:
    """A voice by either product's id."""
    return _VOICES.get(name)
