import type { InstanceId } from "../base/ids.ts";
import type { Head, Registries, SealedRow } from "../ports/registries.ts";
import type { Store } from "../ports/store.ts";
import { type Appended, compareHistory } from "../registry/compare-history.ts";
import { ERASURES, recordedErasures } from "../registry/erasure.ts";
import { type Finding, findingOf } from "../registry/finding.ts";
import { createVerifier, type RegistryVerifier, type Verification } from "../registry/verify-registry.ts";

/** Rows read at once, and instances whose histories are read at once. */
const ROWS_PAGE = 1000;
const INSTANCES_PAGE = 200;

/** Rows without an instance that are listed. */
const ORPHANS_MAX = 1000;

/** What is to be verified. */
export interface VerifyRegistriesOrder {
  /** Secret of the chains. */
  readonly key: Uint8Array;
  /** Heads that were written outside the database. */
  readonly kept: readonly Head[];
  /** Only these; null: all there are. */
  readonly registries: readonly string[] | null;
  /** Called now and then with the number of rows and instances read so far. */
  readonly onProgress?: (read: { readonly rows: number; readonly instances: number }) => void;
}

/**
 * Verifies registries against their seals, their heads and the histories of all instances. Reads page by page: an engine
 * that goes on meanwhile does no harm (what it appends is sound or not sealed yet).
 */
export async function verifyRegistries(
  store: Pick<Store, "registries" | "queries">,
  order: VerifyRegistriesOrder,
): Promise<readonly Verification[]> {
  const verifiers = new Map<string, RegistryVerifier>();
  const names = new Set([...(await store.registries.names()), ...order.kept.map((head) => head.registry)]);
  const state: State = { store, order, verifiers, rows: 0, instances: 0 };
  for (const name of order.registries ?? [...names].sort()) await readRows(state, name);
  await readHistories(state);
  for (const [registry, verifier] of verifiers) {
    for (const { seal, instance, sequence } of await store.registries.orphans(registry, ORPHANS_MAX))
      verifier.add([
        findingOf({ kind: "eventMissing" }, { registry, number: seal?.number ?? null, instance, sequence }),
      ]);
  }
  return [...verifiers.values()].map((verifier) => verifier.finish());
}

interface State {
  readonly store: Pick<Store, "registries" | "queries">;
  readonly order: VerifyRegistriesOrder;
  readonly verifiers: Map<string, RegistryVerifier>;
  rows: number;
  instances: number;
}

async function readRows(state: State, registry: string): Promise<void> {
  const { store, order } = state;
  const { registries } = store;
  // Heads before rows: what is sealed in between makes the registry longer, never shorter.
  const [head, days] = [await registries.head(registry), await registries.heads(registry)];
  const outside = order.kept.filter((one) => one.registry === registry);
  const kept = [...outside, ...days, ...(head === null ? [] : [head])];
  const erasures = await erasuresOf(registries, registry);
  const verifier = createVerifier({ registry, key: order.key, kept, erasures });
  state.verifiers.set(registry, verifier);
  for await (const row of pages(registries, registry)) {
    verifier.take(row);
    if (++state.rows % ROWS_PAGE === 0) order.onProgress?.(state);
  }
}

async function erasuresOf(registries: Registries, registry: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const row of pages(registries, ERASURES)) {
    for (const key of recordedErasures(registry, [row])) found.add(key);
  }
  return found;
}

/** All rows; those without a seal come in the last page. */
async function* pages(registries: Registries, registry: string): AsyncGenerator<SealedRow> {
  let after = 0;
  for (;;) {
    const rows = await registries.rows(registry, { after, limit: ROWS_PAGE });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < ROWS_PAGE || last?.seal == null || last.seal.number <= after) return;
    after = last.seal.number;
  }
}

async function readHistories(state: State): Promise<void> {
  const { store, order } = state;
  let after: InstanceId | null = null;
  for (;;) {
    const ids: readonly InstanceId[] = await store.queries.ids(after, INSTANCES_PAGE);
    if (ids.length === 0) return;
    const findings = await compared(store.registries, ids);
    // What was written between two reads looks like a difference, and does not when it is read again.
    const doubtful = new Set(findings.flatMap((finding) => finding.instance ?? []));
    const sure = doubtful.size === 0 ? [] : await compared(store.registries, [...doubtful]);
    for (const finding of sure) verifierOf(state, finding.registry)?.add([finding]);
    state.instances += ids.length;
    order.onProgress?.(state);
    after = ids.at(-1) ?? null;
  }
}

/** A registry whose rows are all gone, head and all, is still told of by histories. */
function verifierOf({ order, verifiers }: State, registry: string): RegistryVerifier | undefined {
  const known = verifiers.get(registry);
  if (known !== undefined || order.registries !== null) return known;
  const made = createVerifier({ registry, key: order.key, kept: [], erasures: new Set() });
  verifiers.set(registry, made);
  return made;
}

async function compared(registries: Registries, ids: readonly InstanceId[]): Promise<readonly Finding[]> {
  const [rows, told] = [await registries.rowsOf(ids), await registries.appendedBy(ids)];
  const byPlace = Map.groupBy(rows, placeOf);
  return [...told, ...untold(told, rows)].flatMap((one) => compareHistory(one, byPlace.get(placeOf(one)) ?? []));
}

function placeOf({ registry, instance }: Pick<SealedRow, "registry" | "instance">): string {
  return JSON.stringify([registry, instance]);
}

/** Rows of instances whose history tells nothing of that registry. */
function untold(told: readonly Appended[], rows: readonly SealedRow[]): readonly Appended[] {
  const known = new Set(told.map(placeOf));
  const strangers = Map.groupBy(
    rows.filter((row) => !known.has(placeOf(row))),
    placeOf,
  );
  return [...strangers.values()].flatMap(([row]) =>
    row === undefined ? [] : [{ registry: row.registry, instance: row.instance, process: row.process, events: [] }],
  );
}
