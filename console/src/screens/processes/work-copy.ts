import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { Schemas } from "../../api/client.ts";

/** A file that was changed and not saved; `text: null`: removed. */
export interface ChangedFile {
  readonly path: string;
  readonly text: string | null;
}

/** The files of a process as they are in the page: what is saved, with what was typed over it. */
export interface WorkCopy {
  readonly process: string;
  /** Path → text, sorted as people look for them. */
  readonly files: ReadonlyMap<string, string>;
  readonly changes: readonly ChangedFile[];
  isChanged(path: string): boolean;
  /** @param text null removes the file */
  edit(path: string, text: string | null): void;
  /** Takes all changes back. */
  reset(): void;
}

type Typed = ReadonlyMap<string, string | null>;

/** What was typed, by process: it stays while people look at other screens. Gone with the page, after a warning. */
const typedIn = new Map<string, Typed>();
const listeners = new Set<() => void>();
const NOTHING: Typed = new Map();

function setTyped(process: string, typed: Typed): void {
  if (typed.size === 0) typedIn.delete(process);
  else typedIn.set(process, typed);
  for (const listener of listeners) listener();
}

/** Begins a process that is saved nowhere: everything of it is typed and not saved. */
export function beginCopy(process: string, files: Readonly<Record<string, string>>): void {
  setTyped(process, new Map(Object.entries(files)));
}

/** Does what was typed hold a whole process, so that it can be looked at though nothing is saved? */
export function useBegun(process: string): boolean {
  return useSyncExternalStore(listen, () => typeof typedIn.get(process)?.get("process.yaml") === "string");
}

/** What people call a process that was begun here, as its file says now; null: it does not say, or nothing was begun. */
export function useBegunTitle(process: string): string | null {
  return useSyncExternalStore(listen, () => titleIn(typedIn.get(process)?.get("process.yaml") ?? ""));
}

function titleIn(text: string): string | null {
  const written = /^title:[ \t]+(.+?)[ \t]*$/m.exec(text)?.[1] ?? "";
  if (!written.startsWith('"')) return written === "" ? null : written;
  try {
    const title: unknown = JSON.parse(written);
    return typeof title === "string" && title !== "" ? title : null;
  } catch {
    // Somebody is typing there.
    return null;
  }
}

window.addEventListener("beforeunload", (event) => {
  if (typedIn.size > 0) event.preventDefault();
});

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const RANKS = ["process.yaml", "README.md", "decisions/", "templates/", "scenarios/"];

/** In the order in which people look for them. */
export function inOrder(one: string, other: string): number {
  const rank = (path: string): number => RANKS.findIndex((begin) => path.startsWith(begin));
  return rank(one) - rank(other) || one.localeCompare(other);
}

/** The working copy of a process over its saved files. */
export function useWorkCopy(process: string, saved: Schemas["ProcessFiles"]): WorkCopy {
  const typed = useSyncExternalStore(listen, () => typedIn.get(process) ?? NOTHING);
  const before = useMemo(() => new Map(saved.files.map(({ path, text }) => [path, text])), [saved]);
  const edit = useCallback(
    (path: string, text: string | null) => {
      const next = new Map(typedIn.get(process) ?? NOTHING);
      if (text === (before.get(path) ?? null)) next.delete(path);
      else next.set(path, text);
      setTyped(process, next);
    },
    [process, before],
  );
  const reset = useCallback(() => setTyped(process, NOTHING), [process]);
  return useMemo(() => {
    const changes = [...typed]
      .filter(([path, text]) => text !== (before.get(path) ?? null))
      .map(([path, text]) => ({ path, text }));
    const laid = new Map<string, string>(before);
    for (const { path, text } of changes) {
      if (text === null) laid.delete(path);
      else laid.set(path, text);
    }
    const files = new Map([...laid].sort(([one], [other]) => inOrder(one, other)));
    const isChanged = (path: string): boolean => changes.some((one) => one.path === path);
    return { process, files, changes, isChanged, edit, reset };
  }, [process, before, typed, edit, reset]);
}
