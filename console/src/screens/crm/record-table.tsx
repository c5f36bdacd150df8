import { Anchor, Paper, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { ValueShown } from "../../parts/value-shown.tsx";
import { useWords } from "../../words/use-words.ts";
import { StageBadge } from "./stage-badge.tsx";
import type { RecordField, RecordShown, RecordType } from "./use-records.ts";

const WORDS = {
  none: { ru: "Ничего не найдено", en: "Nothing found" },
  noneText: { ru: "Измените поиск или отбор.", en: "Change the search or the filter." },
  number: { ru: "№", en: "No." },
  stage: { ru: "Стадия", en: "Stage" },
  sort: (title: string) => ({ ru: `Упорядочить по полю «${title}»`, en: `Sort by ${title}` }),
};

const LIMIT = 50;
/** Fields whose values are too long for a cell. */
const LONG = new Set(["list", "map", "files", "letter", "principals", "records"]);
const COLUMNS_MAX = 7;

/** Records in rows: number, title, stage and the fields that fit a cell. */
export function RecordTable(of: {
  readonly type: RecordType;
  readonly find: string;
  readonly stage: string | null;
  readonly pipeline: string | null;
}) {
  const { type, find, stage, pipeline } = of;
  const words = useWords(WORDS);
  const [sort, setSort] = useState("-number");
  const query = useInfiniteQuery({
    queryKey: ["records", "list", type.name, find, stage, pipeline, sort],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/records/{type}", {
          params: {
            path: { type: type.name },
            query: {
              ...{ limit: LIMIT, sort },
              ...(find === "" ? {} : { find }),
              ...(stage === null ? {} : { stage }),
              ...(pipeline === null ? {} : { pipeline }),
              ...(pageParam === "" ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  const hasStages = type.stages.length > 0 || type.pipelines.length > 0;
  const columns = type.fields
    .filter(({ name, type: kind }) => name !== "title" && name !== "pipeline" && !LONG.has(kind))
    .slice(0, COLUMNS_MAX);
  const sorted = (name: string, title: string) => (
    <SortButton
      {...{ name, title, sort }}
      label={words.sort(title)}
      onSort={find === "" ? () => setSort(sort === name ? `-${name}` : name) : null}
    />
  );
  return (
    <Answer query={query}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>;
        if (rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
        return (
          <>
            <Paper withBorder style={{ overflow: "hidden" }}>
              <Table.ScrollContainer minWidth={760} maxHeight="calc(100dvh - 290px)">
                <Table stickyHeader highlightOnHover verticalSpacing="xs">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th aria-sort={ariaSort("number", sort)}>{sorted("number", words.number)}</Table.Th>
                      <Table.Th aria-sort={ariaSort("title", sort)}>{sorted("title", titleOf(type))}</Table.Th>
                      {hasStages && <Table.Th>{words.stage}</Table.Th>}
                      {columns.map(({ name, title, type: kind }) => (
                        <Table.Th
                          key={name}
                          ta={kind === "money" || kind === "number" ? "right" : "left"}
                          aria-sort={ariaSort(name, sort)}
                        >
                          {sorted(name, title)}
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((record) => (
                      <Row key={record.ref} {...{ record, columns, names, hasStages, type }} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </Paper>
            <MoreButton query={query} />
          </>
        );
      }}
    </Answer>
  );
}

function Row(of: {
  readonly record: RecordShown;
  readonly columns: readonly RecordField[];
  readonly names: Readonly<Record<string, string>>;
  readonly hasStages: boolean;
  readonly type: RecordType;
}) {
  const { record, columns, names, hasStages, type } = of;
  return (
    <Table.Tr>
      <Table.Td className="quiet">{record.number}</Table.Td>
      <Table.Td miw={200}>
        <Anchor component={Link} href={`/${record.ref}`} size="sm" fw={600}>
          {record.title}
        </Anchor>
      </Table.Td>
      {hasStages && (
        <Table.Td>
          <StageBadge type={type} record={record} />
        </Table.Td>
      )}
      {columns.map((field) => {
        const isNumber = field.type === "money" || field.type === "number";
        return (
          <Table.Td
            key={field.name}
            ta={isNumber ? "right" : "left"}
            maw={260}
            style={isNumber ? { whiteSpace: "nowrap" } : undefined}
          >
            <ValueShown field={field} value={record.values[field.name]} names={names} record={record.ref} />
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

function SortButton(of: {
  readonly name: string;
  readonly title: string;
  readonly sort: string;
  readonly label: string;
  readonly onSort: (() => void) | null;
}) {
  const { name, title, sort, onSort } = of;
  if (onSort === null) return title;
  const isHere = sort === name || sort === `-${name}`;
  return (
    <UnstyledButton onClick={onSort} aria-label={of.label} fz="sm" fw={700} style={{ whiteSpace: "nowrap" }}>
      {title}{" "}
      {isHere && (sort === name ? <IconArrowUp size={12} aria-hidden /> : <IconArrowDown size={12} aria-hidden />)}
    </UnstyledButton>
  );
}

function ariaSort(name: string, sort: string): "ascending" | "descending" | "none" {
  return sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
}

function titleOf(type: RecordType): string {
  return type.fields.find(({ name }) => name === "title")?.title ?? "";
}
