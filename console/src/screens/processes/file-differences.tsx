import "./editor.css";
import { yaml } from "@codemirror/lang-yaml";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { Accordion, Badge, Group, Text, useComputedColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { answered, api } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { useWords } from "../../words/use-words.ts";
import { codeLook } from "./code-look.ts";

const WORDS = {
  added: { ru: "новый", en: "new" },
  removed: { ru: "убран", en: "removed" },
  changed: { ru: "изменён", en: "changed" },
  same: { ru: "без изменений строк: $", en: "$ unchanged lines" },
};

/** Files of the version in force beside those of the source, those that differ. Scenarios are no part of a version. */
export function FileDifferences({
  process,
  from,
  files,
}: {
  readonly process: string;
  /** Digest of the version in force; null: there is none. */
  readonly from: string | null;
  readonly files: ReadonlyMap<string, string>;
}) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["processes", "files", process, from ?? ""],
    queryFn: async () =>
      from === null
        ? { files: [] }
        : answered(
            api.GET("/api/processes/{process}/files", { params: { path: { process }, query: { version: from } } }),
          ),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Answer query={query}>
      {(version) => {
        const before = new Map(
          version.files.filter(({ path }) => isDeployed(path)).map(({ path, text }) => [path, text]),
        );
        const after = new Map([...files].filter(([path]) => isDeployed(path)));
        const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
          (path) => before.get(path) !== after.get(path),
        );
        return (
          <Accordion variant="contained" multiple defaultValue={paths.slice(0, 1)}>
            {paths.map((path) => (
              <Accordion.Item key={path} value={path}>
                <Accordion.Control>
                  <Group gap="xs">
                    <Text size="sm" ff="monospace">
                      {path}
                    </Text>
                    <Badge variant="light" tt="none">
                      {!before.has(path) ? words.added : !after.has(path) ? words.removed : words.changed}
                    </Badge>
                  </Group>
                </Accordion.Control>
                <Accordion.Panel>
                  <Difference path={path} before={before.get(path) ?? ""} after={after.get(path) ?? ""} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        );
      }}
    </Answer>
  );
}

function isDeployed(path: string): boolean {
  return path === "process.yaml" || path.startsWith("decisions/") || path.startsWith("templates/");
}

/** Side by side where there is room, else one below the other; what is the same is folded. */
function Difference({
  path,
  before,
  after,
}: {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useComputedColorScheme("light") === "dark";
  const isNarrow = useMediaQuery("(max-width: 62em)");
  const words = useWords(WORDS);
  useEffect(() => {
    if (place.current === null) return;
    const shared: Extension[] = [
      codeLook(isDark),
      lineNumbers(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": path }),
      EditorState.readOnly.of(true),
      EditorState.phrases.of({ "$ unchanged lines": words.same }),
      ...(/\.ya?ml$/i.test(path) ? [yaml()] : []),
    ];
    const collapseUnchanged = { margin: 3, minSize: 6 };
    const view = isNarrow
      ? new EditorView({
          parent: place.current,
          state: EditorState.create({
            doc: after,
            extensions: [...shared, unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged })],
          }),
        })
      : new MergeView({
          parent: place.current,
          a: { doc: before, extensions: shared },
          b: { doc: after, extensions: shared },
          collapseUnchanged,
        });
    return () => view.destroy();
  }, [path, before, after, isDark, isNarrow, words.same]);
  return <div ref={place} className="process-merge" />;
}
