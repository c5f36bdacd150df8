import { Anchor, Button, Card, Code, Group, Stack, Table, Tabs, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { Answer } from "../../parts/answer.tsx";
import { InstanceDiagram } from "../../parts/instance-diagram.tsx";
import { Page } from "../../parts/page.tsx";
import { When } from "../../parts/when.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { BULK_WORDS, type BulkAction, BulkDialog } from "./bulk-dialog.tsx";
import { IncidentCard } from "./incident-card.tsx";
import { RawHistory } from "./raw-history.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { WhyView } from "./why-view.tsx";

const WORDS = {
  loading: { ru: "Процесс", en: "Instance" },
  back: { ru: "Все процессы", en: "All instances" },
  requester: { ru: "инициатор", en: "requester" },
  started: { ru: "начат", en: "started" },
  ended: { ru: "окончен", en: "ended" },
  version: (number: number) => ({ ru: `версия ${number}`, en: `version ${number}` }),
  old: { ru: "есть новее", en: "there is a newer one" },
  diagram: (name: string) => ({
    ru: `Схема: ${name}. Где процесс стоит, сказано ниже словами.`,
    en: `Diagram: ${name}. Where it stands is told below in words.`,
  }),
  whole: { ru: "Схема в полный размер", en: "The diagram at full size" },
  fit: { ru: "Схема по ширине", en: "Fit the diagram" },
  what: { ru: "Что было", en: "What happened" },
  why: { ru: "Почему стоит", en: "Why it stands" },
  data: { ru: "Данные", en: "Data" },
  raw: { ru: "История как есть", en: "Raw history" },
  open: { ru: "Открытые задания", en: "Open tasks" },
  due: { ru: "срок", en: "due" },
  empty: { ru: "Данных нет.", en: "There are no data." },
};

type Shown = Schemas["OperatedPage"];

const TONES: Readonly<Record<Schemas["TimelineLine"]["tone"], string>> = {
  start: "ordo",
  task: "cyan",
  decision: "green",
  message: "blue",
  escalation: "orange",
  automatic: "gray",
  wait: "gray",
  incident: "red",
  end: "ordo",
  outside: "grape",
};

/** One instance: the diagram with where it stands, what happened, why it stands, its data, and what can be done. */
export function InstancePage({ instance }: { readonly instance: string }) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const query = useQuery({
    queryKey: ["operations", "instance", instance, locale],
    queryFn: () => answered(api.GET("/api/operations/instances/{instance}", { params: { path: { instance } } })),
  });
  const row = query.data?.row;
  return (
    <Page
      title={row?.subject ?? words.loading}
      about={row === undefined ? undefined : <About row={row} />}
      actions={row === undefined ? undefined : <Actions shown={query.data as Shown} />}
    >
      <Answer query={query}>{(shown) => <Body shown={shown} />}</Answer>
    </Page>
  );
}

function About({ row }: { readonly row: Shown["row"] }) {
  const words = useWords(WORDS);
  return (
    <Group gap={8}>
      <Anchor component={Link} href="/instances" size="sm">
        {words.back}
      </Anchor>
      <span>
        · {row.title} № {row.number}
      </span>
      <StatusBadge status={row.status} />
      {row.requester !== null && (
        <span>
          {words.requester} {row.requester.name}
        </span>
      )}
      <span>
        {words.started} <When at={row.startedAt} />
      </span>
      {row.endedAt !== null && (
        <span>
          {words.ended} <When at={row.endedAt} />
        </span>
      )}
      {row.version !== null && (
        <span>
          {words.version(row.version)}
          {!row.isCurrent && row.endedAt === null && ` (${words.old})`}
        </span>
      )}
    </Group>
  );
}

function Actions({ shown }: { readonly shown: Shown }) {
  const words = useWords(BULK_WORDS);
  const mayOperate = hasRole(useOwnSession(), "operator", "administrator");
  const [action, setAction] = useState<BulkAction | null>(null);
  const { row } = shown;
  if (!mayOperate || row.endedAt !== null) return null;
  const actions: readonly BulkAction[] = [
    row.status === "suspended" ? "resume" : "suspend",
    ...(row.isCurrent ? [] : (["migrate"] as const)),
    "cancel",
  ];
  return (
    <>
      {actions.map((one) => (
        <Button
          key={one}
          variant={one === "cancel" ? "light" : "default"}
          {...(one === "cancel" ? { color: "red" } : {})}
          onClick={() => setAction(one)}
        >
          {words[one]}
        </Button>
      ))}
      {action !== null && <BulkDialog action={action} chosen={{ instances: [row.id] }} close={() => setAction(null)} />}
    </>
  );
}

