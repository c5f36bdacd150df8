import { Anchor, Badge, Group, List, Spoiler, Stack, Text } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { Link } from "wouter";
import { fileAddress, filesOf } from "../api/file-address.ts";
import { dayText, moneyText, numberText, whenText } from "../words/format.ts";
import { type Locale, useLocale } from "../words/locale.ts";
import { instantOf } from "../words/typed-moment.ts";
import { useWords } from "../words/use-words.ts";
import { DecisionLine, isDecision } from "./decision-line.tsx";
import { Person } from "./person.tsx";

/** What a value is shown by. */
export interface ShownField {
  readonly type: string;
  /** Title of the field: a `%` in it belongs to its numbers. @default "" */
  readonly title?: string;
  readonly choices: readonly { readonly value: string; readonly title: string }[] | null;
}

const WORDS = {
  yes: { ru: "Да", en: "Yes" },
  no: { ru: "Нет", en: "No" },
  more: { ru: "Показать всё", en: "Show all" },
  less: { ru: "Свернуть", en: "Show less" },
};

/** About four lines: what is longer is opened by who wants to read it. */
const LINES_SHOWN_PX = 88;

const REF = /^[A-Za-z][\w-]*\/[\w-]+$/;

/** A value of a record or a registry, by the type of its field. Nothing: a dash. */
export function ValueShown(of: {
  readonly field: ShownField;
  readonly value: unknown;
  /** What references and ids are called. */
  readonly names: Readonly<Record<string, string>>;
  /** The record that names the files in it. */
  readonly record?: string;
  /** False: records are kept elsewhere, and have no page here. @default true */
  readonly hasRecords?: boolean;
}) {
  const { field, value, names } = of;
  const words = useWords(WORDS);
  const locale = useLocale();
  const files = filesOf(value);
  if (files.length > 0)
    return (
      <Group gap="xs">
        {files.map(({ id, name }) => (
          <Anchor
            key={id}
            size="sm"
            target="_blank"
            href={fileAddress(id, of.record === undefined ? {} : { record: of.record })}
          >
            <Group gap={4} wrap="nowrap">
              <IconPaperclip size={14} aria-hidden />
              {name}
            </Group>
          </Anchor>
        ))}
      </Group>
    );
  if (isNothing(value)) return <Text className="quiet">—</Text>;
  if (field.type === "user" || field.type === "users")
    return (
      <Group gap="xs">
        {listOf(value).map((user) => (
          <Person key={user} name={names[user] ?? user} size="xs" />
        ))}
      </Group>
    );
  if (field.type === "record" || field.type === "records")
    return (
      <Group gap="4px 12px">
        {listOf(value).map((ref) =>
          of.hasRecords === false || !REF.test(ref) ? (
            <Text key={ref} size="sm">
              {names[ref] ?? ref}
            </Text>
          ) : (
            <Anchor key={ref} component={Link} href={`~/crm/${ref}`} size="sm">
              {names[ref] ?? ref}
            </Anchor>
          ),
        )}
      </Group>
    );
  // Also what is kept as text and chosen from a list: the pipeline of a deal.
  if (field.type === "choice" || (field.choices !== null && typeof value === "string")) {
    const text = String(value);
    return <>{field.choices?.find((choice) => choice.value === text)?.title ?? text}</>;
  }
  if (typeof value === "boolean") return <>{value ? words.yes : words.no}</>;
  const decisions = Array.isArray(value) ? value.filter(isDecision) : isDecision(value) ? [value] : [];
  if (decisions.length > 0 && decisions.length === (Array.isArray(value) ? value.length : 1))
    return (
      <Spoiler maxHeight={LINES_SHOWN_PX} showLabel={words.more} hideLabel={words.less}>
        <Stack gap={4}>
          {decisions.map((decision) => (
            <DecisionLine key={JSON.stringify(decision)} decision={decision} names={names} />
          ))}
        </Stack>
      </Spoiler>
    );
  if (isPlainMap(value))
    return (
      <Group gap={6}>
        {Object.entries(value).map(([name, one]) => (
          <Badge key={name} variant="light" color="gray" tt="none" fw={500} radius="sm">
            {name}: {valueText(one, field, locale)}
          </Badge>
        ))}
      </Group>
    );
  if (Array.isArray(value) && value.length > 1)
    return (
      <Spoiler maxHeight={LINES_SHOWN_PX} showLabel={words.more} hideLabel={words.less}>
        <List size="sm" listStyleType="none">
          {value.map((one: unknown) => (
            <List.Item key={JSON.stringify(one)}>
              {valueText(typeof one === "string" ? (names[one] ?? one) : one, field, locale)}
            </List.Item>
          ))}
        </List>
      </Spoiler>
    );
  return (
    <Text span inherit style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {valueText(Array.isArray(value) ? value[0] : value, field, locale)}
    </Text>
  );
}

/** A single value in words, with its money, its day or its percent. */
export function valueText(value: unknown, field: Pick<ShownField, "type" | "title">, locale: Locale): string {
  if (value === null || value === undefined) return "—";
  if (isMoney(value)) return moneyText(value, locale);
  if (typeof value === "number") return `${numberText(value, locale)}${field.title?.includes("%") ? " %" : ""}`;
  if (typeof value === "string" && field.type === "date") return dayText(value, locale);
  if (typeof value === "string" && field.type === "dateTime") return whenText(instantOf(value) ?? value, locale);
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${String(one)}`)
      .join(", ");
  return String(value);
}

/** Is this an amount with its currency? */
export function isMoney(value: unknown): value is { readonly amount: string; readonly currency: string } {
  if (typeof value !== "object" || value === null) return false;
  return typeof Reflect.get(value, "amount") === "string" && typeof Reflect.get(value, "currency") === "string";
}

function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMoney(value);
}

/** Has a field no value? */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
