import { Anchor, Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { Empty } from "../../parts/answer.tsx";
import { isMoney, ValueShown, valueText } from "../../parts/value-shown.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { StageBadge } from "./stage-badge.tsx";
import type { RecordCard, RecordShown, RecordType } from "./use-records.ts";

const WORDS = {
  none: { ru: "Ничего не связано", en: "Nothing is linked" },
  noneText: {
    ru: "Здесь появятся записи, в которых названа эта.",
    en: "Records that name this one will be here.",
  },
  more: { ru: "Показаны последние 20.", en: "The latest 20 are shown." },
};

/** Records that name this one: contacts and deals of a company, invoices of a deal. */
export function RecordLinks({ card, types }: { readonly card: RecordCard; readonly types: readonly RecordType[] }) {
  const words = useWords(WORDS);
  const { links, names } = card;
  if (links.length === 0)
    return (
      <Paper withBorder p="md">
        <Empty title={words.none}>{words.noneText}</Empty>
      </Paper>
    );
  return (
    <Stack gap="md">
      {links.map(({ type, typeTitle, field, fieldTitle, rows, hasMore }) => (
        <Paper key={`${type} ${field}`} withBorder p="md" component="section" aria-label={typeTitle}>
          <Group justify="space-between" mb="xs" gap="xs" wrap="nowrap">
            <div>
              <Text component="h2" fw={650}>
                {typeTitle}
              </Text>
              <Text size="xs" className="quiet">
                {fieldTitle}
              </Text>
            </div>
            <Badge variant="light" color="gray">
              {hasMore ? `${rows.length}+` : rows.length}
            </Badge>
          </Group>
          <Stack gap={0}>
            {rows.map((record) => (
              <LinkedRecord key={record.ref} {...{ record, names }} type={types.find(({ name }) => name === type)} />
            ))}
          </Stack>
          {hasMore && (
            <Text size="xs" className="quiet" mt="xs">
              {words.more}
            </Text>
          )}
        </Paper>
      ))}
    </Stack>
  );
}

function LinkedRecord(of: {
  readonly record: RecordShown;
  readonly names: RecordCard["names"];
  readonly type: RecordType | undefined;
}) {
  const { record, names, type } = of;
  const locale = useLocale();
  const { amount, position, phone } = record.values;
  const detail = [position, phone].filter((one) => typeof one === "string" && one !== "").join(" · ");
  const files = (type?.fields ?? []).filter(
    ({ type: kind, name }) => kind === "files" && hasFiles(record.values[name]),
  );
  return (
    <div className="field-row">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Anchor component={Link} href={`~/crm/${record.ref}`} size="sm" style={{ overflowWrap: "anywhere" }}>
          {record.title}
        </Anchor>
        {isMoney(amount) && (
          <Text size="sm" style={{ whiteSpace: "nowrap" }}>
            {valueText(amount, { type: "money" }, locale)}
          </Text>
        )}
      </Group>
      {type !== undefined && record.stage !== null && <StageBadge type={type} record={record} />}
      {detail !== "" && (
        <Text size="xs" className="quiet">
          {detail}
        </Text>
      )}
      {files.map((field) => (
        <Group key={field.name} gap={6}>
          <Text size="xs" className="quiet">
            {field.title}:
          </Text>
          <ValueShown field={field} value={record.values[field.name]} names={names} record={record.ref} />
        </Group>
      ))}
    </div>
  );
}

function hasFiles(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
