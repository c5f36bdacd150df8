import { isList, isMap, isTagged, type Value } from "../../engine/base/value.ts";
import type { CompanyAtWork, SentMessage } from "./company-at-work.ts";

/** What a week left behind, without what only one CRM knows (ids of files, the order of links). */
export interface WhatIsLeft {
  readonly registries: Readonly<Record<string, readonly unknown[]>>;
  readonly messages: readonly unknown[];
  readonly records: Readonly<Record<string, unknown>>;
  /** Process, status and subject of everything that ran, each once: how often two events close together start it is chance. */
  readonly instances: readonly string[];
  readonly incidents: readonly unknown[];
}

const TYPES = ["lead", "company", "contact", "deal", "invoice"];
const REGISTRIES = ["discount-changes", "invoice-approvals"];

/** Reads everything that a person could look at afterwards. */
export async function whatIsLeft(at: CompanyAtWork): Promise<WhatIsLeft> {
  const { useCases } = at.engine;
  const registries = await Promise.all(
    REGISTRIES.map(async (name) => {
      const rows = await useCases.registryRows(name, { limit: 1_000 });
      return [name, rows.map(({ entry, actor, step }) => comparable({ entry, actor, step } as Value))] as const;
    }),
  );
  const refs = (await Promise.all(TYPES.map((type) => at.outside.crm.find(type, {})))).flat().sort();
  const records = await Promise.all(refs.map(async (ref) => [ref, comparable(await at.look(ref))] as const));
  const instances = (await useCases.instances({}, { limit: 1_000 })).rows.map(
    ({ process, status, subject }) => `${process} ${status} ${subject}`,
  );
  const raised = (await useCases.incidents({ limit: 100 })).rows;
  // While a portal is waited for the test's clock jumps: that is no standstill of the engine.
  const incidents = raised
    .filter(({ code }) => code !== "DOWNTIME")
    .map(({ process, step, code, message }) => ({
      ...{ process, step, code, message: message.en },
    }));
  return {
    registries: Object.fromEntries(registries),
    // What happens at one instant has no order of its own.
    messages: (await at.messages()).map(lineOf).sort(),
    records: Object.fromEntries(records),
    instances: [...new Set(instances)].sort(),
    incidents,
  };
}

function lineOf({ kind, to, channel, address, subject, text }: SentMessage): string {
  return `${kind} ${to} ${channel} ${address} «${subject ?? ""}» ${text}`;
}

/** Files by name: their ids are those of whoever keeps them. Links have no order; a portal takes a while to tell. */
function comparable(value: Value): unknown {
  if (isList(value)) {
    const all = value.map(comparable);
    return value.every((one) => typeof one === "string" && /^\w+\/\d+$/.test(one)) ? all.toSorted() : all;
  }
  if (isTagged(value) && value.$type === "date and time") return "an instant";
  if (!isMap(value)) return value;
  // A portal keeps a field for each key: no key and no map are the same there.
  if (Object.keys(value).length === 0) return null;
  const named = typeof value["name"] === "string" && ("id" in value || "url" in value);
  if (named) return { file: value["name"] };
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, comparable(one)]),
  );
}
