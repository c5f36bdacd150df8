import { isDurationProblem, parseDuration } from "../base/duration.ts";
import { configSecrets } from "./config-secrets.ts";
import type { Environment } from "./config-variable.ts";
import { problem } from "./make-problem.ts";
import { childOf, type Document, entryOf, type Node, textOf } from "./node.ts";
import type { Problem, Text } from "./problem.ts";
import { plainOf } from "./value-of-node.ts";

/**
 * What the shape of `ordo.yaml` cannot say: keys of another kind of store, durations out of bounds, secrets written in
 * the file, variables that are not set.
 *
 * @param environment what `${NAME}` is looked up in; null: where the file is only checked, secrets need not be there
 */
export function checkConfig(document: Document, environment: Environment | null): readonly Problem[] {
  return [...misplaced(document), ...durations(document), ...configSecrets(document, environment)];
}

// ── keys that do not go together ────────────────────────────────────────────────────────────────

/** Section → what its `kind` is where it is not written, and the keys that each kind takes and needs. */
const KINDS: Readonly<
  Record<
    string,
    { readonly kinds: Readonly<Record<string, readonly string[]>>; readonly needs: Readonly<Record<string, string>> }
  >
> = {
  store: { kinds: { sqlite: ["file"], postgres: ["url", "pool"] }, needs: { postgres: "url" } },
  scheduler: { kinds: { local: [], bullmq: ["url", "prefix", "rates"] }, needs: { bullmq: "url" } },
};

function misplaced(document: Document): readonly Problem[] {
  const found = Object.entries(KINDS).flatMap(([name, { kinds, needs }]) => {
    const section = childOf(document.root, name);
    const kind = textOf(section) ?? textOf(childOf(section, "kind"));
    if (section === undefined || kind === undefined || !(kind in kinds)) return [];
    const need = needs[kind];
    return [
      ...foreignKeys(document, section, { kind, takes: kinds[kind] ?? [] }),
      ...(need !== undefined && entryOf(section, need) === undefined ? [lacks(document, section, { kind, need })] : []),
    ];
  });
  return [...found, ...keyTwice(document), ...sharedWithoutServer(document)];
}

function foreignKeys(
  document: Document,
  section: Node,
  { kind, takes }: { readonly kind: string; readonly takes: readonly string[] },
): readonly Problem[] {
  const entries = section.kind === "map" ? section.entries.filter(({ name }) => name !== "kind") : [];
  return entries.flatMap(({ key, name }) =>
    takes.includes(name)
      ? []
      : [
          problem(document, {
            code: "config-key-of-other-kind",
            at: key,
            message: {
              ru: `Ключ «${name}» не относится к ${kind}`,
              en: `The key "${name}" does not belong to ${kind}`,
            },
            remedy: { ru: "Удалите его или назовите другой kind", en: "Delete it, or name another kind" },
          }),
        ],
  );
}

function lacks(
  document: Document,
  section: Node,
  { kind, need }: { readonly kind: string; readonly need: string },
): Problem {
  const name = kind === "postgres" ? "DATABASE_URL" : "REDIS_URL";
  return problem(document, {
    code: "missing-key",
    at: section.kind === "map" ? (childOf(section, "kind") ?? section) : section,
    message: { ru: `Для ${kind} не хватает ключа «${need}»`, en: `The key "${need}" is missing for ${kind}` },
    remedy: {
      ru: `Напишите { kind: ${kind}, ${need}: "\${${name}}" } и задайте ${name} в окружении`,
      en: `Write { kind: ${kind}, ${need}: "\${${name}}" } and set ${name} in the environment`,
    },
  });
}

function keyTwice(document: Document): readonly Problem[] {
  const registry = childOf(document.root, "registry");
  const file = entryOf(registry, "keyFile");
  if (file === undefined || entryOf(registry, "key") === undefined) return [];
  return [
    problem(document, {
      code: "config-key-of-other-kind",
      at: file.key,
      message: {
        ru: "Ключ реестров задан дважды: key и keyFile",
        en: "The registries' key is given twice: key and keyFile",
      },
      remedy: { ru: "Оставьте одно из двух", en: "Keep one of the two" },
    }),
  ];
}

