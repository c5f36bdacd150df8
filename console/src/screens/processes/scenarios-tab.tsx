import {
  Accordion,
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Group,
  Progress,
  SimpleGrid,
  Stack,
  Text,
  ThemeIcon,
} from "@mantine/core";
import { IconCheck, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Empty } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";
import { PlayedTimeline } from "./played-timeline.tsx";
import type { TabProps } from "./process-page.tsx";

type Round = Schemas["PlayedRound"];
type Scenario = Schemas["PlayedScenario"];

const WORDS = {
  runAll: { ru: "Проиграть все", en: "Run all" },
  runOne: { ru: "Проиграть", en: "Run" },
  about: {
    ru: "Сценарии играются на тексте, который сейчас в редакторе, и на условном времени: ничего не отправляется.",
    en: "Scenarios run on the text that is in the editor now, on virtual time: nothing is sent.",
  },
  none: { ru: "Сценариев нет", en: "There are no scenarios" },
  noneText: {
    ru: "Добавьте файл scenarios/….yaml на вкладке «Файлы».",
    en: "Add a file scenarios/….yaml on the tab “Files”.",
  },
  passed: { ru: "прошло", en: "passed" },
  failed: { ru: "не прошло", en: "failed" },
  expected: { ru: "ожидалось", en: "expected" },
  actual: { ru: "случилось", en: "happened" },
  story: { ru: "Как всё было", en: "What happened" },
  coverage: { ru: "Покрытие", en: "Coverage" },
  missing: { ru: "Ни один сценарий не побывал:", en: "No scenario has been at:" },
  steps: { ru: "шаги", en: "steps" },
  outcomes: { ru: "исходы", en: "outcomes" },
  rungs: { ru: "ступени", en: "rungs" },
  rules: { ru: "правила", en: "rules" },
  cases: { ru: "ветви", en: "cases" },
};

/** The scenarios of a process, played on what is in the editor. */
export function ScenariosTab({ copy }: TabProps) {
  const words = useWords(WORDS);
  const { process, changes, files } = copy;
  const scenarios = [...files].filter(([path]) => path.startsWith("scenarios/"));
  const run = useMutation({
    mutationFn: async (path: string | null) =>
      answered(
        api.POST("/api/processes/scenarios", {
          body: { process, files: [...changes], ...(path === null ? {} : { path }) },
        }),
      ),
  });
  if (scenarios.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
  const round = run.data;
  const played = new Map(round?.scenarios.map((one) => [one.path, one]) ?? []);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" maw={640}>
          {words.about}
        </Text>
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={run.isPending && run.variables === null}
          onClick={() => run.mutate(null)}
        >
          {words.runAll}
        </Button>
      </Group>
      {run.error !== null && <ProblemNote problem={problemOf(run.error)} />}
      {round !== undefined && <Sum round={round} />}
      <Card withBorder padding={0}>
        <Accordion variant="default" multiple chevronPosition="left">
          {scenarios.map(([path, text]) => (
            <Accordion.Item key={path} value={path}>
              <Group wrap="nowrap" gap={0} pr="sm">
                <Accordion.Control>
                  <Group gap="sm" wrap="nowrap">
                    <Mark scenario={played.get(path) ?? null} />
                    <div>
                      <Text size="sm" fw={500}>
                        {played.get(path)?.name ?? nameOf(text, path)}
                      </Text>
                      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                        {path}
                      </Text>
                    </div>
                  </Group>
                </Accordion.Control>
                <Button
                  variant="default"
                  size="compact-sm"
                  style={{ flexShrink: 0 }}
                  loading={run.isPending && run.variables === path}
                  onClick={() => run.mutate(path)}
                >
                  {words.runOne}
                </Button>
              </Group>
              <Accordion.Panel>
                <Played scenario={played.get(path) ?? null} text={text} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Card>
    </Stack>
  );
}

function Mark({ scenario }: { readonly scenario: Scenario | null }) {
  const words = useWords(WORDS);
  if (scenario === null) return <ThemeIcon variant="light" color="gray" size={22} radius="xl" aria-hidden />;
  const isFine = scenario.status === "passed";
  return (
    <ThemeIcon color={isFine ? "ordo" : "red"} size={22} radius="xl" aria-label={isFine ? words.passed : words.failed}>
      {isFine ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
    </ThemeIcon>
  );
}

function Played({ scenario, text }: { readonly scenario: Scenario | null; readonly text: string }) {
  const words = useWords(WORDS);
  if (scenario === null) return <Code block>{text}</Code>;
  const lines = text.split("\n");
  return (
    <Stack gap="md">
      {scenario.failures.map(({ line, message, expected, actual, about }) => (
        <Alert key={`${line} ${about} ${message}`} color="red" title={message}>
          <Code block>{`${line} │ ${lines[line - 1] ?? ""}`}</Code>
          {(expected !== null || actual !== null) && (
            <Text size="sm" mt="xs" style={{ overflowWrap: "anywhere" }}>
              {words.expected}: <Code>{shown(expected)}</Code> · {words.actual}: <Code>{shown(actual)}</Code>
            </Text>
          )}
        </Alert>
      ))}
      {scenario.timeline.length > 0 && (
        <div>
          <Text fw={600} size="sm" mb="xs">
            {words.story}
          </Text>
          <PlayedTimeline lines={scenario.timeline} />
        </div>
      )}
    </Stack>
  );
}

function Sum({ round }: { readonly round: Round }) {
  const words = useWords(WORDS);
  const { passed, failed, coverage, problems } = round;
  const parts = coverage === null ? [] : (["steps", "outcomes", "rungs", "rules", "cases"] as const);
  return (
    <Card withBorder padding="sm">
      <Stack gap="sm">
        <Group gap="xs" role="status">
          <Badge color="ordo" tt="none">
            {words.passed}: {passed}
          </Badge>
          {failed > 0 && (
            <Badge color="red" tt="none">
              {words.failed}: {failed}
            </Badge>
          )}
        </Group>
        {problems.slice(0, 5).map((one) => (
          <Text key={`${one.file}:${one.start}`} size="sm" c="red">
            {one.path ?? one.file}:{one.line} {one.message}
          </Text>
        ))}
        {coverage !== null && (
          <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
            {parts
              .filter((part) => coverage[part].total > 0)
              .map((part) => {
                const { visited, total, missing } = coverage[part];
                return (
                  <div key={part}>
                    <Text size="xs" c="dimmed">
                      {words[part]} {visited}/{total}
                    </Text>
                    <Progress
                      value={(visited / total) * 100}
                      color={visited === total ? "ordo" : "yellow"}
                      aria-label={words[part]}
                    />
                    {missing.length > 0 && (
                      <Text size="xs" mt={2} style={{ overflowWrap: "anywhere" }}>
                        {words.missing} {missing.slice(0, 5).join(", ")}
                        {missing.length > 5 ? "…" : ""}
                      </Text>
                    )}
                  </div>
                );
              })}
          </SimpleGrid>
        )}
      </Stack>
    </Card>
  );
}

function nameOf(text: string, path: string): string {
  return /^scenario:\s*(.+)$/m.exec(text)?.[1]?.replace(/^["']|["']$/g, "") ?? path;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
