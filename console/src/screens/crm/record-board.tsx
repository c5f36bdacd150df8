import { Anchor, Badge, Group, Paper, ScrollArea, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { Link } from "wouter";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { isMoney, valueText } from "../../parts/value-shown.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { StageMenu } from "./stage-menu.tsx";
import { useMove } from "./use-move.ts";
import { colorOfStage, type Names, type RecordShown, type RecordType } from "./use-records.ts";

const WORDS = {
  empty: { ru: "Пусто", en: "Empty" },
  many: { ru: "много", en: "many" },
  more: (count: number) => ({
    ru: `Показаны новые ${count}; остальные — в таблице`,
    en: `The newest ${count} are shown; the others are in the table`,
  }),
  board: { ru: "Записи по стадиям", en: "Records by stage" },
};

/** What is dragged: nothing that another page would take for its own. */
const DRAGGED = "application/x-ordo-record";

/** Records by stage: a column each. They are moved by dragging, or by a menu on the card: from the keyboard, by touch. */
export function RecordBoard({ type, pipeline }: { readonly type: RecordType; readonly pipeline: string | null }) {
  const words = useWords(WORDS);
  const query = useQuery({
    queryKey: ["records", "board", type.name, pipeline],
    queryFn: () =>
      answered(
        api.GET("/api/record-boards/{type}", {
          params: { path: { type: type.name }, query: { limit: 25, ...(pipeline === null ? {} : { pipeline }) } },
        }),
      ),
    placeholderData: (before) => before,
  });
  const { move } = useMove(type);
  return (
    <Answer query={query}>
      {({ columns, names }) => (
        <ScrollArea type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0, "aria-label": words.board }}>
          <Group gap="sm" align="stretch" wrap="nowrap" pb="xs">
            {columns.map((column) => (
              <Column
                key={column.stage.name}
                {...{ column, names, type, words }}
                onDropped={(ref) => {
                  const record = columns.flatMap(({ rows }) => rows).find((one) => one.ref === ref);
                  if (record !== undefined) move(record, column.stage.name);
                }}
              />
            ))}
          </Group>
        </ScrollArea>
      )}
    </Answer>
  );
}

function Column(of: {
  readonly column: Schemas["RecordBoard"]["columns"][number];
  readonly names: Names;
  readonly type: RecordType;
  readonly words: { readonly empty: string; readonly many: string; readonly more: (count: number) => string };
  readonly onDropped: (ref: string) => void;
}) {
  const { column, names, type, words } = of;
  const { stage, count, rows, next } = column;
  const drop = useDropPlace(of.onDropped);
  return (
    <Stack
      gap="xs"
      component="section"
      className={drop.isOver ? "board-column board-column-over" : "board-column"}
      aria-label={stage.title}
      {...drop.place}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={650} size="sm" truncate component="h2">
          {stage.title}
        </Text>
        <Badge variant="light" color={colorOfStage(stage.kind)} circle={(count ?? 100) < 100}>
          {count ?? words.many}
        </Badge>
      </Group>
      {rows.length === 0 && (
        <Text size="sm" className="quiet" py="xs">
          {words.empty}
        </Text>
      )}
      {rows.map((record) => (
        <BoardCard key={record.ref} {...{ record, names, type }} />
      ))}
      {next !== null && (
        <Text size="xs" className="quiet">
          {words.more(rows.length)}
        </Text>
      )}
    </Stack>
  );
}

/** A place where a card is let go. */
function useDropPlace(onDropped: (ref: string) => void) {
  const [isOver, setOver] = useState(false);
  const isOurs = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes(DRAGGED);
  return {
    isOver,
    place: {
      onDragOver(event: DragEvent) {
        if (!isOurs(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      },
      onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDrop(event: DragEvent) {
        if (!isOurs(event)) return;
        event.preventDefault();
        setOver(false);
        onDropped(event.dataTransfer.getData(DRAGGED));
      },
    },
  };
}

function BoardCard(of: { readonly record: RecordShown; readonly names: Names; readonly type: RecordType }) {
  const { record, names, type } = of;
  const locale = useLocale();
  const { values } = record;
  const company = values["company"];
  const { amount, phone, email, responsible } = values;
  const lines = [
    typeof company === "string" ? (names[company] ?? company) : null,
    typeof phone === "string" ? phone : typeof email === "string" ? email : null,
  ].filter((line) => line !== null);
  return (
    <Paper
      withBorder
      p="sm"
      shadow="xs"
      className="board-card"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, record.ref);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap={4}>
        <Anchor
          component={Link}
          href={`/${record.ref}`}
          size="sm"
          fw={600}
          style={{ overflowWrap: "anywhere" }}
          draggable={false}
        >
          {record.title}
        </Anchor>
        <StageMenu type={type} record={record} />
      </Group>
      {lines.map((line) => (
        <Text key={line} size="xs" className="quiet" truncate>
          {line}
        </Text>
      ))}
      <Group justify="space-between" mt={6} gap="xs" wrap="nowrap">
        {typeof responsible === "string" ? <Person name={names[responsible] ?? responsible} size="xs" /> : <span />}
        {isMoney(amount) && (
          <Text size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
            {valueText(amount, { type: "money" }, locale)}
          </Text>
        )}
      </Group>
    </Paper>
  );
}
