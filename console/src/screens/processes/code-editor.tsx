import "./editor.css";
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Schemas } from "../../api/client.ts";
import { codeLook } from "./code-look.ts";

/** What the server says of a position: proposals, and what a word means. */
export interface CodeHelp {
  complete(text: string, position: number, signal: AbortSignal): Promise<Schemas["ProcessCompletions"]["items"]>;
  hover(text: string, position: number): Promise<Schemas["ProcessHover"]["hover"]>;
}

interface Props {
  /** Another path is another document, with a history of its own. */
  readonly path: string;
  readonly text: string;
  readonly isReadOnly: boolean;
  /** Of this file. */
  readonly problems: readonly Schemas["ProcessProblem"][];
  /** Null: nothing is proposed for this file. */
  readonly help: CodeHelp | null;
  readonly label: string;
  /** Where to go: an offset, and a number that changes with each wish. */
  readonly goTo: { readonly offset: number; readonly wish: number } | null;
  readonly onChange: (text: string) => void;
}

const TYPES = { variable: "variable", field: "property", function: "function", keyword: "keyword" } as const;

/** A text editor with what is wrong as it is typed, proposals and explanations. Escape, then Tab leaves it. */
export function CodeEditor(props: Props) {
  const { path, isReadOnly, problems, text, goTo, label } = props;
  const isDark = useComputedColorScheme("light") === "dark";
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const look = useRef(new Compartment());
  const now = useRef(props);
  now.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a document for each file; the rest is laid over it below
  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: now.current.text,
        extensions: [
          look.current.of(codeLook(isDark)),
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          lintGutter(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorState.readOnly.of(isReadOnly),
          ...(/\.ya?ml$/i.test(path) ? [yaml()] : []),
          autocompletion({ override: [(context) => proposals(context, now.current.help)], activateOnTyping: true }),
          hoverTooltip((at, position) => explained(at, position, now.current.help)),
          keymap.of([...lintKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) now.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    // Who cannot scroll with a wheel scrolls with keys.
    made.scrollDOM.tabIndex = 0;
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [path, isReadOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: look.current.reconfigure(codeLook(isDark)) });
  }, [isDark]);

  // Changed from outside: taken back, mended from the list, or another grid cell.
  useEffect(() => {
    const own = view.current;
    if (own === null || own.state.doc.toString() === text) return;
    own.dispatch({ changes: { from: 0, to: own.state.doc.length, insert: text } });
  }, [text]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the document of another file has none of them yet
  useEffect(() => {
    const own = view.current;
    if (own !== null)
      own.dispatch(
        setDiagnostics(
          own.state,
          problems.map((one) => diagnosticOf(one, own.state.doc.length)),
        ),
      );
  }, [problems, path]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish once
  useEffect(() => {
    const own = view.current;
    if (own === null || goTo === null) return;
    const anchor = Math.min(goTo.offset, own.state.doc.length);
    own.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    own.focus();
  }, [goTo?.wish, path]);

  return <div ref={place} className="process-code" />;
}

function diagnosticOf(
  { start, end, severity, message, remedy, fix, code }: Schemas["ProcessProblem"],
  length: number,
): Diagnostic {
  const from = Math.min(start, length);
  return {
    ...{ from, to: Math.max(from, Math.min(end, length)), severity, source: code },
    message: remedy === "" ? message : `${message}\n${remedy}`,
    actions:
      fix.length === 0
        ? []
        : [
            {
              name: "✓",
              apply: (view: EditorView) =>
                view.dispatch({ changes: fix.map((edit) => ({ from: edit.start, to: edit.end, insert: edit.text })) }),
            },
          ],
  };
}

async function proposals(context: CompletionContext, help: CodeHelp | null): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\p{L}\p{N}_.$-]*/u);
  if (help === null || (!context.explicit && (word === null || word.from === word.to))) return null;
  const abort = new AbortController();
  context.addEventListener("abort", () => abort.abort());
  const items = await help.complete(context.state.doc.toString(), context.pos, abort.signal);
  const [first] = items;
  if (first === undefined) return null;
  return {
    from: first.from,
    options: items.map(
      ({ label, kind, insert, detail, documentation }): Completion => ({
        label,
        apply: insert,
        type: TYPES[kind as keyof typeof TYPES] ?? "text",
        ...(detail === null ? {} : { detail }),
        ...(documentation === null ? {} : { info: documentation }),
      }),
    ),
    validFor: /^[\p{L}\p{N}_-]*$/u,
  };
}

async function explained(view: EditorView, position: number, help: CodeHelp | null): Promise<Tooltip | null> {
  const hover = help === null ? null : await help.hover(view.state.doc.toString(), position);
  if (hover === null) return null;
  return {
    ...{ pos: hover.from, end: hover.to, above: true },
    create() {
      const dom = document.createElement("div");
      const title = document.createElement("div");
      title.className = "cm-hover-title";
      title.textContent = hover.title;
      dom.append(title);
      if (hover.documentation !== null) {
        const text = document.createElement("div");
        text.textContent = hover.documentation;
        dom.append(text);
      }
      return { dom };
    },
  };
}
