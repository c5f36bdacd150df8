import type { Instant } from "../base/instant.ts";
import type { Value } from "../base/value.ts";
import type { Head, Seal, SealedRow } from "../ports/registries.ts";
import { chainOf, rowDigest } from "./commitment.ts";
import { erasureKey } from "./erasure.ts";
import { type Finding, type Found, findingOf, type Place } from "./finding.ts";
import { openFields } from "./open-fields.ts";

/** Findings that are kept; the rest is counted. */
export const FINDINGS_MAX = 1000;

/** Misplaced rows whose true place is looked for among each other. */
const SEARCHED_MAX = 200;

/** What a registry is verified against. */
export interface VerifyOrder {
  readonly registry: string;
  readonly key: Uint8Array;
  /**
   * Heads to be found again: the store's own (read before the rows, so that a row sealed meanwhile does no harm), those
   * it kept day by day, and those that were written outside, which alone show that the end was cut off with its head.
   */
  readonly kept: readonly Head[];
  /** Erasures that the registry `erasures` records (`recordedErasures`). */
  readonly erasures: ReadonlySet<string>;
}

/** What verifying came to. */
export interface Verification {
  readonly registry: string;
  readonly sealed: number;
  readonly unsealed: number;
  /** Rows with erased fields. */
  readonly erased: number;
  /** Of breaches and of what is allowed at most {@link FINDINGS_MAX} each, in the order of the rows. */
  readonly findings: readonly Finding[];
  /** Breaches in all, those that are not listed included. */
  readonly breaches: number;
}

/**
 * Reads a registry row by row, in the order of the numbers, those without a seal last, and says at the end what does not
 * hold: rows that were changed, removed, reordered or forged, an end that was cut off, erasures and what is unsealed.
 * Holds no rows, so that a registry of any length can be read. Histories are compared apart (`compareHistory`).
 */
export interface RegistryVerifier {
  take(row: SealedRow): void;
  /** Puts in what was found elsewhere. */
  add(findings: readonly Finding[]): void;
  finish(): Verification;
}

/** Verifies rows that are all at hand. */
export function verifyRegistry(order: VerifyOrder, rows: Iterable<SealedRow>): Verification {
  const verifier = createVerifier(order);
  for (const row of rows) verifier.take(row);
  return verifier.finish();
}

/** A verifier at the beginning of a registry. */
export function createVerifier(order: VerifyOrder): RegistryVerifier {
  const heads = Map.groupBy(order.kept, (head) => head.count);
  const state: State = {
    order,
    heads,
    last: 0,
    chain: null,
    sealed: 0,
    erased: 0,
    unsealed: 0,
    oldest: null,
    misplaced: [],
    findings: [],
    allowed: [],
    breaches: 0,
  };
  return {
    take: (row) => (row.seal === null ? takeUnsealed(state, row) : takeSealed(state, row, row.seal)),
    add: (findings) => findings.forEach((finding) => keep(state, finding)),
    finish: () => finish(state),
  };
}

interface State {
  readonly order: VerifyOrder;
  /** Kept heads by their count. */
  readonly heads: ReadonlyMap<number, readonly Head[]>;
  /** Number of the last sealed row. */
  last: number;
  /** Its chain; null where it says nothing of the next link: the row is misplaced, or the one before is gone. */
  chain: { readonly before: string | null } | null;
  sealed: number;
  erased: number;
  unsealed: number;
  oldest: Instant | null;
  readonly misplaced: { readonly row: SealedRow; readonly seal: Seal }[];
  readonly findings: Finding[];
  /** Findings that are no breaches. */
  readonly allowed: Finding[];
  breaches: number;
}

function takeUnsealed(state: State, row: SealedRow): void {
  state.unsealed++;
  state.oldest = state.oldest === null || row.at < state.oldest ? row.at : state.oldest;
}

