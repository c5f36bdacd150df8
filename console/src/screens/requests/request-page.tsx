import { Alert, Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Timeline, Title } from "@mantine/core";
import { IconFileText, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { InstanceStatus } from "../../parts/instance-status.tsx";
import { Page } from "../../parts/page.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { RequestDiagram } from "./request-diagram.tsx";
import { RequestPlaces } from "./request-places.tsx";
import { Withdraw } from "./withdraw.tsx";

const WORDS = {
  title: { ru: "Заявка", en: "Request" },
  sheet: { ru: "Лист согласования", en: "Approval sheet" },
  toTask: { ru: "Ваша очередь", en: "It is your turn" },
  rework: { ru: "Вернули на доработку", en: "It was sent back to you" },
  openTask: { ru: "Открыть задание", en: "Open the task" },
  asked: { ru: "Запрошено", en: "What was asked for" },
  files: { ru: "Файлы", en: "Files" },
  outputs: { ru: "Итог", en: "Result" },
  past: { ru: "Что было", en: "What happened" },
  from: { ru: "Инициатор", en: "Requester" },
};

/** One request: where it stands, whom it waits for, what happened. */
export function RequestPage({ instance }: { readonly instance: string }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["requests", "one", instance],
    queryFn: () => answered(api.GET("/api/instances/{instance}", { params: { path: { instance } } })),
  });
  return (
    <Page title={query.data?.subject ?? words.title} width={1080} {...headOf(query.data)}>
      <Answer query={query} rows={8}>
        {(request) => <Shown request={request} />}
      </Answer>
    </Page>
  );
}

function headOf(request: Schemas["InstanceShown"] | undefined) {
  if (request === undefined) return {};
  return { about: <About request={request} />, actions: <Actions request={request} /> };
}

function About({ request }: { readonly request: Schemas["InstanceShown"] }) {
  const words = useWords(WORDS);
  return (
    <Group gap="xs">
      <InstanceStatus status={request.status} />
      <span>
        {request.title} № {request.number} · <When at={request.startedAt} />
        {request.requester !== null && ` · ${words.from}: ${request.requester.name}`}
      </span>
    </Group>
  );
}

function Actions({ request }: { readonly request: Schemas["InstanceShown"] }) {
  const words = useWords(WORDS);
  return (
    <>
      {request.hasSheet && (
        <Button
          variant="default"
          component={Link}
          href={`/${request.id}/sheet`}
          leftSection={<IconFileText size={18} aria-hidden />}
        >
          {words.sheet}
        </Button>
      )}
      <RequestDiagram instance={request.id} title={request.title} />
      {request.can.withdraw && <Withdraw instance={request.id} subject={request.subject} />}
    </>
  );
}

function Shown({ request }: { readonly request: Schemas["InstanceShown"] }) {
  const words = useWords(WORDS);
  const mine = request.places.flatMap(({ tasks }) => tasks.filter(({ isMine }) => isMine));
  return (
    <Stack>
      {mine.map((task) => (
        <Alert
          key={task.task}
          color="ordo"
          variant="light"
          icon={<IconPencil size={18} aria-hidden />}
          title={task.purpose === "rework" ? words.rework : words.toTask}
        >
          <Text size="sm">{task.title}</Text>
          <Anchor component={Link} href={`~/tasks/${task.task}`} size="sm" fw={600}>
            {words.openTask}
          </Anchor>
        </Alert>
      ))}
      {request.troubles.map(({ code, text, remedy }) => (
        <Alert key={code} color="red" variant="light" title={text}>
          {remedy}
        </Alert>
      ))}
      {request.places.length > 0 && <RequestPlaces places={request.places} subject={request.subject} />}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Titled title={words.asked} rows={request.asked} />
        <Stack>
          {request.outputs.length > 0 && (
            <Titled title={words.outputs} rows={request.outputs.map(({ name, text }) => ({ title: name, text }))} />
          )}
          {request.files.length > 0 && (
            <Card withBorder>
              <Title order={2} mb="xs">
                {words.files}
              </Title>
              <Stack gap={4}>
                {request.files.map(({ name, address }) => (
                  <Anchor key={address} href={address} target="_blank" rel="noopener" size="sm">
                    {name}
                  </Anchor>
                ))}
              </Stack>
            </Card>
          )}
        </Stack>
      </SimpleGrid>
      <Card withBorder>
        <Title order={2} mb="md">
          {words.past}
        </Title>
        <Past lines={request.timeline} />
      </Card>
    </Stack>
  );
}

function Titled({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly text: string }[];
}) {
  return (
    <Card withBorder>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <Stack gap="xs" component="dl" m={0}>
        {rows.map((row) => (
          <div key={row.title}>
            <Text size="sm" c="dimmed" component="dt">
              {row.title}
            </Text>
            <Text component="dd" m={0} style={{ overflowWrap: "anywhere" }}>
              {row.text}
            </Text>
          </div>
        ))}
      </Stack>
    </Card>
  );
}

const COLORS: Readonly<Record<string, string>> = {
  decision: "green",
  escalation: "yellow",
  incident: "red",
  task: "blue",
  start: "ordo",
  end: "ordo",
};

function Past({ lines }: { readonly lines: Schemas["InstanceShown"]["timeline"] }) {
  return (
    <Timeline bulletSize={14} lineWidth={2} active={lines.length}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the past only grows at its end
        <Timeline.Item key={index} color={COLORS[line.tone] ?? "gray"}>
          <Text size="sm" fw={line.tone === "decision" || line.tone === "end" ? 600 : 400}>
            {line.text}
          </Text>
          {line.details.map((detail, nth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Text key={nth} size="sm" c="dimmed" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
              {detail}
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            <When at={line.at} />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
