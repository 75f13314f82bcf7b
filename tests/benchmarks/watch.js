/* Runs before either page's own scripts and looks on from outside: the click, the frames of the line, the first video
   frame, the transcript pane, the video's pace. `at` of an event is the page's Date.now(); all else counts from the
   page's time origin. */
(() => {
  const watch = (globalThis.__watch = { clicked: 0, frame: 0, line: [], events: {}, stored: {}, pane: [], video: [] });

  addEventListener("click", (event) => {
    const button = event.composedPath().find((element) => element.tagName === "BUTTON");
    if (!button || !/Start the call/.test(button.textContent)) return;
    Object.assign(watch, { clicked: event.timeStamp, frame: 0, line: [], events: {}, stored: {} });
  }, true);

  // Whatever plays a stream: a video element's first frame counts when the browser expects it to be on the screen.
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    configurable: true,
    get,
    set(stream) {
      set.call(this, stream);
      if (stream === null || !(this instanceof HTMLVideoElement)) return;
      this.requestVideoFrameCallback((_, frame) => {
        if (watch.frame > 0) return;
        watch.frame = frame.expectedDisplayTime;
        // Told and not asked for: to look for it in the page again and again would slow the page down.
        console.debug("first frame");
      });
    },
  });

  const Native = WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url, protocols) {
      super(url, protocols);
      this.line = /\/line$/.test(String(url));
      if (this.line) this.addEventListener("message", (event) => received(JSON.parse(event.data)));
    }
    send(data) {
      if (this.line) sent(JSON.parse(data));
      return super.send(data);
    }
  };

  function sent(frame) {
    watch.line.push([performance.now(), "sent", frame.kind, frame.quality ?? null]);
    for (const event of frame.events ?? []) watch.events[event.seq] ??= event;
  }

  function received(frame) {
    watch.line.push([performance.now(), "received", frame.kind, null]);
    if (frame.kind !== "ack") return;
    const now = Date.now();
    for (const seq of Object.keys(watch.events)) if (Number(seq) <= frame.seq) watch.stored[seq] ??= now;
  }

  /* The stage lives in a shadow root. */
  function find(root, selector) {
    const here = root.querySelector(selector);
    if (here) return here;
    for (const element of root.querySelectorAll("*")) {
      const inside = element.shadowRoot && find(element.shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  }

  /* A frame's own callbacks run before it is painted; a message posted from one comes after. */
  function painted(callback) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = callback;
      channel.port2.postMessage(null);
    });
  }

  globalThis.__watchPane = () => {
    const pane = find(document, ".turns");
    const rows = () => [...pane.querySelectorAll(".turn .words")].map((words) => words.textContent);
    watch.pane = [];
    watch.paneSince = Date.now();
    new MutationObserver(() => {
      const shown = rows();
      painted(() => watch.pane.push([Date.now(), shown]));
    }).observe(pane, { subtree: true, childList: true, characterData: true });
  };

  globalThis.__watchVideo = () => {
    const video = find(document, "video");
    const step = (_, frame) => {
      if (frame.receiveTime) watch.video.push([frame.receiveTime, frame.rtpTimestamp]);
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
  };
})();