function takeSealed(state: State, row: SealedRow, seal: Seal): void {
  const { order, heads } = state;
  if (state.sealed === 0) state.chain = { before: null };
  state.sealed++;
  if (seal.number > state.last + 1) {
    found(state, { kind: "removed", from: state.last + 1, to: seal.number - 1 }, NOWHERE);
    state.chain = null;
  }
  const isInOrder = seal.number > state.last;
  if (!isInOrder) found(state, { kind: "reordered", belongs: null }, row);
  state.last = Math.max(state.last, seal.number);
  const fields = openFields(row, seal);
  if (fields.length > 0) found(state, { kind: "changed", fields }, row);
  takeErased(state, row);
  const isPlaced = isDigest(seal.digest) && rowDigest(row, seal) === seal.digest && row.registry === order.registry;
  if (!isPlaced && fields.length === 0) state.misplaced.push({ row, seal });
  takeLink(state, row, isPlaced && isInOrder);
  for (const head of heads.get(seal.number) ?? []) {
    if (head.chain !== seal.chain) found(state, { kind: "forged", head: head.at }, NOWHERE);
  }
}

/** A link that does not hold shows at the row that is otherwise sound; what follows a misplaced row cannot be judged by it. */
function takeLink(state: State, row: SealedRow, isPlaced: boolean): void {
  const { chain, digest } = row.seal as Seal;
  const isWhole = isDigest(chain) && isDigest(digest);
  const holds = isWhole && (state.chain === null || chainOf(state.order.key, state.chain.before, digest) === chain);
  if (!holds && isPlaced) found(state, { kind: "forged", head: null }, row);
  state.chain = isWhole && (holds || isPlaced) ? { before: chain } : null;
}

/** Erasures that nothing records are breaches: whoever erases a field could hide a change behind it. */
function takeErased(state: State, row: SealedRow): void {
  if (row.erased.length === 0) return;
  state.erased++;
  const isRecorded = (field: string): boolean => state.order.erasures.has(erasureKey(row, field));
  const [recorded, unrecorded] = [row.erased.filter(isRecorded), row.erased.filter((field) => !isRecorded(field))];
  if (recorded.length > 0) found(state, { kind: "erased", fields: recorded, recorded: true }, row);
  if (unrecorded.length > 0) found(state, { kind: "erased", fields: unrecorded, recorded: false }, row);
}

function finish(state: State): Verification {
  const { order, sealed, unsealed, erased, last } = state;
  for (const { row, seal } of state.misplaced) {
    const belongs = placeOf(row, seal, state.misplaced.slice(0, SEARCHED_MAX));
    found(state, belongs === null ? { kind: "changed", fields: ["$place"] } : { kind: "reordered", belongs }, row);
  }
  finishHeads(state);
  if (unsealed > 0) found(state, { kind: "unsealed", count: unsealed, oldest: state.oldest as Instant }, NOWHERE);
  const findings = [...state.findings, ...state.allowed].sort(
    (one, other) => (one.number ?? last + 1) - (other.number ?? last + 1),
  );
  return { registry: order.registry, sealed, unsealed, erased, findings, breaches: state.breaches };
}

/** A head behind the last row: rows were there once. Those further up were compared on the way. */
function finishHeads(state: State): void {
  const furthest = state.order.kept.reduce<Head | null>(
    (most, head) => (most === null || head.count > most.count ? head : most),
    null,
  );
  if (furthest === null || furthest.count <= state.last) return;
  found(state, { kind: "cutOff", count: state.last, kept: furthest.count, at: furthest.at }, NOWHERE);
}

/** The number whose digest the row carries: it was moved. Null: it is none of these, something else was changed. */
function placeOf(row: SealedRow, seal: Seal, others: readonly { readonly seal: Seal }[]): number | null {
  const numbers = new Set([seal.number - 1, seal.number + 1, ...others.map((other) => other.seal.number)]);
  for (const number of numbers) {
    if (rowDigest(row, { ...seal, number }) === seal.digest) return number;
  }
  return null;
}

const NOWHERE = { seal: null, instance: null, sequence: null };

function found(state: State, what: Found, row: Pick<SealedRow, "seal"> & Pick<Place, "instance" | "sequence">): void {
  const { seal, instance, sequence } = row;
  const place: Place = { registry: state.order.registry, number: seal?.number ?? null, instance, sequence };
  keep(state, findingOf(what, place));
}

function keep(state: State, finding: Finding): void {
  if (finding.isBreach) state.breaches++;
  const list = finding.isBreach ? state.findings : state.allowed;
  if (list.length < FINDINGS_MAX) list.push(finding);
}

function isDigest(text: Value): text is string {
  return typeof text === "string" && /^[0-9a-f]{64}$/u.test(text);
}
