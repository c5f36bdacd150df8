import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { BeginProcess } from "./begin-process.tsx";
import { DriftBadge } from "./drift-badge.tsx";

type Row = Schemas["ProcessRow"];

const WORDS = {
  title: { ru: "Процессы", en: "Processes" },
  folder: {
    ru: "Исходник — папка: правки консоль отдаёт патчем, разворачивает то, что в папке.",
    en: "The source is a folder: the console gives changes as a patch, and deploys what the folder holds.",
  },
  store: {
    ru: "Исходник — база: правки хранятся черновиками, их видят все аналитики.",
    en: "The source is the database: changes are kept as drafts that every analyst sees.",
  },
  process: { ru: "Процесс", en: "Process" },
  version: { ru: "Версия", en: "Version" },
  running: { ru: "Идёт", en: "Running" },
  incidents: { ru: "Инциденты", en: "Incidents" },
  deployed: { ru: "Введена в силу", en: "In force since" },
  state: { ru: "Исходник", en: "Source" },
  draft: { ru: "черновик", en: "draft" },
  none: { ru: "Процессов нет", en: "There are no processes" },
  noneText: {
    ru: "Положите process.yaml в папку процессов или начните с примера: ordo init.",
    en: "Put a process.yaml into the folder of processes, or begin with a sample: ordo init.",
  },
  warnings: (count: number) => ({ ru: `замечаний: ${count}`, en: `warnings: ${count}` }),
};

/** Every process: what is in force, how much runs, and whether the source differs. */
export function ProcessList() {
  const words = useWords(WORDS);
  const query = useQuery({ queryKey: ["processes", "list"], queryFn: () => answered(api.GET("/api/processes")) });
  const source = query.data?.source;
  const mayEdit = hasRole(useOwnSession(), "analyst", "administrator");
  return (
    <Page
      title={words.title}
      about={source === undefined ? undefined : words[source]}
      actions={
        mayEdit && query.data !== undefined && <BeginProcess taken={query.data.rows.map(({ process }) => process)} />
      }
    >
      <Answer query={query} rows={8}>
        {({ rows }) => (rows.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : <Rows rows={rows} />)}
      </Answer>
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const words = useWords(WORDS);
  const isNarrow = useMediaQuery("(max-width: 48em)");
  if (isNarrow)
    return (
      <SimpleGrid cols={1} spacing="sm">
        {rows.map((row) => (
          <Card key={row.process} withBorder padding="sm">
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
              <Title row={row} />
              <DriftBadge drift={row.drift} />
            </Group>
            <Group gap="md" mt="xs">
              <Figure label={words.version} value={row.version} />
              <Figure label={words.running} value={row.running} />
              <Figure label={words.incidents} value={row.incidents} isBad={row.incidents > 0} />
            </Group>
          </Card>
        ))}
      </SimpleGrid>
    );
  return (
    <Card withBorder padding={0}>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.process}</Table.Th>
              <Table.Th ta="right">{words.version}</Table.Th>
              <Table.Th ta="right">{words.running}</Table.Th>
              <Table.Th ta="right">{words.incidents}</Table.Th>
              <Table.Th>{words.deployed}</Table.Th>
              <Table.Th>{words.state}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.process}>
                <Table.Td>
                  <Title row={row} />
                </Table.Td>
                <Table.Td ta="right">{row.version ?? "—"}</Table.Td>
                <Table.Td ta="right">{row.running}</Table.Td>
                <Table.Td ta="right">
                  {row.incidents > 0 ? (
                    <Badge color="red" variant="light">
                      {row.incidents}
                    </Badge>
                  ) : (
                    <Text size="sm">0</Text>
                  )}
                </Table.Td>
                <Table.Td>
                  {row.deployedAt === null ? (
                    <Text size="sm">—</Text>
                  ) : (
                    <Stack gap={0}>
                      <When at={row.deployedAt} size="sm" />
                      {row.deployedBy !== null && (
                        <Text size="xs" c="dimmed">
                          {row.deployedBy.name}
                        </Text>
                      )}
                    </Stack>
                  )}
                </Table.Td>
                <Table.Td>
                  <Stack gap={2} align="flex-start">
                    <DriftBadge drift={row.drift} />
                    {row.draft !== null && (
                      <Text size="xs" c="dimmed">
                        {words.draft}: {row.draft.editedBy?.name ?? "—"}
                      </Text>
                    )}
                    {row.warnings > 0 && (
                      <Text size="xs" c="dimmed">
                        {words.warnings(row.warnings)}
                      </Text>
                    )}
                  </Stack>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Title({ row }: { readonly row: Row }) {
  return (
    <Stack gap={0} miw={0}>
      <Anchor component={Link} href={`/${row.process}`} fw={600} c="var(--mantine-color-text)">
        {row.title}
      </Anchor>
      <Text size="xs" c="dimmed" ff="monospace" truncate>
        {row.process}
      </Text>
    </Stack>
  );
}

function Figure({
  label,
  value,
  isBad = false,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly isBad?: boolean;
}) {
  return (
    <Text size="sm" {...(isBad ? { c: "red" } : {})}>
      <VisuallyHidden>{label}: </VisuallyHidden>
      <Text span size="xs" c="dimmed" aria-hidden>
        {label}{" "}
      </Text>
      {value ?? "—"}
    </Text>
  );
}
