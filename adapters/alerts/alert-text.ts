import { severityOf } from "../../engine/instance/incident-severity.ts";
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

/** An alert to read: each kind with how many, the first of them in words, and what to do. */
export function alertText(parts: readonly AlertPart[], locale: Locale): string {
  const last =
    locale === "ru"
      ? "Все: ordo incidents. Увидели: ordo incidents --seen <id> — больше не напомню."
      : "All of them: ordo incidents. Seen: ordo incidents --seen <id>, and they are not told again.";
  return [...parts.map((part) => partText(part, locale)), last].join("\n\n");
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

function partText({ incidents, isRepeated }: AlertPart, locale: Locale): string {
  const [first] = incidents;
  if (first === undefined) return "";
  const severity = SEVERITY_WORDS[severityOf(first.code)][locale];
  const again = isRepeated ? (locale === "ru" ? ", повтор" : ", again") : "";
  const where = first.process === "" ? "Ordo" : first.process;
  const names = incidents.slice(0, NAMED_MAX).map(({ id }) => `  ${id}`);
  const rest = incidents.length - names.length;
  return [
    `[${severity}${again}] ${first.code} · ${where}: ${incidents.length}`,
    first.message[locale],
    first.remedy[locale],
    ...names,
    ...(rest > 0 ? [locale === "ru" ? `  … и ещё ${rest}` : `  … and ${rest} more`] : []),
  ].join("\n");
}
