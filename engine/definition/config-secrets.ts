import { suggest } from "../base/suggest.ts";
import { looksSecret } from "./checks/secret-in-file.ts";
import { type Environment, mentionsIn, withVariables } from "./config-variable.ts";
import { problem } from "./make-problem.ts";
import { childOf, type Document, type Entry, entryOf, type Node, type ScalarNode, textOf } from "./node.ts";
import type { Problem } from "./problem.ts";

/**
 * Secrets of `ordo.yaml`: they come from the environment as `${NAME}`. One that is written in the file, a variable that
 * is not set, and an address that is none are problems.
 */
export function configSecrets(document: Document, environment: Environment | null): readonly Problem[] {
  return [
    ...textsIn(document.root, null).flatMap((text) => [
      ...writtenSecret(document, text),
      ...variables(document, text, environment),
    ]),
    ...addresses(document, environment),
  ];
}

/**
 * The file's text for printing its problems: what looks like a secret is starred out, so that no log of a build holds it.
 * Passwords in addresses are, even where the file is so wrong that nobody looked for secrets.
 */
export function withoutSecrets(text: string, problems: readonly Problem[]): string {
  const starred = problems
    .filter(({ code }) => code === "config-secret")
    .reduce(
      (shown, { place: { start, end } }) => shown.slice(0, start) + stars(shown.slice(start, end)) + shown.slice(end),
      text,
    );
  return starred.replace(
    PASSWORDS,
    (whole, before: string, password: string) => `${before}${stars(password)}${whole.slice(-1)}`,
  );
}

const PASSWORDS = /(:\/\/[^/@\s:]*:)((?!\$\{[^}]*\}@)[^@\s"']+)@/g;

function stars(text: string): string {
  return text.replace(/[^\n]/g, "*");
}

interface TextAt {
  readonly node: ScalarNode;
  readonly text: string;
  readonly under: Entry | null;
}

function textsIn(node: Node, under: Entry | null): readonly TextAt[] {
  if (node.kind === "list") return node.items.flatMap((item) => textsIn(item, under));
  if (node.kind === "map") return node.entries.flatMap((entry) => textsIn(entry.value, entry));
  return typeof node.value === "string" ? [{ node, text: node.value, under }] : [];
}

/** `scheme://name:password@…` with the password written out. */
const PASSWORD = /^[a-z][\w+.-]*:\/\/[^/@\s:]*:(?!\$\{[^}]*\}@)[^@\s]+@/i;

function writtenSecret(document: Document, { node, text, under }: TextAt): readonly Problem[] {
  const isKey =
    under !== null &&
    (under === entryOf(childOf(document.root, "registry"), "key") || headerSecrets(document).includes(under));
  const isWritten = isKey ? mentionsIn(text).length === 0 : PASSWORD.test(text) || looksSecret(text, under);
  if (!isWritten) return [];
  const name = isKey
    ? under.name === "key"
      ? "ORDO_REGISTRY_KEY"
      : "NAME"
    : /^redis/i.test(text)
      ? "REDIS_URL"
      : /^postgres/i.test(text)
        ? "DATABASE_URL"
        : "NAME";
  return [
    problem(document, {
      code: "config-secret",
      at: node,
      message: {
        ru: "Здесь записан пароль или ключ: его увидят все",
        en: "A password or key stands here for all to see",
      },
      remedy: {
        ru: `Задайте его в окружении, а здесь напишите "\${${name}}"; записанный считайте раскрытым и смените`,
        en: `Set it in the environment and write "\${${name}}" here; take the written one as known, and change it`,
      },
    }),
  ];
}

/** `http.secrets.<name>.value`, whatever it looks like. */
function headerSecrets(document: Document): readonly Entry[] {
  const secrets = childOf(childOf(document.root, "http"), "secrets");
  if (secrets?.kind !== "map") return [];
  return secrets.entries.flatMap(({ value }) => entryOf(value, "value") ?? []);
}

function variables(document: Document, { node, text }: TextAt, environment: Environment | null): readonly Problem[] {
  return mentionsIn(text).flatMap(({ name, start, end, sound }) => {
    const at = { start: node.offsetOf(start), end: node.offsetOf(end) };
    if (!sound) return [notVariable(document, at, name)];
    return environment === null || environment[name] ? [] : [notSet(document, at, { name, environment })];
  });
}

function notVariable(document: Document, at: { readonly start: number; readonly end: number }, name: string): Problem {
  return problem(document, {
    code: "config-variable",
    at,
    message: {
      ru: `«${name.slice(0, 40)}» не может быть именем переменной окружения`,
      en: `"${name.slice(0, 40)}" cannot be the name of an environment variable`,
    },
    remedy: {
      ru: "В ordo.yaml между ${ и } стоит имя: латинские буквы, цифры и _, например ${DATABASE_URL}",
      en: "In ordo.yaml a name stands between ${ and }: Latin letters, digits and _, such as ${DATABASE_URL}",
    },
  });
}

function notSet(
  document: Document,
  at: { readonly start: number; readonly end: number },
  { name, environment }: { readonly name: string; readonly environment: Environment },
): Problem {
  const isEmpty = environment[name] === "";
  const near = isEmpty ? null : suggest(name, Object.keys(environment).slice(0, VARIABLES_MAX));
  return problem(document, {
    code: "config-secret-missing",
    at,
    message: isEmpty
      ? { ru: `Переменная окружения ${name} пуста`, en: `The environment variable ${name} is empty` }
      : { ru: `Переменная окружения ${name} не задана`, en: `The environment variable ${name} is not set` },
    remedy:
      near === null
        ? {
            ru: `Задайте её перед запуском: export ${name}=…, или EnvironmentFile в systemd, или environment в Docker`,
            en: `Set it before the start: export ${name}=…, or EnvironmentFile in systemd, or environment in Docker`,
          }
        : {
            ru: `Возможно, вы имели в виду ${near}? Она задана`,
            en: `Did you mean ${near}? That one is set`,
          },
  });
}

/** Variables looked through for one that was meant. */
const VARIABLES_MAX = 1_000;

// ── addresses of servers ────────────────────────────────────────────────────────────────────────

const SCHEMES: readonly { readonly section: string; readonly schemes: RegExp; readonly says: string }[] = [
  { section: "store", schemes: /^postgres(?:ql)?:\/\/\S+$/i, says: "postgres://ordo:…@server:5432/ordo" },
  { section: "scheduler", schemes: /^rediss?:\/\/\S+$/i, says: "redis://:…@server:6379/0" },
];

/** An address must begin as its server's do. What it is, is never shown: it may hold a password. */
function addresses(document: Document, environment: Environment | null): readonly Problem[] {
  return SCHEMES.flatMap(({ section, schemes, says }) => {
    const node = childOf(childOf(document.root, section), "url");
    const text = textOf(node);
    if (node === undefined || text === undefined) return [];
    if (environment === null && /^\$\{/.test(text)) return [];
    const address = environment === null ? text : withVariables(text, environment);
    if (address === null || schemes.test(address)) return [];
    const mentioned = mentionsIn(text)[0]?.name;
    const from = mentioned === undefined ? { ru: "", en: "" } : { ru: ` в ${mentioned}`, en: ` in ${mentioned}` };
    return [
      problem(document, {
        code: "config-address",
        at: node,
        message: { ru: `Непохоже на адрес сервера${from.ru}`, en: `This is no address of a server${from.en}` },
        remedy: { ru: `Нужно: ${says}`, en: `Needed: ${says}` },
      }),
    ];
  });
}
