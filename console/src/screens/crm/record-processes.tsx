import { Anchor, Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import type { RecordShown } from "./use-records.ts";

const WORDS = {
  none: { ru: "Об этой записи ничего не идёт", en: "Nothing runs about this record" },
  noneText: {
    ru: "Видны процессы, в которых вы участвуете; операторам — все.",
    en: "Shown are processes in which you take part; to operators, all of them.",
  },
  tasks: { ru: "Ждут решения", en: "Waiting for a decision" },
  instances: { ru: "Процессы", en: "Processes" },
  due: { ru: "срок", en: "due" },
  running: { ru: "Идёт", en: "Running" },
  completed: { ru: "Завершён", en: "Completed" },
  canceled: { ru: "Отменён", en: "Canceled" },
  suspended: { ru: "Приостановлен", en: "Suspended" },
};

const STATES = { running: "blue", completed: "teal", canceled: "gray", suspended: "yellow" } as const;

/** Tasks and processes about a record, as far as the viewer may see them. */
export function RecordProcesses({ record }: { readonly record: RecordShown }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["records", "processes", record.ref],
    queryFn: () =>
      answered(
        api.GET("/api/records/{type}/{number}/processes", {
          params: { path: { type: record.type, number: record.number }, query: { limit: 50 } },
        }),
      ),
  });
  return (
    <Answer query={query}>
      {({ tasks, instances }) => {
        if (tasks.length + instances.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
        return (
          <Stack gap="md">
            {tasks.length > 0 && (
              <Paper withBorder p="md" component="section" aria-label={words.tasks}>
                <Text component="h2" fw={650} mb="xs">
                  {words.tasks}
                </Text>
                <Stack gap="xs">
                  {tasks.map(({ id, title, assignee, dueAt }) => (
                    <Group key={id} justify="space-between" gap="xs">
                      <Anchor component={Link} href={`~/tasks/${id}`} size="sm">
                        {title}
                      </Anchor>
                      <Group gap="md">
                        <Person name={assignee?.name ?? null} size="xs" />
                        {dueAt !== null && (
                          <Text size="sm" className="quiet">
                            {words.due} <When at={dueAt} span />
                          </Text>
                        )}
                      </Group>
                    </Group>
                  ))}
                </Stack>
              </Paper>
            )}
            {instances.length > 0 && (
              <Paper withBorder p="md" component="section" aria-label={words.instances}>
                <Text component="h2" fw={650} mb="xs">
                  {words.instances}
                </Text>
                <Stack gap="sm">
                  {instances.map(({ id, title, number, subject, status, startedAt }) => (
                    <Group key={id} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                      <div>
                        <Anchor component={Link} href={`~/requests/${id}`} size="sm">
                          {title} № {number}
                        </Anchor>
                        <Text size="xs" className="quiet">
                          {subject}
                        </Text>
                      </div>
                      <Stack gap={2} align="flex-end">
                        <Badge variant="light" tt="none" color={isState(status) ? STATES[status] : "gray"}>
                          {isState(status) ? words[status] : status}
                        </Badge>
                        <When at={startedAt} fz="xs" className="quiet" />
                      </Stack>
                    </Group>
                  ))}
                </Stack>
              </Paper>
            )}
          </Stack>
        );
      }}
    </Answer>
  );
}

function isState(status: string): status is keyof typeof STATES {
  return Object.hasOwn(STATES, status);
}
