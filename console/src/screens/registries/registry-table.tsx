import { Anchor, Button, Center, Paper, Table, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { useOwnSession } from "../../api/use-session.ts";
import { Empty } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { ValueShown } from "../../parts/value-shown.tsx";
import { When } from "../../parts/when.tsx";
import { moneyText, numberText } from "../../words/format.ts";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import type { RegistryFilter } from "./registry-filter.ts";

const WORDS = {
  none: { ru: "Строк нет", en: "No rows" },
  noneText: { ru: "Измените отбор или дождитесь решений.", en: "Change the filter, or wait for decisions." },
  number: { ru: "№", en: "No." },
  at: { ru: "Когда", en: "When" },
  by: { ru: "Кто записал", en: "Written by" },
  request: { ru: "Заявка", en: "Request" },
  sort: (title: string) => ({ ru: `Упорядочить по «${title}»`, en: `Sort by ${title}` }),
  erased: { ru: "стёрто", en: "erased" },
  sealing: { ru: "запечатывается", en: "being sealed" },
  total: (count: string) => ({ ru: `Итого: ${count}`, en: `Total: ${count}` }),
  more: { ru: "Показать ещё", en: "Show more" },
};

/** Rows of a registry under a header that stays, with a row of totals. */
export function RegistryTable(of: {
  readonly registry: string;
  readonly pages: readonly Schemas["RegistryPage"][];
  readonly filter: RegistryFilter;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | null;
}) {
  const { registry, pages, filter, sort, onSort, more } = of;
  const words = useWords(WORDS);
  const locale = useLocale();
  const { installation } = useOwnSession();
  const { data: totals } = useQuery({
    queryKey: ["registries", "totals", registry, filter, null],
    queryFn: () =>
      answered(api.GET("/api/registries/{registry}/totals", { params: { path: { registry }, query: filter } })),
    placeholderData: (before) => before,
  });
  const columns = pages[0]?.columns ?? [];
  const rows = pages.flatMap((page) => page.rows);
  const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>;
  if (rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
  const hasActors = rows.some(({ by }) => by !== null);
  const heading = (name: string, title: string, isNumber = false) => (
    <Table.Th key={name} ta={isNumber ? "right" : "left"} aria-sort={ariaSort(name, sort)}>
      <UnstyledButton
        fz="sm"
        fw={700}
        style={{ whiteSpace: "nowrap" }}
        aria-label={words.sort(title)}
        onClick={() => onSort(sort === `-${name}` ? name : `-${name}`)}
      >
        {title}{" "}
        {sort === name ? (
          <IconArrowUp size={12} aria-hidden />
        ) : sort === `-${name}` ? (
          <IconArrowDown size={12} aria-hidden />
        ) : null}
      </UnstyledButton>
    </Table.Th>
  );
  return (
    <>
      <Paper withBorder style={{ overflow: "hidden" }}>
        <Table.ScrollContainer minWidth={900} maxHeight="70dvh">
          <Table stickyHeader highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.number}</Table.Th>
                {heading("at", words.at)}
                {columns.map(({ name, title, type }) => heading(name, title, isNumeric(type)))}
                {hasActors && heading("by", words.by)}
                <Table.Th>{words.request}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={`${row.instance} ${row.sequence}`}>
                  <Table.Td className="quiet">{row.number ?? <span title={words.sealing}>…</span>}</Table.Td>
                  <Table.Td style={{ whiteSpace: "nowrap" }}>
                    <When at={row.at} fz="sm" />
                  </Table.Td>
                  {columns.map((column) => (
                    <Table.Td
                      key={column.name}
                      ta={isNumeric(column.type) ? "right" : "left"}
                      style={isNumeric(column.type) ? { whiteSpace: "nowrap" } : undefined}
                      miw={column.type === "list" ? 260 : undefined}
                      maw={360}
                      fz="sm"
                    >
                      {row.erased.includes(column.name) ? (
                        <Text size="sm" fs="italic" className="quiet">
                          {words.erased}
                        </Text>
                      ) : (
                        <ValueShown
                          field={column}
                          value={row.entry[column.name]}
                          names={names}
                          hasRecords={installation.hasRecords}
                        />
                      )}
                    </Table.Td>
                  ))}
                  {hasActors && (
                    <Table.Td>
                      <Person name={row.by?.name ?? null} size="xs" />
                    </Table.Td>
                  )}
                  <Table.Td style={{ whiteSpace: "nowrap" }}>
                    <Anchor component={Link} href={`~/requests/${row.instance}`} size="sm">
                      {row.instanceNumber === null ? row.process : `${row.process}/${row.instanceNumber}`}
                    </Anchor>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
            {totals !== undefined && (
              <Table.Tfoot className="totals">
                <Table.Tr>
                  <Table.Td fw={700} colSpan={2} style={{ whiteSpace: "nowrap" }}>
                    {words.total(`${numberText(totals.count, locale)}${totals.complete ? "" : "+"}`)}
                  </Table.Td>
                  {columns.map(({ name, type }) => (
                    <Table.Td
                      key={name}
                      fw={700}
                      ta={isNumeric(type) ? "right" : "left"}
                      style={{ whiteSpace: "nowrap" }}
                    >
                      {Object.entries(totals.sums[name] ?? {}).map(([currency, amount]) => (
                        <div key={currency}>{moneyText({ amount, currency }, locale)}</div>
                      ))}
                    </Table.Td>
                  ))}
                  <Table.Td colSpan={hasActors ? 2 : 1} />
                </Table.Tr>
              </Table.Tfoot>
            )}
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {more !== null && (
        <Center>
          <Button variant="default" loading={more.isLoading} onClick={more.load}>
            {words.more}
          </Button>
        </Center>
      )}
    </>
  );
}

function isNumeric(type: string): boolean {
  return type === "money" || type === "number";
}

function ariaSort(name: string, sort: string): "ascending" | "descending" | "none" {
  return sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
}
