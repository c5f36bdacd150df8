import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { pageNonce } from "./page-nonce.ts";

/** Colors of the library → ours, which follow the page's scheme. */
const COLORS: Readonly<Record<string, string>> = {
  "#00c": "var(--code-key)",
  "#a11": "var(--code-text)",
  "#164": "var(--code-word)",
  "#219": "var(--code-word)",
  "#708": "var(--code-word)",
  "#940": "var(--code-note)",
  "#404740": "var(--code-note)",
};

const HIGHLIGHT = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const color = typeof spec["color"] === "string" ? (COLORS[spec["color"]] ?? "inherit") : undefined;
    return color === undefined ? spec : { ...spec, color };
  }),
);

/** How code looks in the console: fonts and colors of the page, styles with the page's mark. */
export function codeLook(isDark: boolean): Extension {
  return [
    EditorView.cspNonce.of(pageNonce()),
    syntaxHighlighting(HIGHLIGHT),
    EditorView.theme(
      {
        "&": { height: "100%", fontSize: "13px", color: "var(--mantine-color-text)", backgroundColor: "transparent" },
        "&.cm-focused": { outline: "none" },
        ".cm-content": { caretColor: "var(--mantine-color-text)" },
        ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
        ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
        ".cm-gutters": {
          backgroundColor: "var(--mantine-color-default-hover)",
          color: "var(--mantine-color-dimmed)",
          border: "none",
        },
        ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--mantine-color-default-hover)" },
        ".cm-tooltip": {
          backgroundColor: "var(--mantine-color-body)",
          color: "var(--mantine-color-text)",
          border: "1px solid var(--mantine-color-default-border)",
          borderRadius: "var(--mantine-radius-sm)",
          boxShadow: "var(--mantine-shadow-md)",
          maxWidth: "min(480px, 90vw)",
        },
        ".cm-tooltip-hover, .cm-completionInfo": { padding: "8px 12px", whiteSpace: "pre-wrap" },
        ".cm-hover-title": { fontWeight: "600" },
        ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"' },
        ".cm-diagnostic": { padding: "6px 10px" },
      },
      { dark: isDark },
    ),
  ];
}
