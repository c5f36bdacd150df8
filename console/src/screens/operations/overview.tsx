import { Badge, Group, SegmentedControl, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { Chart } from "./chart.tsx";
import { IncidentCard } from "./incident-card.tsx";
import { RegistrySeals } from "./registry-seals.tsx";

const WORDS = {
  period: { ru: "За какое время", en: "Period" },
  day: { ru: "Сутки", en: "Day" },
  week: { ru: "Неделя", en: "Week" },
  month: { ru: "30 дней", en: "30 days" },
  live: { ru: "Идущих процессов", en: "Live instances" },
  tasks: { ru: "Открытых заданий", en: "Open tasks" },
  overdue: { ru: "просрочено", en: "overdue" },
  incidents: { ru: "Открытых сбоев", en: "Open incidents" },
  outbox: { ru: "Ждёт отправки наружу", en: "To be done outside" },
  late: { ru: "Опаздывающих таймеров", en: "Late timers" },
  unsealed: { ru: "Строк реестров без печати", en: "Registry rows without seal" },
  attention: { ru: "Требует внимания", en: "Needs attention" },
  calm: { ru: "Открытых сбоев, которыми никто не занят, нет.", en: "No incident is open that nobody looks after." },
  where: { ru: "Где стоит работа", en: "Where work waits" },
  step: { ru: "Шаг", en: "Step" },
  count: { ru: "Процессов", en: "Instances" },
  failing: { ru: "Сбоев", en: "Incidents" },
  idle: { ru: "Сейчас ничего не ждёт.", en: "Nothing waits just now." },
};

const HOURS = { day: 24, week: 168, month: 720 } as const;
type Period = keyof typeof HOURS;
/** Steps shown; the others stand on the diagrams of processes. */
const STEPS = 12;

/** How the engine is, at a glance: figures over time, what needs somebody, where work waits. */
export function Overview() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("period");
  const period: Period = asked === "week" || asked === "month" ? asked : "day";
  const hours = HOURS[period];
  const samples = useQuery({
    queryKey: ["operations", "samples", hours],
    queryFn: () => answered(api.GET("/api/operations/samples", { params: { query: { hours } } })),
    refetchInterval: 60_000,
  });
  const incidents = useQuery({
    queryKey: ["operations", "incidents", "unseen", locale],
    queryFn: () => answered(api.GET("/api/incidents", { params: { query: { unseen: true, limit: 5 } } })),
  });
  const steps = useQuery({
    queryKey: ["operations", "steps"],
    queryFn: () => answered(api.GET("/api/operations/steps", { params: { query: {} } })),
  });
  return (
    <Stack gap="lg">
      <Group justify="flex-end">
        <SegmentedControl
          aria-label={words.period}
          value={period}
          onChange={(value) => setSearch(value === "day" ? {} : { period: value })}
          data={(Object.keys(HOURS) as Period[]).map((value) => ({ value, label: words[value] }))}
          size="xs"
        />
      </Group>
      <Answer query={samples}>
        {({ rows }) => {
          const times = rows.map(({ at }) => at);
          const of = (name: string, value: (row: (typeof rows)[number]) => number) => ({
            name,
            values: rows.map(value),
          });
          const live = (row: (typeof rows)[number]) =>
            (row.instances["running"] ?? 0) + (row.instances["suspended"] ?? 0);
          const outside = (row: (typeof rows)[number]) => Object.values(row.outbox).reduce((sum, one) => sum + one, 0);
          return (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              <Chart title={words.live} times={times} first={of(words.live, live)} />
              <Chart
                title={words.tasks}
                times={times}
                first={of(words.tasks, ({ tasks }) => tasks)}
                second={of(words.overdue, ({ overdue }) => overdue)}
              />
              <Chart title={words.incidents} times={times} first={of(words.incidents, (row) => row.incidents)} />
              <Chart title={words.outbox} times={times} first={of(words.outbox, outside)} />
              <Chart title={words.late} times={times} first={of(words.late, ({ timersLate }) => timersLate)} />
              <Chart title={words.unsealed} times={times} first={of(words.unsealed, ({ unsealed }) => unsealed)} />
            </SimpleGrid>
          );
        }}
      </Answer>
      <Stack gap="xs">
        <Title order={2}>{words.attention}</Title>
        <Answer query={incidents} rows={2}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Text c="dimmed">{words.calm}</Text>
            ) : (
              <Stack gap="sm">
                {rows.map((incident) => (
                  <IncidentCard key={incident.id} incident={incident} />
                ))}
              </Stack>
            )
          }
        </Answer>
      </Stack>
      <RegistrySeals />
      <Stack gap="xs">
        <Title order={2}>{words.where}</Title>
        <Answer query={steps} rows={3}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty title={words.idle} />
            ) : (
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.step}</Table.Th>
                    <Table.Th ta="right">{words.count}</Table.Th>
                    <Table.Th ta="right">{words.failing}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows
                    .toSorted((one, other) => other.incidents - one.incidents || other.instances - one.instances)
                    .slice(0, STEPS)
                    .map(({ process, title, step, stepTitle, instances, incidents: failing }) => (
                      <Table.Tr key={`${process} ${step}`}>
                        <Table.Td>
                          <Link
                            href={`/instances?process=${process}&waitingAt=${encodeURIComponent(step)}&status=live`}
                          >
                            <Text size="sm" c="var(--mantine-color-anchor)">
                              {stepTitle}
                            </Text>
                          </Link>
                          <Text size="xs" c="dimmed">
                            {title}
                          </Text>
                        </Table.Td>
                        <Table.Td ta="right">{instances}</Table.Td>
                        <Table.Td ta="right">
                          {failing === 0 ? (
                            "—"
                          ) : (
                            <Badge color="red" variant="light">
                              {failing}
                            </Badge>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                </Table.Tbody>
              </Table>
            )
          }
        </Answer>
      </Stack>
    </Stack>
  );
}