function Body({ shown }: { readonly shown: Shown }) {
  const words = useWords(WORDS);
  const { row, incidents, tasks, why, timeline, variables } = shown;
  return (
    <Stack gap="md">
      {incidents.map((incident) => (
        <IncidentCard key={incident.id} incident={incident} isInside />
      ))}
      <Diagram row={row} />
      {tasks.length > 0 && (
        <Card withBorder padding="md">
          <Title order={2} size="h3" mb="xs">
            {words.open}
          </Title>
          <Stack gap={6}>
            {tasks.map((task) => (
              <Group key={task.id} gap="xs">
                <Anchor component={Link} href={`~/tasks/${task.id}`} size="sm">
                  {task.title}
                </Anchor>
                <Text size="sm" c="dimmed" component="div">
                  {task.assignee ?? task.candidates.join(", ")}
                  {task.dueAt !== null && (
                    <>
                      {" · "}
                      {words.due} <When at={task.dueAt} />
                    </>
                  )}
                </Text>
              </Group>
            ))}
          </Stack>
        </Card>
      )}
      <Tabs defaultValue={row.endedAt === null ? "why" : "what"} keepMounted={false}>
        <div className="operations-tabs">
          <Tabs.List>
            <Tabs.Tab value="why">{words.why}</Tabs.Tab>
            <Tabs.Tab value="what">{words.what}</Tabs.Tab>
            <Tabs.Tab value="data">{words.data}</Tabs.Tab>
            <Tabs.Tab value="raw">{words.raw}</Tabs.Tab>
          </Tabs.List>
        </div>
        <Tabs.Panel value="why" pt="md">
          <WhyView why={why} />
        </Tabs.Panel>
        <Tabs.Panel value="what" pt="md">
          <Told lines={timeline} />
        </Tabs.Panel>
        <Tabs.Panel value="data" pt="md">
          <Data variables={variables} />
        </Tabs.Panel>
        <Tabs.Panel value="raw" pt="md">
          <RawHistory instance={row.id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Diagram({ row }: { readonly row: Shown["row"] }) {
  const words = useWords(WORDS);
  const [isWhole, setWhole] = useState(false);
  return (
    <Stack gap={4}>
      <InstanceDiagram instance={row.id} title={words.diagram(row.title)} revision={row.revision} isWhole={isWhole} />
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        style={{ alignSelf: "flex-end" }}
        onClick={() => setWhole(!isWhole)}
      >
        {isWhole ? words.fit : words.whole}
      </Button>
    </Stack>
  );
}

function Told({ lines }: { readonly lines: Shown["timeline"] }) {
  return (
    <Timeline bulletSize={14} lineWidth={2} active={lines.length}>
      {lines.map((line, index) => (
        <Timeline.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end
          key={index}
          color={TONES[line.tone]}
          title={
            <Text
              size="sm"
              fw={line.tone === "automatic" || line.tone === "wait" ? 400 : 600}
              className="operations-text"
            >
              {line.text}
            </Text>
          }
        >
          {line.details.map((detail) => (
            <Text key={detail} size="sm" c="dimmed" className="operations-text">
              {detail}
            </Text>
          ))}
          <Text size="xs" c="dimmed" component="div">
            <When at={line.at} />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function Data({ variables }: { readonly variables: Shown["variables"] }) {
  const words = useWords(WORDS);
  if (variables.length === 0) return <Text c="dimmed">{words.empty}</Text>;
  return (
    <Table verticalSpacing={6}>
      <Table.Tbody>
        {variables.map(({ name, title, text }) => (
          <Table.Tr key={name}>
            <Table.Td w="30%" miw={110} valign="top">
              <Text size="sm">{title}</Text>
              {title !== name && <Code fz={11}>{name}</Code>}
            </Table.Td>
            <Table.Td>
              <Text size="sm" className="operations-text" lineClamp={8}>
                {text}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
