"""Asks the browser what only it knows: is the page secure, what is permitted, and why a device did not open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

__all__ = ["probe", "problem_of"]

# The device check's frame keeps its errors to itself and has a look of its own. It is of our own origin, so its alert
# can be read here, and the page says the same in better words; where that fails, the alert stays to be seen.
_JS: Final = """
const LOOK = ".MuiAlert-root { display: none } .MuiButton-root { text-transform: none; box-shadow: none;" +
  " font: 550 16px Inter, sans-serif; border-radius: 999px; padding: 8px 20px }";
const dress = (page) => {
  if (!page?.head || page.querySelector("style[data-house]")) return;
  const style = page.createElement("style");
  style.dataset.house = "";
  style.textContent = LOOK.replaceAll(/: ([^;}]+)/g, ": $1 !important");
  page.head.append(style);
};
export default ({ setStateValue }) => {
  let told = "";
  const tell = async () => {
    const permission = async (name) => {
      try { return (await navigator.permissions.query({ name })).state; } catch { return "unknown"; }
    };
    const policy = document.permissionsPolicy ?? document.featurePolicy;
    const frame = document.querySelector('iframe[title*="webrtc_streamer"]');
    let [alert, asking] = ["", false];
    try {
      dress(frame?.contentDocument);
      alert = frame?.contentDocument?.querySelector('[role="alert"]')?.textContent ?? "";
      const inside = frame.contentDocument;
      asking = inside.querySelector("video, audio") === null &&
        [...inside.querySelectorAll("button")].some((one) => one.textContent === "Stop");
    } catch { asking = false; }
    const seen = {
      secure: globalThis.isSecureContext && navigator.mediaDevices !== undefined,
      allowed: ["camera", "microphone"].every((name) => policy?.allowsFeature?.(name) ?? true),
      camera: await permission("camera"),
      microphone: await permission("microphone"),
      error: alert.split(":")[0],
      asking,
    };
    const text = JSON.stringify(seen);
    if (text === told) return;
    told = text;
    setStateValue("seen", seen);
  };
  void tell();
  const timer = setInterval(tell, 500);
  return () => clearInterval(timer);
};
"""
_component = st.components.v2.component("talk_to_santa_green_probe", html="<span hidden></span>", js=_JS)


def probe() -> Mapping[str, Any]:
    """What the browser has told so far; empty before its first answer."""
    result = _component(key="green_probe", on_seen_change=lambda: None)
    seen = result.get("seen")
    return seen if isinstance(seen, dict) else {}


def problem_of(seen: Mapping[str, Any], *, camera: bool) -> str | None:
    """The problem's name in `green_words.PROBLEMS`, or None. Names of errors: W3C Media Capture and Streams, 10.2."""
    if seen.get("secure") is False:
        return "insecure"
    if seen.get("allowed") is False:
        return "policy"
    if seen.get("microphone") == "denied" or (camera and seen.get("camera") == "denied"):
        return "refused"
    error = seen.get("error")
    if not isinstance(error, str) or not error.endswith("Error"):
        return None
    known = {
        "NotAllowedError": "refused",
        "SecurityError": "refused",
        "NotFoundError": "missing",
        "OverconstrainedError": "missing",
        "NotReadableError": "busy",
        "AbortError": "busy",
    }
    return known.get(error, "failed")
