/** CodeMirror in the colours and letters of the page; the variables are those of styles/base.css. */
import { EditorView } from "@codemirror/view";

const wave = {
  backgroundImage: "none",
  textDecorationLine: "underline",
  textDecorationSkipInk: "none",
  textUnderlineOffset: "4px",
  paddingBottom: "0",
};
const marked = (style: string, colour: string): Record<string, string> => ({
  ...wave,
  textDecorationStyle: style,
  textDecorationColor: colour,
  textDecorationThickness: "2px",
});
const card = {
  border: "1px solid var(--edge)",
  borderRadius: "var(--radius)",
  background: "var(--paper)",
  color: "var(--ink)",
  boxShadow: "0 8px 24px color-mix(in srgb, #0b1428 22%, transparent)",
  fontFamily: "var(--st-font)",
};

export const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--st-font)", lineHeight: "1.6", overflowX: "hidden" },
  ".cm-content": { padding: "0.7rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.9rem" },
  ".cm-lintRange-error": marked("wavy", "var(--red)"),
  ".cm-lintRange-warning": marked("wavy", "var(--warm)"),
  ".cm-lintRange-hint": marked("dotted", "var(--quiet)"),
  ".cm-lintRange-active": { backgroundColor: "var(--veil)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--red)" },
  ".cm-tooltip": { ...card, overflow: "hidden", maxWidth: "min(26rem, 90vw)", zIndex: "20" },
  ".cm-diagnostic": { padding: "0.5rem 0.8rem", border: "0", lineHeight: "1.45", fontSize: "0.9375rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--st-font)", maxHeight: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    flexWrap: "wrap",
    columnGap: "0.6rem",
    padding: "0.5rem 0.8rem",
    lineHeight: "1.35",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--panel)",
    color: "var(--ink)",
    boxShadow: "inset 3px 0 var(--focus)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650" },
  ".cm-completionDetail": { marginLeft: "0", fontStyle: "normal", color: "var(--quiet)", whiteSpace: "normal" },
});
