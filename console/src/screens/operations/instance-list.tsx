import { Anchor, Badge, Button, Checkbox, Group, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { ProcessSelect } from "./process-select.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { useAddressFilter } from "./use-address-filter.ts";

const WORDS = {
  status: { ru: "Состояние", en: "Status" },
  all: { ru: "Любое", en: "Any" },
  live: { ru: "Идут и приостановлены", en: "Running and suspended" },
  running: { ru: "Идут", en: "Running" },
  suspended: { ru: "Приостановлены", en: "Suspended" },
  completed: { ru: "Завершены", en: "Completed" },
  failed: { ru: "Завершились ошибкой", en: "Failed" },
  canceled: { ru: "Отменены", en: "Canceled" },
  text: { ru: "Найти по названию", en: "Find by subject" },
  about: { ru: "Карточка", en: "Record" },
  aboutHint: { ru: "lead/101", en: "lead/101" },
  incident: { ru: "Со сбоями", en: "With incidents" },
  at: (step: string) => ({ ru: `Стоят на шаге ${step}`, en: `Wait at ${step}` }),
  clear: { ru: "Снять", en: "Remove" },
  none: { ru: "Таких процессов нет.", en: "There are no such instances." },
  noneText: { ru: "Измените условия выше.", en: "Change the conditions above." },
  subject: { ru: "Процесс", en: "Instance" },
  where: { ru: "Где стоит", en: "Where it stands" },
  started: { ru: "Начат", en: "Started" },
  choose: (name: string) => ({ ru: `Выбрать ${name}`, en: `Choose ${name}` }),
  chooseAll: { ru: "Выбрать все на странице", en: "Choose all that are shown" },
  failing: (count: number) => ({ ru: `сбоев: ${count}`, en: `incidents: ${count}` }),
  old: { ru: "старая версия", en: "old version" },
};

type Row = Schemas["OperatedInstance"];
type Status = "live" | "running" | "suspended" | "completed" | "failed" | "canceled";
const STATUSES: readonly Status[] = ["live", "running", "suspended", "completed", "failed", "canceled"];

/** Instances by filters, with what can be done to several at once. */
export function InstanceList() {
  const words = useWords(WORDS);
  const { of, set } = useAddressFilter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mayOperate = hasRole(useOwnSession(), "operator", "administrator");
  const status = STATUSES.find((one) => one === of("status"));
  const filter = {
    ...(of("process") === null ? {} : { process: of("process") ?? "" }),
    ...(status === undefined ? {} : { status }),
    ...(of("text") === null ? {} : { text: of("text") ?? "" }),
    ...(of("about") === null ? {} : { about: of("about") ?? "" }),
    ...(of("waitingAt") === null ? {} : { waitingAt: of("waitingAt") ?? "" }),
    ...(of("withIncident") === null ? {} : { withIncident: true }),
  };
  const query = useInfiniteQuery({
    queryKey: ["operations", "instances", filter],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/operations/instances", {
          params: { query: { ...filter, ...(pageParam === null ? {} : { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const search = useDebouncedCallback((text: string) => set({ text }), 300);
  const record = useDebouncedCallback((about: string) => set({ about }), 300);
  const step = of("waitingAt");
  const { data: steps } = useQuery({
    queryKey: ["operations", "steps"],
    queryFn: () => answered(api.GET("/api/operations/steps", { params: { query: {} } })),
    enabled: step !== null,
  });
  const named = steps?.rows.find((one) => one.step === step && (of("process") ?? one.process) === one.process);
  return (
    <Stack gap="md">
      <Group gap="sm" align="flex-end">
        <ProcessSelect value={of("process")} onChange={(process) => set({ process, waitingAt: null })} />
        <Select
          label={words.status}
          placeholder={words.all}
          data={STATUSES.map((value) => ({ value, label: words[value] }))}
          value={status ?? null}
          onChange={(value) => set({ status: value })}
          clearable
          flex="1 1 180px"
        />
        <TextInput
          label={words.text}
          defaultValue={of("text") ?? ""}
          onChange={({ currentTarget }) => search(currentTarget.value)}
          flex="1 1 180px"
        />
        <TextInput
          label={words.about}
          placeholder={words.aboutHint}
          defaultValue={of("about") ?? ""}
          onChange={({ currentTarget }) => record(currentTarget.value)}
          flex="1 1 120px"
        />
        <Checkbox
          label={words.incident}
          checked={of("withIncident") !== null}
          onChange={({ currentTarget }) => set({ withIncident: currentTarget.checked ? "true" : null })}
          pb={8}
        />
      </Group>
      {step !== null && (
        <Group gap="xs">
          <Badge variant="light" tt="none" size="lg">
            {words.at(`«${named?.stepTitle ?? step}»`)}
          </Badge>
          <Button size="compact-sm" variant="subtle" onClick={() => set({ waitingAt: null })}>
            {words.clear}
          </Button>
        </Group>
      )}
      <Answer query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return (
            <Stack>
              {rows.length === 0 ? (
                <Empty title={words.none}>{words.noneText}</Empty>
              ) : (
                <>
                  <Rows rows={rows} chosen={mayOperate ? chosen : null} onChosen={setChosen} />
                  <MoreButton query={query} />
                </>
              )}
              {/* What an order came to is told also where it left nothing in the list. */}
              {chosen.size > 0 && (
                <BulkBar
                  // Another filter is another choice.
                  key={JSON.stringify(filter)}
                  instances={[...chosen]}
                  filter={Object.keys(filter).length > 0 ? filter : null}
                  onDone={() => setChosen(new Set())}
                />
              )}
            </Stack>
          );
        }}
      </Answer>
    </Stack>
  );
}

function Rows({
  rows,
  chosen,
  onChosen,
}: {
  readonly rows: readonly Row[];
  /** Null: nothing is chosen here. */
  readonly chosen: ReadonlySet<string> | null;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
}) {
  const words = useWords(WORDS);
  const isAll = chosen !== null && rows.every(({ id }) => chosen.has(id));
  return (
    <Table highlightOnHover verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {chosen !== null && (
            <Table.Th w={36}>
              <Checkbox
                aria-label={words.chooseAll}
                checked={isAll}
                indeterminate={!isAll && chosen.size > 0}
                onChange={() => onChosen(new Set(isAll ? [] : rows.map(({ id }) => id)))}
              />
            </Table.Th>
          )}
          <Table.Th>{words.subject}</Table.Th>
          <Table.Th visibleFrom="sm">{words.where}</Table.Th>
          <Table.Th visibleFrom="md">{words.started}</Table.Th>
          <Table.Th>{words.status}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr
            key={row.id}
            {...(chosen?.has(row.id) === true ? { bg: "var(--mantine-color-default-hover)" } : {})}
          >
            {chosen !== null && (
              <Table.Td>
                <Checkbox
                  aria-label={words.choose(`${row.title} № ${row.number}`)}
                  checked={chosen.has(row.id)}
                  onChange={() => {
                    const next = new Set(chosen);
                    if (!next.delete(row.id)) next.add(row.id);
                    onChosen(next);
                  }}
                />
              </Table.Td>
            )}
            <Table.Td>
              <Anchor
                component={Link}
                href={`/instances/${row.id}`}
                size="sm"
                fw={600}
                c="var(--mantine-color-text)"
                lineClamp={2}
              >
                {row.subject}
              </Anchor>
              <Text size="xs" c="dimmed">
                {row.title} № {row.number}
                {row.requester !== null && ` · ${row.requester.name}`}
                {!row.isCurrent && row.endedAt === null && ` · ${words.old}`}
              </Text>
              <Text size="xs" c="dimmed" hiddenFrom="sm">
                {row.places.map(({ title }) => title).join(", ")}
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              {row.places.slice(0, 2).map((place) => (
                <Text key={place.step} size="sm" lineClamp={1} component="div">
                  {place.title}
                  <Text span size="xs" c="dimmed">
                    {" · "}
                    <When at={place.since} isAgo />
                  </Text>
                </Text>
              ))}
            </Table.Td>
            <Table.Td visibleFrom="md">
              <Text size="sm" component="div">
                <When at={row.startedAt} />
              </Text>
            </Table.Td>
            <Table.Td>
              <Stack gap={4} align="flex-start">
                <StatusBadge status={row.status} />
                {row.incidents > 0 && (
                  <Badge color="red" variant="light" tt="none" miw="max-content">
                    {words.failing(row.incidents)}
                  </Badge>
                )}
              </Stack>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
