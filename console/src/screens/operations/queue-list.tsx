import { Anchor, Badge, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { ProcessSelect } from "./process-select.tsx";
import { useAddressFilter } from "./use-address-filter.ts";

const WORDS = {
  queues: { ru: "Очереди наружу", en: "Queues to the outside" },
  queue: { ru: "Очередь", en: "Queue" },
  state: { ru: "Состояние", en: "State" },
  count: { ru: "Записей", en: "Entries" },
  oldest: { ru: "Ждёт дольше всех", en: "Oldest" },
  begun: { ru: "снаружи, ответа ещё нет", en: "outside, not answered yet" },
  held: { ru: "у рабочего процесса", en: "with a worker" },
  parked: { ru: "процесс приостановлен", en: "its instance is suspended" },
  due: { ru: "ждёт рабочего процесса", en: "waits for a worker" },
  later: { ru: "время ещё не пришло", en: "not due yet" },
  empty: { ru: "Наружу делать нечего.", en: "Nothing is to be done outside." },
  timers: { ru: "Таймеры", en: "Timers" },
  timer: { ru: "Процесс", en: "Instance" },
  rings: { ru: "Сработает", en: "Rings" },
  late: { ru: "опаздывает", en: "late" },
  paused: { ru: "на паузе", en: "paused" },
  none: { ru: "Таймеров нет.", en: "There are no timers." },
};

/** What is to be done outside, and which timers ring when. */
export function QueueList() {
  const words = useWords(WORDS);
  const { of, set } = useAddressFilter();
  const process = of("process");
  const outbox = useQuery({
    queryKey: ["operations", "outbox"],
    queryFn: () => answered(api.GET("/api/operations/outbox")),
  });
  const timers = useInfiniteQuery({
    queryKey: ["operations", "timers", process],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/operations/timers", {
          params: {
            query: { ...(process === null ? {} : { process }), ...(pageParam === null ? {} : { after: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Title order={2}>{words.queues}</Title>
        <Answer query={outbox} rows={2}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Text c="dimmed">{words.empty}</Text>
            ) : (
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.queue}</Table.Th>
                    <Table.Th>{words.state}</Table.Th>
                    <Table.Th ta="right">{words.count}</Table.Th>
                    <Table.Th>{words.oldest}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map(({ lane, state, entries, oldest }) => (
                    <Table.Tr key={`${lane} ${state}`}>
                      <Table.Td>{lane}</Table.Td>
                      <Table.Td>{words[state]}</Table.Td>
                      <Table.Td ta="right">{entries}</Table.Td>
                      <Table.Td>
                        <When at={oldest} isAgo />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )
          }
        </Answer>
      </Stack>
      <Stack gap="xs">
        <Title order={2}>{words.timers}</Title>
        <Group>
          <ProcessSelect value={process} onChange={(value) => set({ process: value })} />
        </Group>
        <Answer query={timers}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.rows);
            if (rows.length === 0) return <Empty title={words.none} />;
            return (
              <Stack>
                <Table highlightOnHover>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{words.timer}</Table.Th>
                      <Table.Th>{words.rings}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((timer) => (
                      <Table.Tr key={timer.id}>
                        <Table.Td>
                          <Anchor component={Link} href={`/instances/${timer.instance}`} size="sm" lineClamp={1}>
                            {timer.subject}
                          </Anchor>
                          <Text size="xs" c="dimmed">
                            {timer.process} № {timer.number}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <Text size="sm" component="div">
                            <When at={timer.dueAt} />
                          </Text>
                          {(timer.isLate || timer.paused) && (
                            <Badge color={timer.isLate ? "red" : "yellow"} variant="light" tt="none">
                              {timer.isLate ? words.late : words.paused}
                            </Badge>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
                <MoreButton query={timers} />
              </Stack>
            );
          }}
        </Answer>
      </Stack>
    </Stack>
  );
}
