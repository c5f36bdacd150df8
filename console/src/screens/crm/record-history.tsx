import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Person } from "../../parts/person.tsx";
import { isMoney, ValueShown } from "../../parts/value-shown.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { type Names, type RecordShown, type RecordType, stagesOf } from "./use-records.ts";

const WORDS = {
  none: { ru: "Изменений ещё не было", en: "Nothing has been changed yet" },
  more: { ru: "Показать раньше", en: "Show earlier" },
  created: { ru: "Запись создана", en: "Created" },
  deleted: { ru: "Запись удалена", en: "Deleted" },
  updated: { ru: "Изменено", en: "Changed" },
  imported: { ru: "Загрузка из файла", en: "Import from a file" },
  process: { ru: "Процесс", en: "Process" },
  unknown: { ru: "Неизвестно кто", en: "Nobody known" },
};

/** Who changed what and why: before and after, the newest first. */
export function RecordHistory({ type, record }: { readonly type: RecordType; readonly record: RecordShown }) {
  const words = useWords(WORDS);
  const query = useInfiniteQuery({
    queryKey: ["records", "history", record.ref],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      answered(
        api.GET("/api/records/{type}/{number}/history", {
          params: {
            path: { type: record.type, number: record.number },
            query: { limit: 30, ...(pageParam === "" ? {} : { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Answer query={query}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        const names = Object.assign({}, ...pages.map((page) => page.names)) as Names;
        if (rows.length === 0) return <Empty title={words.none} />;
        return (
          <Stack gap="xs" component="ol" p={0} m={0}>
            {rows.map((row) => (
              <Change key={row.revision} {...{ row, names, type, record }} />
            ))}
            <MoreButton query={query} label={words.more} />
          </Stack>
        );
      }}
    </Answer>
  );
}

function Change(of: {
  readonly row: Schemas["RecordHistory"]["rows"][number];
  readonly names: Names;
  readonly type: RecordType;
  readonly record: RecordShown;
}) {
  const { row, names, type, record } = of;
  const words = useWords(WORDS);
  const { by, cause, at, change, fields } = row;
  const stages = { type: "choice", choices: stagesOf(type, record.pipeline).map(stageChoice) };
  const fieldOf = (name: string) =>
    name === "stage" ? stages : (type.fields.find((field) => field.name === name) ?? { type: "text", choices: null });
  return (
    <Paper withBorder p="sm" component="li" style={{ listStyle: "none" }}>
      <Group justify="space-between" gap="xs" mb={fields.length === 0 ? 0 : 6}>
        <Group gap="xs">
          {by !== null && <Person name={by.name} />}
          {by === null && cause === null && <Text size="sm">{words.unknown}</Text>}
          {cause !== null && <Cause cause={cause} />}
          <Text size="sm" className="quiet">
            {words[change]}
          </Text>
        </Group>
        <When at={at} fz="sm" className="quiet" />
      </Group>
      <Stack gap={4}>
        {fields.map(differing).map(({ name, title, before, after }) => (
          <Group key={name} gap={8} fz="sm" align="flex-start">
            <Text size="sm" className="quiet">
              {title}:
            </Text>
            {change !== "created" && (
              <>
                <ValueShown field={fieldOf(name)} value={before} names={names} record={record.ref} />
                <IconArrowRight size={14} aria-label="→" style={{ marginTop: 3 }} />
              </>
            )}
            <ValueShown field={fieldOf(name)} value={after} names={names} record={record.ref} />
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

type ChangedField = Schemas["RecordHistory"]["rows"][number]["fields"][number];

/** Of maps only the names whose values changed. */
function differing(field: ChangedField): ChangedField {
  const { before, after } = field;
  if (!isNames(before) || !isNames(after)) return field;
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]]] : [])));
  return { ...field, before: only(before), after: only(after) };
}

/** Names with values; an amount with its currency is one value. */
function isNames(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMoney(value);
}

function Cause({ cause }: { readonly cause: NonNullable<Schemas["RecordHistory"]["rows"][number]["cause"]> }) {
  const words = useWords(WORDS);
  if (cause.kind === "import") return <Text size="sm">{words.imported}</Text>;
  const text = `${cause.title ?? words.process}${cause.number === null ? "" : ` № ${cause.number}`}`;
  if (cause.instance === null) return <Text size="sm">{text}</Text>;
  return (
    <Anchor component={Link} href={`~/requests/${cause.instance}`} size="sm">
      {text}
    </Anchor>
  );
}

function stageChoice({ name, title }: RecordType["stages"][number]) {
  return { value: name, title };
}
