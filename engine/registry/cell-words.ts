import { isList, isMap, isMoney, isTagged, type Value, type ValueMap } from "../base/value.ts";

/** How values are told: what ids and references are called (those left out stay as they are), and in which language. */
export interface CellNaming {
  readonly names?: Readonly<Record<string, string>>;
  readonly locale?: "ru" | "en";
}

/**
 * A value as a cell of an export tells it; the one convention of CSV and XLSX (`docs/ru/console/registries.md`):
 * records and people by name, plain lists with `; ` between, lists of objects with one object a line, a decision as a
 * sentence, any other object as `name: value, name: value` without what is empty.
 */
export function cellWords(value: Value, naming: CellNaming = {}): string {
  if (value === null) return "";
  if (typeof value === "string") return naming.names?.[value] ?? value;
  if (typeof value === "boolean" && naming.locale === "ru") return value ? "да" : "нет";
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (isTagged(value)) return taggedWords(value, naming);
  if (isMoney(value)) return `${value.amount} ${value.currency}`;
  if (isList(value)) {
    const isLong = value.some((one) => isMap(one) && !isTagged(one) && !isMoney(one) && nameIn(one) === null);
    return value.map((one) => cellWords(one, naming)).join(isLong ? "\n" : "; ");
  }
  return isMap(value) ? mapWords(value, naming) : "";
}

/** `2026-11-20T10:00:00.000+03:00` → `20.11.2026 10:00` for Russian readers, `2026-11-20 10:00` else: the zone is the company's already. */
function taggedWords(
  { $type, value }: { readonly $type: string; readonly value: string },
  { locale }: CellNaming,
): string {
  if ($type !== "date" && $type !== "date and time") return value;
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(value);
  if (!found) return value;
  const [, year, month, day, time] = found;
  const date = locale === "ru" ? `${day}.${month}.${year}` : `${year}-${month}-${day}`;
  return time === undefined ? date : `${date} ${time}`;
}

function mapWords(map: ValueMap, naming: CellNaming): string {
  const decision = decisionWords(map, naming);
  if (decision !== null) return decision;
  const name = nameIn(map);
  if (name !== null) return name;
  return pairsOf(map, naming, []);
}

/** A file or a snapshot of a record is told by its name. */
function nameIn(map: ValueMap): string | null {
  const { name, id, ref, title } = map;
  if (typeof ref === "string" && typeof title === "string") return title;
  if (typeof name !== "string") return null;
  return typeof id === "string" || Object.keys(map).length === 1 ? name : null;
}

const OUTCOMES: Readonly<Record<string, Readonly<Record<"ru" | "en", string>>>> = {
  approve: { ru: "согласовано", en: "approved" },
  reject: { ru: "отклонено", en: "rejected" },
  rework: { ru: "возвращено на доработку", en: "sent back" },
  done: { ru: "выполнено", en: "done" },
};
const DECISION_KEYS = ["by", "onBehalfOf", "override", "overrideBy", "outcome", "at", "comment"];

/** `Екатерина Серова — согласовано, 20.11.2026 10:00: в порядке`, with what was filled in behind it. */
function decisionWords(map: ValueMap, naming: CellNaming): string | null {
  const { by, onBehalfOf, override, overrideBy, outcome, at, comment } = map;
  if (typeof outcome !== "string" || at === undefined || by === undefined) return null;
  const locale = naming.locale ?? "en";
  const word = (ru: string, en: string): string => (locale === "ru" ? ru : en);
  const who = by === null ? word("по истечении срока", "by the clock") : cellWords(by, naming);
  const behalf = typeof onBehalfOf === "string" ? ` (${word("за", "for")}: ${cellWords(onBehalfOf, naming)})` : "";
  const administrator = typeof overrideBy === "string" ? ` ${cellWords(overrideBy, naming)}` : "";
  const acted =
    override === true ? ` (${word("действовал администратор", "an administrator acted")}${administrator})` : "";
  const said = typeof comment === "string" && comment !== "" ? `: ${comment}` : "";
  const rest = pairsOf(map, naming, DECISION_KEYS);
  const done = OUTCOMES[outcome]?.[locale] ?? outcome;
  return `${who}${behalf}${acted} — ${done}, ${cellWords(at, naming)}${said}${rest === "" ? "" : ` (${rest})`}`;
}

function pairsOf(map: ValueMap, naming: CellNaming, without: readonly string[]): string {
  return Object.keys(map)
    .sort()
    .filter((key) => !without.includes(key))
    .map((key) => [key, cellWords(map[key] ?? null, naming)] as const)
    .filter(([, words]) => words !== "")
    .map(([key, words]) => `${key}: ${words}`)
    .join(", ");
}
