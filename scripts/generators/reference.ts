import { ALL_EXPLANATIONS } from "../../engine/definition/all-explanations.ts";
import type { Explanation } from "../../engine/definition/explanation.ts";
import { renderForEditor } from "../../engine/definition/schema/render.ts";
import { FILE_TITLES } from "../../engine/definition/schema/schemas.ts";
import { INCIDENT_CODES } from "../../engine/instance/incident-codes.ts";
import { CODE_SEVERITIES, severityOf } from "../../engine/instance/incident-severity.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { GeneratedFiles } from "../generated-files.ts";

const NOTE = "<!-- Generated (npm run generate). Do not edit. -->\n";

/** The reference for people: the language out of its schema, problems out of their explanations, errors out of their tables. */
export function generate(): GeneratedFiles {
  return {
    "docs/reference/language.md": language(),
    "docs/reference/problems.md": problems(),
    "docs/reference/errors.md": errors(),
  };
}

// ── the language ────────────────────────────────────────────────────────────────────────────────

/** What a published schema holds; alternatives stand in `anyOf`. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly "x-en"?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const KINDS = ["process", "scenario", "catalog", "directory", "records", "calendar", "config"] as const;

function language(): string {
  const parts = KINDS.map((kind) => {
    const schema = renderForEditor(kind, {}) as Schema;
    const defs = Object.entries(schema.$defs ?? {});
    const sections =
      kind === "config"
        ? configSections(schema)
        : defs
            .filter(([, definition]) => definition.properties)
            .map(([name, definition]) => `### ${titleOf(name)}\n\n${lead(definition)}${keys(definition)}`);
    return [`## ${FILE_TITLES[kind]}`, keys(schema), ...sections].join("\n\n");
  });
  return `${NOTE}\n# Язык процессов: все ключи · The process language: every key\n\nВыражения FEEL, операции и функции: \`docs/ru/expressions.md\`. Обязательные ключи отмечены звёздочкой.\n\n${parts.join("\n\n")}\n`;
}

/**
 * Every map of `ordo.yaml` under its path, with all alternatives: `channels.email.smtp`, `crm.bitrix24.records.<name>`. A
 * map that was shown is not shown again: a second place says where it stands.
 */
function configSections(config: Schema): readonly string[] {
  const sections: string[] = [];
  const shown = new Map<string, string>();

  function resolved(schema: Schema): Schema {
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : (config.$defs?.[name] ?? schema);
  }

  function enter(path: string, given: Schema): void {
    // Every duration is written alike.
    if (given.$ref?.endsWith("/lengthOfTime")) return;
    const schema = resolved(given);
    for (const one of schema.anyOf ?? []) enter(path, one);
    if (schema.items !== undefined) enter(`${path}[]`, schema.items);
    if (typeof schema.additionalProperties === "object") enter(`${path}.<имя>`, schema.additionalProperties);
    const entries = Object.entries(schema.properties ?? {});
    if (entries.length === 0) return;
    const table = keys(schema);
    const before = shown.get(table);
    sections.push(`### \`${path}\`\n\n${before === undefined ? table : `Как · as \`${before}\`.`}`);
    if (before !== undefined) return;
    shown.set(table, path);
    for (const [name, one] of entries) enter(`${path}.${name}`, one);
  }

  for (const [name, schema] of Object.entries(config.properties ?? {})) enter(name, schema);
  return sections;
}

function titleOf(name: string): string {
  return name.startsWith("step-") ? `Шаг \`${name.slice("step-".length)}\`` : `\`${name}\``;
}

function lead(schema: Schema): string {
  return schema.description
    ? `${cell(schema.description)}${schema["x-en"] ? ` · ${cell(schema["x-en"])}` : ""}\n\n`
    : "";
}

function keys(schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const star = schema.required?.includes(name) ? "\\*" : "";
    return `| \`${name}\`${star} | ${cell(value.description ?? "")} | ${cell(value["x-en"] ?? "")} | ${example(value)} |`;
  });
  return ["| ключ | что это | what it is | пример |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function example({ examples }: Schema): string {
  if (!examples || examples.length === 0) return "";
  const [first] = examples;
  const text = typeof first === "string" ? first : JSON.stringify(first);
  return `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

// ── problems ────────────────────────────────────────────────────────────────────────────────────

function problems(): string {
  const sorted = [...ALL_EXPLANATIONS.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
  return `${NOTE}\n# Что находит \`ordo check\` · What \`ordo check\` finds\n\nТо же в терминале: \`ordo explain <код>\`. ${sorted.length} кодов.\n\n${sorted.map(problem).join("\n\n")}\n`;
}

function problem({ code, severity, title, why, wrong, right }: Explanation): string {
  const kind = severity === "error" ? "ошибка · error" : "предупреждение · warning";
  return [
    `## ${code}`,
    `**${title.ru}** · ${title.en} (${kind})`,
    why.ru,
    `*${why.en}*`,
    "Неверно · wrong:",
    fenced(wrong),
    "Верно · right:",
    fenced(right),
  ].join("\n\n");
}

function fenced(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
}

// ── errors ──────────────────────────────────────────────────────────────────────────────────────

function errors(): string {
  const rejections = Object.entries(REJECTIONS).map(
    ([code, { reason, remedy }]) => `| \`${code}\` | ${reason.ru} ${remedy.ru} | ${reason.en} ${remedy.en} |`,
  );
  const incidents = Object.entries(INCIDENT_CODES).map(
    ([code, { ru, en }]) => `| \`${code}\` | ${severityOf(code)} | ${ru} | ${en} |`,
  );
  const others = (["high", "low"] as const).map((severity) => {
    const codes = Object.keys(CODE_SEVERITIES).filter((code) => severityOf(code) === severity);
    return `- \`${severity}\`: ${codes.map((code) => `\`${code}\``).join(", ")}`;
  });
  return [
    NOTE,
    "# Отказы и сбои · Rejections and incidents",
    "## Отказ: команду человека нельзя выполнить · A person's command that cannot be done",
    "Проверяются в порядке языка (§3): первый подходящий и отвечает.",
    ["| код | по-русски | in English |", "| --- | --- | --- |", ...rejections].join("\n"),
    "## Сбой: процесс не может идти дальше сам · An incident: the process needs a person",
    "Выражения добавляют коды `EXPRESSION_…`, таблицы решений — `DECISION_…`; оба называют место и значения.",
    ["| код | важность | по-русски | in English |", "| --- | --- | --- | --- |", ...incidents].join("\n"),
    "## Важность · Severity",
    "`high` — решения или деньги стоят, пока не придёт человек; `low` — ничего не ждёт; остальное — `normal`. По ней `alerts:` решает, кого оповестить. · `high`: decisions or money stand still until somebody comes; `low`: nothing waits; all else is `normal`. `alerts:` goes by it.",
    others.join("\n"),
    "",
  ].join("\n\n");
}
