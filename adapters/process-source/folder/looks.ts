/**
 * One question to the disk and what it answered: the kind of a path, the bytes of a file, the names in a folder. All
 * reading of processes goes through these questions, so that asking them again tells whether anything has changed.
 */
export interface Look {
  readonly question: "kind" | "bytes" | "names" | "real";
  readonly path: string;
  /** Of `bytes`: how many were read at most. */
  readonly limit: number;
  readonly answer: Uint8Array | string;
}

let noted: Map<string, Look> | null = null;
let isSteady = true;

/** From here on, every look at the disk is noted. */
export function noteLooks(): void {
  noted = new Map();
  isSteady = true;
}

/** What was seen since then; null where one question had two answers, or none: somebody is writing at this moment. */
export function notedLooks(): readonly Look[] | null {
  const looks = noted;
  noted = null;
  return looks && isSteady ? [...looks.values()] : null;
}

/** Notes a look and hands its answer on. */
export function look(question: Look["question"], path: string, answer: Look["answer"], limit = 0): void {
  if (noted === null) return;
  const key = `${question} ${limit} ${path}`;
  const before = noted.get(key);
  if (before && !sameAnswer(before.answer, answer)) isSteady = false;
  noted.set(key, { question, path, limit, answer });
}

/** A look that failed: what was seen is not to be relied on. */
export function lookFailed(): void {
  isSteady = false;
}

/** Do both say the same, byte for byte? */
export function sameAnswer(one: Look["answer"], other: Look["answer"]): boolean {
  if (typeof one === "string" || typeof other === "string") return one === other;
  return Buffer.compare(one, other) === 0;
}
