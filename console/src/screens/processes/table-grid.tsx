import "./tables.css";
import { Alert, Badge, Button, Card, Group, ScrollArea, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { useWords } from "../../words/use-words.ts";
import { withCell } from "./with-cell.ts";
import type { WorkCopy } from "./work-copy.ts";

type Shown = Schemas["ProcessTable"];
type Finding = Shown["findings"][number];

const WORDS = {
  rule: { ru: "№", en: "No." },
  noRule: { ru: "Нет правила", en: "No rule" },
  forExample: { ru: "например", en: "for example" },
  add: { ru: "Добавить правило", en: "Add the rule" },
  edit: { ru: "Изменить ячейку", en: "Edit the cell" },
  rules: (list: string) => ({ ru: `правила ${list}`, en: `rules ${list}` }),
  unread: {
    ru: "В таблице есть ошибки, поэтому пропуски не проверены: они названы на вкладке «Файлы».",
    en: "The table has mistakes, so gaps were not looked for: the tab “Files” names them.",
  },
  fine: { ru: "Пропусков и пересечений нет", en: "No gaps, no overlaps" },
  empty: { ru: "пусто", en: "empty" },
};

/** One decision table: rules as rows, what is wrong with them beside, and the rows that are missing. */
export function TableGrid({
  table,
  copy,
  mayEdit,
}: {
  readonly table: Shown;
  readonly copy: WorkCopy;
  readonly mayEdit: boolean;
}) {
  const words = useWords(WORDS);
  const { path, columns, rules, findings } = table;
  const [open, setOpen] = useState<string | null>(null);
  const gaps = findings.filter(({ missing }) => missing !== null);
  const others = findings.filter(({ missing }) => missing === null);
  const outputAt = columns.findIndex(({ side }) => side === "output");
  const canEdit = mayEdit && path !== null;
  const replace = (start: number, end: number, text: string): void => {
    const before = path === null ? undefined : copy.files.get(path);
    if (path !== null && before !== undefined) copy.edit(path, before.slice(0, start) + text + before.slice(end));
  };
  return (
    <Card withBorder padding={0}>
      <Group justify="space-between" p="sm" gap="xs">
        <div>
          <Text fw={600}>{table.title}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {path ?? ""} · {table.hitPolicy}
          </Text>
        </div>
        {table.isAnalyzed && gaps.length + others.length === 0 && (
          <Badge variant="light" tt="none">
            {words.fine}
          </Badge>
        )}
      </Group>
      {!table.isAnalyzed && (
        <Alert color="yellow" mx="sm" mb="sm">
          {words.unread}
        </Alert>
      )}
      <ScrollArea.Autosize mah="70vh">
        <table className="decision-grid">
          <thead>
            <tr>
              <th className="rule-number">{words.rule}</th>
              {columns.map(({ name, title, type }, index) => (
                <th key={name} className={index === outputAt ? "first-output" : ""} scope="col">
                  {title || name}
                  <Text size="xs" c="dimmed" fw={400}>
                    {type}
                  </Text>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map(({ number, cells }) => (
              <tr key={number} className={markOf(number, others)}>
                <td className="rule-number">{number}</td>
                {cells.map(({ text, start, end }, index) => {
                  const key = `${number}:${index}`;
                  const isOpen = open === key;
                  return (
                    <td key={columns[index]?.name ?? index} className={index === outputAt ? "first-output" : ""}>
                      {isOpen && start !== null && end !== null ? (
                        <CellInput
                          text={text}
                          label={words.edit}
                          onClose={() => setOpen(null)}
                          onDone={(next) => {
                            setOpen(null);
                            const file = path === null ? undefined : copy.files.get(path);
                            if (path !== null && file !== undefined && next !== text)
                              copy.edit(path, withCell(file, { start, end, style: table.style }, next));
                          }}
                        />
                      ) : canEdit && start !== null ? (
                        <UnstyledButton
                          className="decision-cell"
                          onClick={() => setOpen(key)}
                          aria-label={`${columns[index]?.title ?? ""}: ${text || words.empty}. ${words.edit}`}
                        >
                          <Text size="sm">{whole(text)}</Text>
                        </UnstyledButton>
                      ) : (
                        <Text size="sm">{whole(text)}</Text>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
            {gaps.map((gap) => (
              <tr key={gap.message} className="is-missing">
                <td className="rule-number">+</td>
                {(gap.missing ?? []).map((text, index) => (
                  <td key={columns[index]?.name ?? index} className={index === outputAt ? "first-output" : ""}>
                    {index === outputAt ? (
                      <Missing
                        gap={gap}
                        canEdit={canEdit}
                        onAdd={({ start, end, text: added }) => replace(start, end, added)}
                      />
                    ) : (
                      <Text size="sm" fw={600}>
                        {whole(text)}
                      </Text>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea.Autosize>
      {others.length > 0 && (
        <Stack gap={4} p="sm">
          {others.map((one) => (
            <Text key={`${one.code} ${one.message}`} size="sm">
              <Text span c={one.severity === "error" ? "red" : "dimmed"} inherit>
                {one.rules.length > 0 ? `${words.rules(one.rules.join(", "))}: ` : ""}
              </Text>
              {one.message}
              {one.remedy === "" ? "" : `. ${one.remedy}`}
            </Text>
          ))}
        </Stack>
      )}
    </Card>
  );
}

function Missing({
  gap,
  canEdit,
  onAdd,
}: {
  readonly gap: Finding;
  readonly canEdit: boolean;
  readonly onAdd: (edit: NonNullable<Finding["edit"]>) => void;
}) {
  const words = useWords(WORDS);
  const { example, edit } = gap;
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm" c="red" fw={600}>
        {words.noRule}
      </Text>
      {example.length > 0 && (
        <Text size="xs">
          {words.forExample} {example.map(({ name, value }) => `${name} = ${value}`).join(", ")}
        </Text>
      )}
      {canEdit && edit !== null && (
        <Button variant="default" size="compact-xs" onClick={() => onAdd(edit)}>
          {words.add}
        </Button>
      )}
    </Stack>
  );
}

function CellInput({
  text,
  label,
  onDone,
  onClose,
}: {
  readonly text: string;
  readonly label: string;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}) {
  const [value, setValue] = useState(text);
  return (
    <TextInput
      size="xs"
      value={value}
      aria-label={label}
      ref={(input) => input?.focus()}
      onChange={({ currentTarget }) => setValue(currentTarget.value)}
      onBlur={() => onDone(value)}
      onKeyDown={({ key }) => {
        if (key === "Enter") onDone(value);
        if (key === "Escape") onClose();
      }}
    />
  );
}

function markOf(number: number, findings: readonly Finding[]): string {
  const own = findings.filter(({ rules }) => rules.includes(number));
  if (own.some(({ severity }) => severity === "error")) return "is-wrong";
  return own.some(({ severity }) => severity === "warning") ? "is-doubtful" : "";
}

/** Digits of one number stay on one line. */
function whole(text: string): string {
  return text.replace(/(\d) (?=\d{3})/g, "$1\u00a0").replace(/([<>=]+) (?=\d)/g, "$1\u00a0");
}
