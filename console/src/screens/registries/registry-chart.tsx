import { Group, Paper, SegmentedControl, Select, Table, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api/client.ts";
import { moneyText, numberText } from "../../words/format.ts";
import { type Locale, useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import type { RegistryColumn, RegistryFilter } from "./registry-filter.ts";

const WORDS = {
  by: { ru: "Разбить по", en: "Group by" },
  month: { ru: "Месяцам", en: "Month" },
  look: { ru: "Вид итогов", en: "How totals are shown" },
  chart: { ru: "Диаграмма", en: "Chart" },
  table: { ru: "Таблица", en: "Table" },
  group: { ru: "Группа", en: "Group" },
  rows: { ru: "Строк", en: "Rows" },
  sums: { ru: "Суммы", en: "Sums" },
  none: { ru: "не указано", en: "none" },
  others: (count: number) => ({ ru: `Показаны первые 12 из ${count}`, en: `The first 12 of ${count} are shown` }),
};

const BARS_MAX = 12;
/** Pixels. */
const [WIDTH_MAX, LINE, LABEL_MAX, VALUE] = [640, 28, 190, 60];
/** Pixels of a letter, about. */
const LETTER = 7.5;

/** How many rows each group holds, as bars or as a table that says the same. */
export function RegistryChart(of: {
  readonly registry: string;
  readonly columns: readonly RegistryColumn[];
  readonly filter: RegistryFilter;
}) {
  const { registry, columns, filter } = of;
  const words = useWords(WORDS);
  const locale = useLocale();
  const [groupBy, setGroupBy] = useState("month");
  const [look, setLook] = useState("chart");
  const { data } = useQuery({
    queryKey: ["registries", "totals", registry, filter, groupBy],
    queryFn: () =>
      answered(
        api.GET("/api/registries/{registry}/totals", { params: { path: { registry }, query: { ...filter, groupBy } } }),
      ),
    placeholderData: (before) => before,
  });
  const grouped = columns.filter(({ type }) => GROUPED.has(type));
  const all = data?.groups ?? [];
  const shown = groupBy === "month" ? all.slice(-BARS_MAX) : all.slice(0, BARS_MAX);
  const groups = shown.map(({ key, title, count, sums }) => ({
    ...{ key, count },
    title: key === "" ? words.none : groupBy === "month" ? monthText(key, locale) : title,
    sums: Object.values(sums).flatMap((one) =>
      Object.entries(one).map(([currency, amount]) => moneyText({ amount, currency }, locale)),
    ),
  }));
  if (data !== undefined && all.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="sm" gap="xs">
        <Select
          aria-label={words.by}
          data={[
            { value: "month", label: words.month },
            ...grouped.map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={groupBy}
          onChange={(next) => next !== null && setGroupBy(next)}
          allowDeselect={false}
          w={220}
        />
        <SegmentedControl
          aria-label={words.look}
          size="xs"
          value={look}
          onChange={setLook}
          data={[
            { value: "chart", label: words.chart },
            { value: "table", label: words.table },
          ]}
        />
      </Group>
      {look === "chart" ? (
        <Bars groups={groups} />
      ) : (
        <Table verticalSpacing={4} maw={WIDTH_MAX}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.group}</Table.Th>
              <Table.Th ta="right">{words.rows}</Table.Th>
              <Table.Th ta="right">{words.sums}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map(({ key, title, count, sums }) => (
              <Table.Tr key={key}>
                <Table.Td>{title}</Table.Td>
                <Table.Td ta="right">{numberText(count, locale)}</Table.Td>
                <Table.Td ta="right">{sums.join(" + ") || "—"}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {groupBy !== "month" && all.length > BARS_MAX && (
        <Text size="xs" className="quiet" mt="xs">
          {words.others(all.length)}
        </Text>
      )}
    </Paper>
  );
}

const GROUPED: ReadonlySet<string> = new Set(["choice", "user", "record"]);

function Bars({
  groups,
}: {
  readonly groups: readonly { readonly key: string; readonly title: string; readonly count: number }[];
}) {
  const locale = useLocale();
  const { ref, width: room } = useElementSize();
  const wide = Math.min(WIDTH_MAX, Math.max(240, room));
  const labelWide = Math.min(LABEL_MAX, wide * 0.4);
  const letters = Math.floor(labelWide / LETTER);
  const most = Math.max(1, ...groups.map(({ count }) => count));
  const label = groups.map(({ title, count }) => `${title}: ${count}`).join("; ");
  return (
    <div ref={ref}>
      <svg width={wide} height={groups.length * LINE} className="bars" role="img" aria-label={label}>
        {groups.map(({ key, title, count }, row) => {
          const width = ((wide - labelWide - VALUE) * count) / most;
          const middle = row * LINE + LINE / 2;
          return (
            <g key={key}>
              <text x={0} y={middle} dominantBaseline="central" className="bar-text">
                {title.length > letters ? `${title.slice(0, letters - 1)}…` : title}
              </text>
              <rect
                x={labelWide}
                y={row * LINE + 5}
                width={Math.max(2, width)}
                height={LINE - 10}
                rx={4}
                className="bar"
              />
              <text x={labelWide + width + 8} y={middle} dominantBaseline="central" className="bar-text">
                {numberText(count, locale)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function monthText(month: string, locale: Locale): string {
  const tag = locale === "ru" ? "ru-RU" : "en-GB";
  return new Intl.DateTimeFormat(tag, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-15T12:00:00Z`),
  );
}
