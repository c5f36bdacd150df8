/** What a file of a process is for. */
export type ProcessFileKind = "process" | "decision" | "template" | "scenario" | "readme";

const KINDS: readonly (readonly [RegExp, ProcessFileKind])[] = [
  [/^process\.yaml$/, "process"],
  [/^decisions\/[^/]+\.(csv|ya?ml)$/i, "decision"],
  [/^scenarios\/[^/]+\.ya?ml$/i, "scenario"],
  [/^templates\/[^/]+$/, "template"],
  [/^README\.md$/, "readme"],
];

/** Names of files: letters of any alphabet, digits, and what cannot steer a path or a shell. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_. ()+-]{0,119}$/u;

/**
 * What a path inside a process's folder is for; null where no file of a process lies there, also for a path that leads
 * out of it.
 *
 * @example processFileKind("scenarios/refused.yaml") // "scenario"
 */
export function processFileKind(path: string): ProcessFileKind | null {
  if (!path.split("/").every((part) => NAME.test(part) && !/[. ]$/.test(part))) return null;
  return KINDS.find(([shape]) => shape.test(path))?.[1] ?? null;
}
