import { isMap } from "../../engine/base/value.ts";
import type { CallStep, Definition, Template } from "../../engine/definition/model.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { type Finding, wrong } from "../finding.ts";
import { isAllowed } from "../http-client/allowed-hosts.ts";
import type { HttpConfig } from "../http-client/config.ts";

/**
 * Steps of the company's processes that `http.request` would refuse as `ordo.yaml` stands: a host that is not allowed, a
 * secret that is not there, not set, or for other hosts. Addresses that are only known when a step runs are left out.
 */
export function checkHttpSteps(definitions: readonly Definition[], http: HttpConfig): readonly Finding[] {
  return definitions.flatMap(({ steps }) =>
    [...steps.values()].flatMap((step) =>
      step.kind === "call" && step.operation === "http.request" ? stepFindings(step, http) : [],
    ),
  );
}

function stepFindings(step: CallStep, { allow, secrets }: HttpConfig): readonly Finding[] {
  const { file, line } = step.place;
  const where = `${file}:${line}, ${step.id}`;
  const url = urlOf(step.with.find(({ name }) => name === "url")?.value);
  const found: Finding[] = [];
  if (url !== null && !isAllowed(url, allow))
    found.push(
      wrong(
        "http-steps",
        {
          ru: `${where}: ${url.protocol}//${url.host} нет в http.allow`,
          en: `${where}: ${url.protocol}//${url.host} is not in http.allow`,
        },
        {
          ru: "Добавьте узел в http.allow файла ordo.yaml или исправьте адрес шага",
          en: "Add the host to http.allow of ordo.yaml, or mend the step's address",
        },
      ),
    );
  for (const name of secretsIn(step.with.find((entry) => entry.name === "headers")?.value)) {
    const says = secretTrouble(name, url, secrets);
    if (says === null) continue;
    const remedy = {
      ru: "Исправьте http.secrets в ordo.yaml или имя в заголовке шага",
      en: "Mend http.secrets of ordo.yaml, or the name in the step's header",
    };
    found.push(wrong("http-steps", { ru: `${where}: ${says.ru}`, en: `${where}: ${says.en}` }, remedy));
  }
  return found;
}

function secretTrouble(name: string, url: URL | null, secrets: HttpConfig["secrets"]): Text | null {
  const bound = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (bound === undefined) return { ru: `нет http.secrets.${name}`, en: `there is no http.secrets.${name}` };
  if (bound.value === null) return { ru: `http.secrets.${name} не задан`, en: `http.secrets.${name} is not set` };
  if (url === null || isAllowed(url, bound.hosts)) return null;
  return {
    ru: `http.secrets.${name} не для узла ${url.host}`,
    en: `http.secrets.${name} is not for ${url.host}`,
  };
}

/** The host, where it is written out; what follows it may be worked out later. */
function urlOf(template: Template | undefined): URL | null {
  if (template?.kind === "literal" && typeof template.value === "string") return URL.parse(template.value);
  const first = template?.kind === "text" ? template.parts[0] : undefined;
  const origin = typeof first === "string" ? /^[a-z]+:\/\/[^/?#]+(?=[/?#])/i.exec(first)?.[0] : undefined;
  return origin === undefined ? null : URL.parse(origin);
}

/** Names of the secrets that the headers ask for. */
function secretsIn(template: Template | undefined): readonly string[] {
  const texts: unknown[] = [];
  if (template?.kind === "map")
    texts.push(...template.entries.map(({ value }) => (value.kind === "literal" ? value.value : null)));
  if (template?.kind === "literal" && isMap(template.value)) texts.push(...Object.values(template.value));
  return texts.flatMap((text) => (typeof text === "string" && text.startsWith("secret:") ? [text.slice(7)] : []));
}
