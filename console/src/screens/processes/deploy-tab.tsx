import {
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  Code,
  Group,
  List,
  Stack,
  Table,
  Text,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { answered, api, commandKey, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { tell } from "../../parts/tell.tsx";
import { When } from "../../parts/when.tsx";
import { useLocale } from "../../words/locale.ts";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { FileDifferences } from "./file-differences.tsx";
import type { TabProps } from "./process-page.tsx";

type Plan = Schemas["ProcessPlan"];

const WORDS = {
  planTitle: { ru: "Что изменит развёртывание", en: "What a deploy would change" },
  unsaved: {
    ru: "Есть несохранённые правки: развернуть можно только сохранённое.",
    en: "Some changes are not saved: only what is saved can be deployed.",
  },
  nothing: { ru: "Развёрнуто то же самое: менять нечего.", en: "The same is deployed already: nothing to change." },
  staying: (count: number) => ({
    ru: `${pluralRu(count, ["начатый процесс останется", "начатых процесса останутся", "начатых процессов останутся"])} на своих версиях`,
    en: `${pluralEn(count, "instance stays", "instances stay")} on their versions`,
  }),
  movable: (count: number) => ({ ru: `перевести можно: ${count}`, en: `could migrate: ${count}` }),
  newStarts: { ru: "Новые запуски пойдут по новой версии.", en: "New starts will run on the new version." },
  timers: (name: string, count: number) => ({
    ru: `Календарь ${name}: сдвинется сроков — ${count}`,
    en: `Calendar ${name}: timers that move — ${count}`,
  }),
  deploy: { ru: "Ввести в силу", en: "Put in force" },
  again: { ru: "Посмотреть новый план", en: "Show the new plan" },
  done: { ru: "Введено в силу.", en: "It is in force." },
  plan: { ru: "План", en: "Plan" },
  versions: { ru: "Версии", en: "Versions" },
  number: { ru: "№", en: "No." },
  when: { ru: "Когда", en: "When" },
  who: { ru: "Кто", en: "Who" },
  live: { ru: "Идёт", en: "Running" },
  inForce: { ru: "в силе", en: "in force" },
  files: { ru: "Скачать", en: "Download" },
  from: { ru: "Начать с неё", en: "Begin from it" },
  taken: (number: number) => ({
    ru: `Файлы версии ${number} — в редакторе. Сохраните их, чтобы развернуть.`,
    en: `The files of version ${number} are in the editor. Save them to deploy.`,
  }),
  same: (number: number) => ({
    ru: `Версия ${number} — то же, что в редакторе: менять нечего.`,
    en: `Version ${number} is what is in the editor: nothing to change.`,
  }),
  source: { ru: "Скачать исходник", en: "Download the source" },
  discard: { ru: "Отбросить черновик", en: "Discard the draft" },
  discarded: { ru: "Черновик отброшен.", en: "The draft is discarded." },
};

/** What a deploy of the saved source would change, file by file; and every version there was. */
export default function DeployTab({ detail, copy, mayEdit }: TabProps) {
  const words = useWords(WORDS);
  const { process } = copy;
  return (
    <Stack gap="lg">
      {mayEdit && (copy.changes.length > 0 ? <Alert color="yellow">{words.unsaved}</Alert> : <Deploying copy={copy} />)}
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>{words.versions}</Title>
          {mayEdit && detail.row.draft !== null && <Discarding process={process} />}
          {mayEdit && (detail.versions.length > 0 || detail.row.folder !== null || detail.row.draft !== null) && (
            <Anchor size="sm" href={`/api/processes/${process}/export.zip`} download>
              {words.source}
            </Anchor>
          )}
        </Group>
        <Card withBorder padding={0}>
          <Table.ScrollContainer minWidth={420}>
            <Table verticalSpacing="xs" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.number}</Table.Th>
                  <Table.Th>{words.when}</Table.Th>
                  <Table.Th>{words.who}</Table.Th>
                  <Table.Th ta="right">{words.live}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{words.files}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {detail.versions.map((one) => (
                  <Table.Tr key={one.digest}>
                    <Table.Td>
                      <Group gap={6} wrap="nowrap">
                        <Text size="sm" fw={600}>
                          {one.number}
                        </Text>
                        <Code title={one.digest} style={{ flexShrink: 0 }}>
                          {one.digest.slice(0, 8)}
                        </Code>
                        {one.current && (
                          <Badge variant="light" tt="none" style={{ flexShrink: 0 }}>
                            {words.inForce}
                          </Badge>
                        )}
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      <When at={one.deployedAt} size="sm" />
                    </Table.Td>
                    <Table.Td>{one.deployedBy?.name ?? "—"}</Table.Td>
                    <Table.Td ta="right">{one.live}</Table.Td>
                    <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                      {mayEdit && <FromVersion copy={copy} version={one} />}
                      <Anchor size="sm" href={`/api/processes/${process}/export.zip?version=${one.digest}`} download>
                        {words.files}
                      </Anchor>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      </Stack>
    </Stack>
  );
}

/** Puts the files of a version into the editor, over what is saved: it is saved as any other change. */
function FromVersion({ copy, version }: Pick<TabProps, "copy"> & { readonly version: Schemas["ProcessVersion"] }) {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  const { process } = copy;
  const take = useMutation({
    mutationFn: () =>
      answered(
        api.GET("/api/processes/{process}/files", {
          params: { path: { process }, query: { version: version.digest } },
        }),
      ),
    onSuccess({ files }) {
      const texts = new Map(files.map(({ path, text }) => [path, text]));
      // Scenarios of a version that came from a folder are not known: those of the source stay.
      const hasScenarios = files.some(({ path }) => path.startsWith("scenarios/"));
      const replaced = [...copy.files.keys()].filter((path) => hasScenarios || isCompiled(path));
      for (const path of replaced) if (!texts.has(path)) copy.edit(path, null);
      for (const [path, text] of texts) copy.edit(path, text);
      const isSame = [...texts].every(([path, text]) => copy.files.get(path) === text);
      tell({ message: isSame ? words.same(version.number) : words.taken(version.number) });
      if (!isSame) navigate(`/${process}/editor`);
    },
    onError(error) {
      const { message, remedy } = problemOf(error);
      tell({ color: "red", title: message, message: remedy });
    },
  });
  return (
    <Button variant="subtle" size="compact-sm" mr="sm" loading={take.isPending} onClick={() => take.mutate()}>
      {words.from}
    </Button>
  );
}

/** Does a version hold files like this one? */
function isCompiled(path: string): boolean {
  return path === "process.yaml" || path.startsWith("decisions/") || path.startsWith("templates/");
}

/** Takes the saved draft away: the version in force is the source again. */
function Discarding({ process }: { readonly process: string }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const discard = useMutation({
    mutationFn: async () => {
      const { revision } = await answered(
        api.GET("/api/processes/{process}/files", { params: { path: { process }, query: {} } }),
      );
      await answered(
        api.DELETE("/api/processes/{process}/draft", {
          params: { path: { process }, query: { seen: revision ?? 0 }, header: { "Idempotency-Key": commandKey() } },
        }),
      );
    },
    onSuccess: async () => {
      tell({ message: words.discarded });
      await queries.invalidateQueries({ queryKey: ["processes"] });
    },
  });
  return (
    <>
      {discard.error !== null && <ProblemNote problem={problemOf(discard.error)} />}
      <Button variant="default" size="xs" loading={discard.isPending} onClick={() => discard.mutate()}>
        {words.discard}
      </Button>
    </>
  );
}

function Deploying({ copy }: Pick<TabProps, "copy">) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const { process } = copy;
  const key = ["processes", "plan", process, locale];
  const query = useQuery({
    queryKey: key,
    queryFn: () => answered(api.POST("/api/processes/plan", { body: { processes: [process] } })),
    retry: false,
  });
  const deploy = useMutation({
    mutationFn: (plan: Plan) =>
      answered(
        api.POST("/api/processes/deploy", {
          params: { header: { "Idempotency-Key": commandKey() } },
          body: { processes: [process], plan: plan.digest },
        }),
      ),
    onSuccess: async () => {
      tell({ message: words.done });
      // The plan that was put in force is none any more: it does not stand there until the next one has come.
      await Promise.all([
        queries.resetQueries({ queryKey: key }),
        queries.invalidateQueries({ queryKey: ["processes"], predicate: ({ queryKey }) => queryKey[1] !== "plan" }),
      ]);
    },
  });
  const problem = deploy.error === null ? null : problemOf(deploy.error);
  return (
    <Stack gap="sm">
      <Title order={2}>{words.planTitle}</Title>
      <Answer query={query}>
        {(plan) => {
          const own = plan.processes.find((one) => one.process === process);
          const isSame = plan.changes === 0;
          return (
            <Stack gap="md">
              {isSame ? (
                <Text size="sm">{words.nothing}</Text>
              ) : (
                <>
                  <Card withBorder padding="sm">
                    <Stack gap="xs">
                      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                        {plan.text}
                      </Code>
                      <List size="sm" spacing={4}>
                        <List.Item>{words.newStarts}</List.Item>
                        {own !== undefined && own.staying > 0 && (
                          <List.Item>
                            {words.staying(own.staying)}; {words.movable(own.movable)}
                          </List.Item>
                        )}
                        {plan.calendars
                          .filter(({ timers }) => timers > 0)
                          .map(({ name, timers }) => (
                            <List.Item key={name}>{words.timers(name, timers)}</List.Item>
                          ))}
                      </List>
                    </Stack>
                  </Card>
                  {own !== undefined && own.change !== "unchanged" && (
                    <FileDifferences process={process} from={own.from} files={copy.files} />
                  )}
                </>
              )}
              {problem !== null && <ProblemNote problem={problem} />}
              {!isSame && (
                <Group gap="sm">
                  {problem?.code === "PLAN_CHANGED" ? (
                    <Button
                      variant="default"
                      onClick={async () => {
                        deploy.reset();
                        await queries.invalidateQueries({ queryKey: ["processes"] });
                      }}
                    >
                      {words.again}
                    </Button>
                  ) : (
                    <Button loading={deploy.isPending} onClick={() => deploy.mutate(plan)}>
                      {words.deploy}
                    </Button>
                  )}
                  <Text size="xs" c="dimmed" ff="monospace">
                    {words.plan} {plan.digest.slice(0, 12)}
                  </Text>
                </Group>
              )}
            </Stack>
          );
        }}
      </Answer>
    </Stack>
  );
}
