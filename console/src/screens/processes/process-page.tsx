import { Alert, Anchor, Group, Loader, ScrollArea, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { Answer } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { DiagramTab } from "./diagram-tab.tsx";
import { DriftBadge } from "./drift-badge.tsx";
import { SaveBar } from "./save-bar.tsx";
import { ScenariosTab } from "./scenarios-tab.tsx";
import { TablesTab } from "./tables-tab.tsx";
import { useBegun, useBegunTitle, useWorkCopy, type WorkCopy } from "./work-copy.ts";

const EditorTab = lazy(() => import("./editor-tab.tsx"));
const DeployTab = lazy(() => import("./deploy-tab.tsx"));
const TrialTab = lazy(() => import("./trial-tab.tsx"));

const WORDS = {
  all: { ru: "Процессы", en: "Processes" },
  diagram: { ru: "Схема", en: "Diagram" },
  editor: { ru: "Файлы", en: "Files" },
  scenarios: { ru: "Сценарии", en: "Scenarios" },
  trial: { ru: "Проба", en: "Try" },
  tables: { ru: "Таблицы", en: "Tables" },
  deploy: { ru: "Версии", en: "Versions" },
  noSource: {
    ru: "Файлов этого процесса в исходнике нет: видно только то, что развёрнуто.",
    en: "The source has no files of this process: only what is deployed can be seen.",
  },
  version: (number: number) => ({ ru: `версия ${number}`, en: `version ${number}` }),
};

type Detail = Schemas["ProcessDetail"];

/** One process. One that was begun here and is saved nowhere is shown by what was typed. */
export function ProcessPage({ process, tab }: { readonly process: string; readonly tab: string }) {
  const words = useWords(WORDS);
  const isBegun = useBegun(process);
  const begunTitle = useBegunTitle(process);
  const query = useQuery({
    queryKey: ["processes", "one", process],
    queryFn: () => answered(api.GET("/api/processes/{process}", { params: { path: { process } } })),
    retry: !isBegun,
  });
  const { data: listed } = useQuery({
    queryKey: ["processes", "list"],
    queryFn: () => answered(api.GET("/api/processes")),
    enabled: isBegun && query.isError,
  });
  const isNew = isBegun && query.isError && problemOf(query.error).status === 404;
  const row = query.data?.row;
  return (
    <Page
      title={row?.title ?? begunTitle ?? process}
      about={
        <Group gap="xs" mt={4}>
          <Anchor component={Link} href="/" size="sm">
            {words.all}
          </Anchor>
          <Text size="sm" c="dimmed" ff="monospace">
            {process}
          </Text>
          {row?.version !== undefined && row.version !== null && <Text size="sm">{words.version(row.version)}</Text>}
          {row !== undefined && <DriftBadge drift={row.drift} />}
        </Group>
      }
    >
      {isNew && listed !== undefined ? (
        <ProcessTabs
          {...{ process, tab, saved: NOTHING_SAVED, isGone: false }}
          detail={newDetail(process, listed.source)}
        />
      ) : (
        <Answer query={query}>{(detail) => <WithFiles process={process} tab={tab} detail={detail} />}</Answer>
      )}
    </Page>
  );
}

const NOTHING_SAVED: Schemas["ProcessFiles"] = { folder: null, files: [], revision: 0 };

/** A process that only this page knows. */
function newDetail(process: string, source: Detail["source"]): Detail {
  const nothing = { version: null, deployedAt: null, deployedBy: null, folder: null, draft: null };
  const none = { running: 0, incidents: 0, errors: 0, warnings: 0, scenarios: 0 };
  return { source, versions: [], row: { process, title: process, drift: "new", ...nothing, ...none } };
}

function WithFiles({
  process,
  tab,
  detail,
}: {
  readonly process: string;
  readonly tab: string;
  readonly detail: Detail;
}) {
  const words = useWords(WORDS);
  const isGone = detail.row.drift === "gone";
  const current = detail.versions.find(({ current: isCurrent }) => isCurrent) ?? detail.versions[0];
  const query = useQuery({
    queryKey: ["processes", "files", process, isGone ? (current?.digest ?? "") : ""],
    queryFn: () =>
      answered(
        api.GET("/api/processes/{process}/files", {
          params: {
            path: { process },
            query: isGone && current !== undefined ? { version: current.digest } : {},
          },
        }),
      ),
  });
  return (
    <Stack gap="md">
      {isGone && <Alert color="yellow">{words.noSource}</Alert>}
      <Answer query={query}>{(saved) => <ProcessTabs {...{ process, tab, detail, saved, isGone }} />}</Answer>
    </Stack>
  );
}

/** What every tab of a process is given. */
export interface TabProps {
  readonly detail: Detail;
  readonly copy: WorkCopy;
  /** May the viewer change files, and deploy? */
  readonly mayEdit: boolean;
}

function ProcessTabs({
  process,
  tab,
  detail,
  saved,
  isGone,
}: {
  readonly process: string;
  readonly tab: string;
  readonly detail: Detail;
  readonly saved: Schemas["ProcessFiles"];
  readonly isGone: boolean;
}) {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  const mayEdit = hasRole(useOwnSession(), "analyst", "administrator") && !isGone;
  const copy = useWorkCopy(process, saved);
  const given: TabProps = { detail, copy, mayEdit };
  const tabs = ["diagram", "editor", ...(mayEdit ? ["scenarios", "trial"] : []), "tables", "deploy"] as const;
  return (
    <Tabs
      value={tab}
      onChange={(next) => navigate(next === null || next === "diagram" ? `/${process}` : `/${process}/${next}`)}
      keepMounted={false}
    >
      <ScrollArea type="never">
        <Tabs.List style={{ flexWrap: "nowrap" }}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} px={{ base: 8, sm: "md" }} fz={{ base: 13, sm: "sm" }}>
              {words[name as "diagram"]}
              {name === "editor" && copy.changes.length > 0 ? " •" : ""}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </ScrollArea>
      {mayEdit && copy.changes.length > 0 && <SaveBar detail={detail} copy={copy} saved={saved} />}
      <Suspense fallback={<Loader m="xl" />}>
        <Tabs.Panel value="diagram" pt="md">
          <DiagramTab {...given} />
        </Tabs.Panel>
        <Tabs.Panel value="editor" pt="md">
          <EditorTab {...given} />
        </Tabs.Panel>
        <Tabs.Panel value="scenarios" pt="md">
          <ScenariosTab {...given} />
        </Tabs.Panel>
        <Tabs.Panel value="trial" pt="md">
          <TrialTab {...given} />
        </Tabs.Panel>
        <Tabs.Panel value="tables" pt="md">
          <TablesTab {...given} />
        </Tabs.Panel>
        <Tabs.Panel value="deploy" pt="md">
          <DeployTab {...given} />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}
