import { Badge, Checkbox, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { useAddressFilter } from "./use-address-filter.ts";

const WORDS = {
  server: { ru: "Этот сервер", en: "This server" },
  lease: { ru: "рабочий процесс", en: "worker" },
  store: { ru: "база", en: "database" },
  migrations: { ru: "таблицы", en: "tables" },
  redis: { ru: "Redis", en: "Redis" },
  people: { ru: "справочник людей", en: "directory" },
  well: { ru: "в порядке", en: "well" },
  title: { ru: "Рабочие процессы", en: "Workers" },
  gone: { ru: "И те, что ушли", en: "Those that left, too" },
  name: { ru: "Имя", en: "Name" },
  state: { ru: "Состояние", en: "State" },
  version: { ru: "Версия", en: "Version" },
  entered: { ru: "Начал", en: "Entered" },
  seen: { ru: "Слышен", en: "Seen" },
  working: { ru: "работает", en: "working" },
  silent: { ru: "молчит", en: "silent" },
  left: { ru: "ушёл", en: "left" },
  none: { ru: "Рабочих процессов нет: ничего само не движется.", en: "There are no workers: nothing moves by itself." },
  noneText: { ru: "Запустите ordo serve или ordo worker.", en: "Start ordo serve or ordo worker." },
};
const COLORS = { working: "green", silent: "red", left: "gray" };
const PARTS = ["lease", "store", "migrations", "redis", "people"] as const;

/** Who does the work, and whether this server has what it needs. */
export function WorkerList() {
  const words = useWords(WORDS);
  const { of, set } = useAddressFilter();
  const isAll = of("all") !== null;
  const query = useQuery({
    queryKey: ["operations", "workers"],
    queryFn: () => answered(api.GET("/api/operations/workers")),
    refetchInterval: 30_000,
  });
  return (
    <Answer query={query}>
      {({ rows, parts }) => {
        const shown = isAll ? rows : rows.filter(({ state }) => state !== "left");
        return (
          <Stack gap="lg">
            <Stack gap="xs">
              <Title order={2}>{words.server}</Title>
              <Group gap="xs">
                {parts.map(({ name, ok, problem }) => {
                  const known = PARTS.find((part) => part === name);
                  return (
                    <Badge key={name} color={ok ? "green" : "red"} variant="light" tt="none" size="lg">
                      {known === undefined ? name : words[known]}: {ok ? words.well : problem}
                    </Badge>
                  );
                })}
              </Group>
            </Stack>
            <Stack gap="xs">
              <Group justify="space-between">
                <Title order={2}>{words.title}</Title>
                <Checkbox
                  label={words.gone}
                  checked={isAll}
                  onChange={({ currentTarget }) => set({ all: currentTarget.checked ? "true" : null })}
                />
              </Group>
              {shown.length === 0 ? (
                <Empty title={words.none}>{words.noneText}</Empty>
              ) : (
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{words.name}</Table.Th>
                      <Table.Th>{words.state}</Table.Th>
                      <Table.Th visibleFrom="sm">{words.version}</Table.Th>
                      <Table.Th visibleFrom="sm">{words.entered}</Table.Th>
                      <Table.Th>{words.seen}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {shown.map((worker) => (
                      <Table.Tr key={worker.id}>
                        <Table.Td>
                          <Text size="sm" className="operations-text">
                            {worker.name}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          <Badge color={COLORS[worker.state]} variant="light" tt="none">
                            {words[worker.state]}
                          </Badge>
                        </Table.Td>
                        <Table.Td visibleFrom="sm">{worker.version}</Table.Td>
                        <Table.Td visibleFrom="sm">
                          <When at={worker.enteredAt} />
                        </Table.Td>
                        <Table.Td>
                          <When at={worker.seenAt} isAgo />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </Stack>
          </Stack>
        );
      }}
    </Answer>
  );
}
