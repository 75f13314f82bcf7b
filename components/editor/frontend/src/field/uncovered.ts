/** Keeps the cursor from going under the page's header and the editor's top line, which lie over the text. */
import { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";

/** Pixels of the window's top that may be covered. */
const COVERED = 120;

// CodeMirror's own scroll margins would also hide its tooltips from that part of each field.
export const uncovered: Extension = EditorView.updateListener.of(({ view, selectionSet, docChanged }) => {
  if (!selectionSet && !docChanged) return;
  view.requestMeasure({
    key: "uncovered",
    read: () => (view.hasFocus ? view.coordsAtPos(view.state.selection.main.head) : null),
    write: (cursor) => {
      if (cursor !== null && cursor.top < COVERED) scrollerOf(view.dom)?.scrollBy(0, cursor.top - COVERED);
    },
  });
});

/** The element that scrolls the page, outside the shadow root; CodeMirror's own never scrolls upright. */
function scrollerOf(inner: Element): Element | null {
  for (let node = above(inner); node !== null; node = above(node)) {
    if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
  }
  return document.scrollingElement;
}

function above(node: Element): Element | null {
  const root = node.getRootNode();
  return node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
