import { Accordion, Alert, Badge, Card, Group, List, ScrollArea, Stack, Table, Text } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { pluralEn, pluralRu } from "../../words/plural.ts";
import { useWords } from "../../words/use-words.ts";
import { PlayedTimeline } from "./played-timeline.tsx";
import { SafeSvg } from "./safe-svg.tsx";

type Result = Schemas["DryRun"];

const WORDS = {
  completed: { ru: "Процесс дошёл до конца", en: "The process came to its end" },
  waiting: { ru: "Процесс не окончен", en: "The process is not over" },
  failed: { ru: "Процесс прерван ошибкой", en: "The process failed" },
  canceled: { ru: "Процесс отменён", en: "The process was canceled" },
  notStarted: { ru: "Ничего не запустилось", en: "Nothing started" },
  waits: { ru: "Ждёт:", en: "It waits for:" },
  picture: { ru: "Где прошёл", en: "Where it went" },
  story: { ru: "Что случилось", en: "What happened" },
  messages: (count: number) => ({
    ru: `Ушло бы: ${pluralRu(count, ["сообщение", "сообщения", "сообщений"])}`,
    en: `Would have been sent: ${pluralEn(count, "message", "messages")}`,
  }),
  writes: (count: number) => ({
    ru: `Записалось бы: ${pluralRu(count, ["карточка", "карточки", "карточек"])}`,
    en: `Would have been written: ${pluralEn(count, "record", "records")}`,
  }),
  rows: (count: number) => ({
    ru: `В реестрах: ${pluralRu(count, ["строка", "строки", "строк"])}`,
    en: `In registries: ${pluralEn(count, "row", "rows")}`,
  }),
  created: { ru: "новая", en: "new" },
  updated: { ru: "изменена", en: "changed" },
  deleted: { ru: "удалена", en: "deleted" },
};

const COLORS = { completed: "ordo", waiting: "yellow", failed: "red", canceled: "gray", notStarted: "gray" } as const;

/** What a dry run came to: the way it went, the story, and everything that would have left. */
export function TrialResult({ result }: { readonly result: Result }) {
  const words = useWords(WORDS);
  const { status, refusal, waits, problems, picture, timeline, messages, writes, rows } = result;
  return (
    <Stack gap="md">
      <Group gap="xs" role="status">
        <Badge size="lg" color={COLORS[status]} variant="light" tt="none">
          {words[status]}
        </Badge>
      </Group>
      {refusal !== null && (
        <Alert color="yellow" style={{ whiteSpace: "pre-wrap" }}>
          {refusal}
        </Alert>
      )}
      {problems.slice(0, 5).map(({ file, path, line, start, message }) => (
        <Text key={`${file}:${start}`} size="sm" c="red">
          {path ?? file}:{line} {message}
        </Text>
      ))}
      {waits.length > 0 && (
        <Card withBorder padding="sm">
          <Text size="sm" fw={600}>
            {words.waits}
          </Text>
          <List size="sm" mt={4}>
            {waits.map((one) => (
              <List.Item key={one}>{one}</List.Item>
            ))}
          </List>
        </Card>
      )}
      {(messages.length > 0 || writes.length > 0 || rows.length > 0) && <Effects {...{ messages, writes, rows }} />}
      {picture !== null && (
        <Part title={words.picture}>
          <ScrollArea.Autosize mah="60vh" offsetScrollbars viewportProps={{ tabIndex: 0, "aria-label": words.picture }}>
            <SafeSvg svg={picture} zoom={0.8} />
          </ScrollArea.Autosize>
        </Part>
      )}
      {timeline.length > 0 && (
        <Part title={words.story}>
          <PlayedTimeline lines={timeline} />
        </Part>
      )}
    </Stack>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <Card withBorder padding="md" component="section" aria-label={title}>
      <Text component="h2" fw={650} mb="sm">
        {title}
      </Text>
      {children}
    </Card>
  );
}

function Effects({ messages, writes, rows }: Pick<Result, "messages" | "writes" | "rows">) {
  const words = useWords(WORDS);
  return (
    <Card withBorder padding={0}>
      <Accordion multiple chevronPosition="left">
        {messages.length > 0 && (
          <Accordion.Item value="messages">
            <Accordion.Control>{words.messages(messages.length)}</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="sm">
                {messages.map(({ at, to, channel, address, subject, text }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a message has no name, and none moves
                  <div key={index}>
                    <Text size="xs" c="dimmed">
                      {at.slice(0, 16).replace("T", " ")} · {channel} → {to}
                      {address === "" ? "" : ` (${address})`}
                    </Text>
                    {subject !== null && (
                      <Text size="sm" fw={600}>
                        {subject}
                      </Text>
                    )}
                    <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                      {text}
                    </Text>
                  </div>
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        )}
        {writes.length > 0 && (
          <Accordion.Item value="writes">
            <Accordion.Control>{words.writes(writes.length)}</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="sm">
                {writes.map(({ ref, title, change, fields }) => (
                  <div key={ref}>
                    <Text size="sm" fw={600}>
                      {title} — {words[change]}
                    </Text>
                    {fields.map((field) => (
                      <Text key={field.title} size="sm" style={{ overflowWrap: "anywhere" }}>
                        {field.title}: {change === "created" ? "" : `${field.before} → `}
                        {field.after}
                      </Text>
                    ))}
                  </div>
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        )}
        {rows.length > 0 && (
          <Accordion.Item value="rows">
            <Accordion.Control>{words.rows(rows.length)}</Accordion.Control>
            <Accordion.Panel>
              {rows.map(({ registry, cells }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name, and none moves
                <Table key={index} verticalSpacing={4} mb="sm" captionSide="top">
                  <Table.Caption>{registry}</Table.Caption>
                  <Table.Tbody>
                    {cells.map(({ title, value }) => (
                      <Table.Tr key={title}>
                        <Table.Th w="38%" scope="row">
                          {title}
                        </Table.Th>
                        <Table.Td>{value}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              ))}
            </Accordion.Panel>
          </Accordion.Item>
        )}
      </Accordion>
    </Card>
  );
}
