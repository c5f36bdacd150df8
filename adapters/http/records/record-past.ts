import { type InstanceId, id } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import type { UseCases } from "../../../engine/runtime/use-cases.ts";
import type { Viewer } from "../../accounts/viewer.ts";
import type { RecordPast } from "../../crm/local/record-history.ts";
import { type Named, personShown, plainValue } from "./record-shown.ts";
import type { SeenType } from "./vocabulary.ts";

/** The fields that a write changed, of those that the viewer may see. */
function changedFields({ before, after }: RecordPast, type: SeenType) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (field === undefined) return [];
    const [was, is] = [plainValue(before[name] ?? null), plainValue(after[name] ?? null)];
    return [{ name, title: field.title, before: was, after: is }];
  });
}

/** Values of writes with their fields, to find what they name. */
export function namedInPast(past: readonly RecordPast[], type: SeenType): readonly Named[] {
  return past.flatMap(({ before, after }) => [
    { type, values: before },
    { type, values: after },
  ]);
}

/** Writes as the API tells them. Of an instance that the viewer may not see only its process is named. */
export async function pastShown(
  past: readonly RecordPast[],
  of: {
    readonly type: SeenType;
    readonly viewer: Viewer;
    readonly useCases: UseCases;
    readonly people: DirectorySnapshot;
    /** Titles of processes. */
    readonly processes: ReadonlyMap<string, string>;
  },
) {
  const instances = [...new Set(past.flatMap(({ cause }) => textOf(cause, "instance") ?? []))];
  const seen = new Set<string>();
  for (const instance of instances)
    if (await of.useCases.maySee(of.viewer, id<InstanceId>(instance))) seen.add(instance);
  const numbers = await of.useCases.numbers([...seen].map((instance) => id<InstanceId>(instance)));
  return past.map((one) => {
    const { revision, at, by, cause, change } = one;
    const process = textOf(cause, "process");
    const instance = textOf(cause, "instance");
    const isSeen = instance !== null && seen.has(instance);
    return {
      ...{ revision, at: new Date(at).toISOString(), by: personShown(by, of.people), change },
      cause:
        cause === null
          ? null
          : {
              kind: process === null ? ("import" as const) : ("process" as const),
              process,
              title: process === null ? null : (of.processes.get(process) ?? process),
              instance: isSeen ? instance : null,
              number: isSeen ? (numbers[instance] ?? null) : null,
            },
      fields: changedFields(one, of.type),
    };
  });
}

function textOf(cause: ValueMap | null, name: string): string | null {
  const value = cause?.[name];
  return typeof value === "string" ? value : null;
}
