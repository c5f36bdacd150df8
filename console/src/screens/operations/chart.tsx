import { Card, Group, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useId, useState } from "react";
import { numberText, whenText } from "../../words/format.ts";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  table: { ru: "Таблицей", en: "As a table" },
  chart: { ru: "Графиком", en: "As a chart" },
  none: { ru: "Показателей пока нет: их снимают раз в минуту.", en: "No figures yet: they are taken once a minute." },
  most: (max: string) => ({ ru: `больше всего ${max}`, en: `at most ${max}` }),
  time: { ru: "Когда", en: "When" },
};

const [WIDTH, HEIGHT] = [600, 120];
/** Rows of the table under a chart. */
const ROWS = 24;

/** One line of a chart. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** Figures over time: a line, perhaps a second, and the same as a table for whoever reads rather than looks. */
export function Chart({
  title,
  times,
  first,
  second = null,
}: {
  readonly title: string;
  readonly times: readonly string[];
  readonly first: Series;
  readonly second?: Series | null;
}) {
  const words = useWords(WORDS);
  const locale = useLocale();
  const label = useId();
  const [isTable, setTable] = useState(false);
  const most = Math.max(0, ...first.values, ...(second?.values ?? []));
  // The line of what was always nothing lies at the bottom.
  const max = Math.max(1, most);
  const now = first.values.at(-1);
  const every = Math.max(1, Math.ceil(times.length / ROWS));
  return (
    <Card withBorder padding="md" className="operations-colors">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Text id={label} size="sm" c="dimmed">
              {title}
            </Text>
            <Group gap="xs" align="baseline">
              <Text fw={650} size="xl">
                {now === undefined ? "—" : numberText(now, locale)}
              </Text>
              {second !== null && now !== undefined && (
                <Text size="sm" c={(second.values.at(-1) ?? 0) > 0 ? "red" : "dimmed"}>
                  {second.name}: {numberText(second.values.at(-1) ?? 0, locale)}
                </Text>
              )}
            </Group>
          </div>
          {times.length > 0 && (
            <UnstyledButton
              onClick={() => setTable(!isTable)}
              aria-pressed={isTable}
              aria-label={`${words.table}: ${title}`}
            >
              <Text size="xs" c="dimmed" td="underline">
                {isTable ? words.chart : words.table}
              </Text>
            </UnstyledButton>
          )}
        </Group>
        {times.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        ) : isTable ? (
          <Table.ScrollContainer minWidth={240} mah={220} tabIndex={0}>
            <Table aria-labelledby={label} fz="xs" verticalSpacing={2}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.time}</Table.Th>
                  <Table.Th ta="right">{first.name}</Table.Th>
                  {second !== null && <Table.Th ta="right">{second.name}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {times
                  .map((at, index) => ({ at, index }))
                  .filter(({ index }) => (times.length - 1 - index) % every === 0)
                  .toReversed()
                  .map(({ at, index }) => (
                    <Table.Tr key={at}>
                      <Table.Td>{whenText(at, locale)}</Table.Td>
                      <Table.Td ta="right">{numberText(first.values[index] ?? 0, locale)}</Table.Td>
                      {second !== null && (
                        <Table.Td ta="right">{numberText(second.values[index] ?? 0, locale)}</Table.Td>
                      )}
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ) : (
          <>
            <svg
              className="operations-chart"
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={title}
            >
              {[0, 0.5, 1].map((part) => (
                <line key={part} className="grid" x1={0} x2={WIDTH} y1={HEIGHT * part} y2={HEIGHT * part} />
              ))}
              <path className="area" d={`${pathOf(times, first.values, max)} V${HEIGHT} H0 Z`} />
              <path className="line" d={pathOf(times, first.values, max)} />
              {second !== null && <path className="second" d={pathOf(times, second.values, max)} />}
            </svg>
            <Group justify="space-between">
              <Text size="xs" c="dimmed">
                {whenText(times[0] ?? "", locale)}
              </Text>
              <Text size="xs" c="dimmed">
                {words.most(numberText(most, locale))}
              </Text>
            </Group>
          </>
        )}
      </Stack>
    </Card>
  );
}

function pathOf(times: readonly string[], values: readonly number[], max: number): string {
  const from = Date.parse(times[0] ?? "");
  const span = Math.max(1, Date.parse(times.at(-1) ?? "") - from);
  const points = values.map((value, index) => {
    const x = times.length === 1 ? WIDTH : ((Date.parse(times[index] ?? "") - from) / span) * WIDTH;
    return `${x.toFixed(1)} ${(HEIGHT - (value / max) * HEIGHT).toFixed(1)}`;
  });
  return times.length === 1 ? `M0 ${points[0]?.split(" ")[1]} L${points[0]}` : `M${points.join(" L")}`;
}
