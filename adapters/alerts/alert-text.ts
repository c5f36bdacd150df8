import { severityOf } from "../../engine/instance/incident-severity.ts";
import { screenText } from "../http/screen-text.ts";
import type { AlertPart } from "./alert-plan.ts";

type Locale = "ru" | "en";

/** Incidents of one kind that a message names one by one. */
const NAMED_MAX = 3;
/** Kinds that a text message names. */
const SHORT_KINDS_MAX = 2;

const SEVERITY_WORDS = {
  high: { ru: "ВАЖНО", en: "HIGH" },
  normal: { ru: "сбой", en: "incident" },
  low: { ru: "к сведению", en: "for information" },
} as const;

/** Subject of an alert. */
export function alertSubject(parts: readonly AlertPart[], locale: Locale): string {
  const codes = [...new Set(parts.flatMap(({ incidents }) => incidents.map(({ code }) => code)))];
  const count = countOf(parts);
  const again = parts.every(({ isRepeated }) => isRepeated) ? { ru: " (повтор)", en: " (again)" }[locale] : "";
  const shown = codes.slice(0, NAMED_MAX).join(", ") + (codes.length > NAMED_MAX ? "…" : "");
  return locale === "ru" ? `Ordo: сбоев: ${count}${again} — ${shown}` : `Ordo: incidents: ${count}${again}: ${shown}`;
}

/** What an alert says besides the incidents themselves. */
export interface AlertSurroundings {
  /** Where people reach the console; null: nobody said, and the command line is named. */
  readonly address: string | null;
  /** Incident → what its instance is called (`invoice-approval/1`), of those that {@link shownIncidents} names. */
  readonly names: ReadonlyMap<string, string>;
}

/** An alert to read: each kind with how many, the first of them in words, and what to do. */
export function alertText(parts: readonly AlertPart[], locale: Locale, around: AlertSurroundings): string {
  return [...parts.map((part) => partText(part, locale, around)), lastText(locale, around)].join("\n\n");
}

/** The incidents of a kind that a message names one by one. */
export function shownIncidents({ incidents }: AlertPart): AlertPart["incidents"] {
  return incidents.slice(0, NAMED_MAX);
}

function lastText(locale: Locale, { address }: AlertSurroundings): string {
  if (address === null)
    return locale === "ru"
      ? "Все: ordo incidents. Увидели: ordo incidents --seen <id> — больше не напомню."
      : "All of them: ordo incidents. Seen: ordo incidents --seen <id>, and they are not told again.";
  const page = `${address}/operations/incidents`;
  return locale === "ru"
    ? `Все сбои: ${page}\nНажмите там «Я занимаюсь» — больше не напомню.`
    : `All incidents: ${page}\nPress “I look after it” there, and they are not told again.`;
}

/** An alert for a text message: what, how many, nothing else. */
export function shortText(parts: readonly AlertPart[], locale: Locale): string {
  const named = parts.slice(0, SHORT_KINDS_MAX).map(({ incidents }) => {
    const [first] = incidents;
    const where = first === undefined || first.process === "" ? "" : ` ${first.process}`;
    return `${first?.code ?? ""}${where}${incidents.length > 1 ? ` x${incidents.length}` : ""}`;
  });
  const rest = parts.length - named.length;
  const more = rest > 0 ? (locale === "ru" ? `, ещё видов: ${rest}` : `, kinds more: ${rest}`) : "";
  return `Ordo: ${named.join(", ")}${more}`;
}

/** How many incidents a message tells of. */
export function countOf(parts: readonly AlertPart[]): number {
  return parts.reduce((sum, { incidents }) => sum + incidents.length, 0);
}

function partText(part: AlertPart, locale: Locale, { address, names }: AlertSurroundings): string {
  const { incidents, isRepeated } = part;
  const [first] = incidents;
  if (first === undefined) return "";
  const severity = SEVERITY_WORDS[severityOf(first.code)][locale];
  const again = isRepeated ? (locale === "ru" ? ", повтор" : ", again") : "";
  const where = first.process === "" ? "Ordo" : first.process;
  const shown = shownIncidents(part).map(({ id, instance }) => {
    const page = address === null || instance === null ? "" : `: ${address}/operations/instances/${instance}`;
    // The command line wants the incident's own id.
    return address === null
      ? `  ${[names.get(id), id].filter(Boolean).join(" · ")}`
      : `  ${names.get(id) ?? id}${page}`;
  });
  const rest = incidents.length - shown.length;
  return [
    `[${severity}${again}] ${first.code} · ${where}: ${incidents.length}`,
    first.message[locale],
    (address === null ? first.remedy : screenText(first.remedy))[locale],
    ...shown,
    ...(rest > 0 ? [locale === "ru" ? `  … и ещё ${rest}` : `  … and ${rest} more`] : []),
  ].join("\n");
}