/** Several workers cannot share one SQLite file: Redis would only be one more thing that can fail. */
function sharedWithoutServer(document: Document): readonly Problem[] {
  const scheduler = childOf(document.root, "scheduler");
  const kind = textOf(scheduler) === undefined ? childOf(scheduler, "kind") : scheduler;
  if (kind === undefined || textOf(kind) !== "bullmq") return [];
  if (textOf(childOf(childOf(document.root, "store"), "kind")) === "postgres") return [];
  return [
    problem(document, {
      code: "config-scheduler-alone",
      severity: "warning",
      at: kind,
      message: {
        ru: "bullmq нужен нескольким рабочим процессам, а в файл SQLite пишет один",
        en: "bullmq is for several workers, but one process alone writes to a SQLite file",
      },
      remedy: {
        ru: "Поставьте scheduler: local, либо store: { kind: postgres, … }",
        en: "Write scheduler: local, or store: { kind: postgres, … }",
      },
    }),
  ];
}

// ── durations ───────────────────────────────────────────────────────────────────────────────────

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const YEARS_MS = 50 * 366 * DAY_MS;

interface Bounds {
  readonly path: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly says: Text;
}

const DURATIONS: readonly Bounds[] = [
  bounds(["worker", "lease"], [5 * SECOND_MS, 600 * SECOND_MS], { ru: "от PT5S до PT10M", en: "PT5S to PT10M" }),
  bounds(["worker", "stopWithin"], [0, 600 * SECOND_MS], { ru: "не больше PT10M", en: "at most PT10M" }),
  bounds(["retention", "ended"], [0, YEARS_MS], { ru: "не больше 50 лет", en: "at most 50 years" }),
  bounds(["retention", "inbox"], [DAY_MS, YEARS_MS], { ru: "не меньше P1D", en: "at least P1D" }),
  bounds(["retention", "messages"], [0, 366 * DAY_MS], { ru: "не больше P1Y", en: "at most P1Y" }),
  // Shorter, and a step that is tried again might not find that its message left.
  bounds(["retention", "sent"], [30 * DAY_MS, YEARS_MS], { ru: "от P30D до 50 лет", en: "P30D to 50 years" }),
  bounds(["retention", "letters"], [DAY_MS, YEARS_MS], { ru: "от P1D до 50 лет", en: "P1D to 50 years" }),
  ...["crm", "mail", "http", "message", "document"].map((lane) =>
    bounds(["scheduler", "rates", lane, "per"], [100, DAY_MS], { ru: "от PT0.1S до P1D", en: "PT0.1S to P1D" }),
  ),
];

function bounds(path: readonly string[], [least, most]: readonly [number, number], says: Text): Bounds {
  return { path, least, most, says };
}

/** Shorter than a month, and a person could not look again at what he decided. */
function perProcess(document: Document): readonly Bounds[] {
  const processes = childOf(childOf(document.root, "retention"), "processes");
  const names = processes?.kind === "map" ? processes.entries.map(({ name }) => name) : [];
  return names.flatMap((name) => [
    bounds(["retention", "processes", name, "ended"], [0, YEARS_MS], {
      ru: "не больше 50 лет",
      en: "at most 50 years",
    }),
    bounds(["retention", "processes", name, "removed"], [30 * DAY_MS, YEARS_MS], {
      ru: "от P30D до 50 лет",
      en: "P30D to 50 years",
    }),
  ]);
}

function durations(document: Document): readonly Problem[] {
  return [...DURATIONS, ...perProcess(document)].flatMap(({ path, least, most, says }) => {
    const node = path.reduce<Node | undefined>((at, name) => childOf(at, name), document.root);
    if (node === undefined) return [];
    const duration = parseDuration(plainOf(node));
    const ms = isDurationProblem(duration) || duration.kind !== "wall" ? null : wallMs(duration);
    if (ms !== null && ms >= least && ms <= most) return [];
    return [
      problem(document, {
        code: "config-duration",
        at: node.kind === "map" ? (node.entries[0]?.key ?? node) : node,
        message: { ru: `Здесь нужна длительность ${says.ru}`, en: `A duration of ${says.en} is needed here` },
        remedy: {
          ru: "Пишите в секундах, часах или днях: PT30S, PT1H, P7D",
          en: "Write it in seconds, hours or days: PT30S, PT1H, P7D",
        },
      }),
    ];
  });
}

/** Wall units as milliseconds: a month has 30 days and a year 365 where nobody asks which. */
export function wallMs({ months, days, ms }: { readonly months: number; readonly days: number; readonly ms: number }) {
  return (Math.floor(months / 12) * 365 + (months % 12) * 30 + days) * DAY_MS + ms;
}
