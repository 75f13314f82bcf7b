"""Timers of the stage, which a test lets come due instead of waiting for them.

The SDKs, the media, the line's beats and all else in the page keep their own time.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

__all__ = ["come_due", "watch_timers"]

# Only the stage's own scripts: whatever else asks for a timer gets the browser's.
_WATCH = r"""
(() => {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const ours = /\/assets\/stage\/(?!liveavatar|streaming)/;
  const waiting = new Map(), fired = new Set();
  globalThis.setTimeout = (task, ms, ...values) => {
    const caller = new Error().stack.split('\n')[2] ?? '';
    if (!ours.test(caller)) return set.call(globalThis, task, ms, ...values);
    const run = () => { waiting.delete(id); fired.add(ms); task(...values); };
    const id = set.call(globalThis, run, ms);
    waiting.set(id, { ms, run });
    return id;
  };
  globalThis.clearTimeout = (id) => { waiting.delete(id); clear.call(globalThis, id); };
  globalThis.__comeDue = (ms) => {
    for (const [id, timer] of waiting) if (timer.ms === ms) {
      clear.call(globalThis, id);
      timer.run();
    }
    return fired.has(ms);
  };
})();
"""


def watch_timers(context: BrowserContext) -> None:
    """Before the first page of the context is opened."""
    context.add_init_script(_WATCH)


def come_due(page: Page, milliseconds: int, *, timeout: float = 30_000) -> None:
    """Lets the stage's timer of this length come due at once, if it has not by itself; waits until there is one."""
    page.wait_for_function("ms => globalThis.__comeDue(ms)", arg=milliseconds, polling=100, timeout=timeout)
