import { id as brand, type CommandId, type UserId } from "../../engine/base/ids.ts";
import { runSeed } from "./run-seed.ts";
import type { SeedOptions } from "./seed.ts";
import type { Happening, Scripted } from "./story.ts";

const MANAGER = brand<UserId>("manager-1");

/** What happens, and the seed by which people decide about it. */
export interface ProcessStory {
  readonly seed: number;
  readonly happenings: readonly Happening[];
}

/** What lets each process run from its start to its end, by a way that visits much of it. */
export const ONE_STORY_EACH: Readonly<Record<string, ProcessStory>> = {
  "lead-distribution": one(6, { kind: "lead", title: "Заявка 2", mailbox: "info", company: "company/8" }),
  "mail-intake": one(27, {
    kind: "letter",
    letter: { messageId: "<1@example>", mailbox: "info", from: "client@example", subject: "Вопрос", text: "Привет" },
  }),
  "discount-approval": one(
    14,
    started("discount-approval", { company: "company/7", brand: "Bravante", discount: 25, justification: "надо" }),
  ),
  "invoice-approval": one(
    1,
    started("invoice-approval", {
      kind: "товар",
      number: "1",
      supplier: "company/50",
      deal: "deal/203",
      amount: { amount: "500000.00", currency: "RUB" },
      files: ["file:1"],
    }),
  ),
  "company-total": one(1, { kind: "edit", ref: "deal/204", set: { stage: "WON" }, by: MANAGER }),
  "category-sync": one(1, { kind: "edit", ref: "company/7", set: { category: "C" }, by: MANAGER }),
  "holding-links": one(1, { kind: "edit", ref: "company/8", set: { linked: ["company/9"] }, by: MANAGER }),
  "discount-guard": one(1, { kind: "edit", ref: "company/9", set: { discounts: { Bravante: 29 } }, by: MANAGER }),
  "discount-defaults": one(1, { kind: "edit", ref: "deal/208", set: { company: "company/9" }, by: MANAGER }),
  "sim-parent": one(1, started("sim-parent", { number: 3 }), called("go", "3"), called("sim.happened", null)),
  "sim-echo": one(1, called("poke", "1"), called("sim.once", null)),
};

/** Where a worker died, and what came out otherwise than without. */
export interface CrashPoint {
  readonly write: number;
  readonly when: "before" | "after";
  readonly found: string;
}

export interface CrashPoints {
  /** Writes of the story where nobody dies. */
  readonly writes: number;
  /** Processes that took part (and references of records). */
  readonly processes: ReadonlySet<string>;
  readonly broken: readonly CrashPoint[];
}

/**
 * Lets a worker die at every write of a story, once before it and once after it was done, and another finish: what becomes
 * of everything must be the same as without. Returns where it is not.
 */
export async function crashPoints(
  { seed, happenings }: ProcessStory,
  { every = 1 }: { readonly every?: number } = {},
): Promise<CrashPoints> {
  const story = happenings.map((what, index): Scripted => ({ hour: 1 + index * 2, what }));
  const order: SeedOptions = { seed, mode: "embedded", faults: false, story };
  // A crash that never comes: the same pace as those that do.
  const calm = await runSeed({ ...order, crashAt: { write: 0, when: "before" } });
  const expected = calm.canonical.join("\n");
  const broken: CrashPoint[] = [];
  for (let write = 1; write <= calm.writes; write += every) {
    for (const when of ["before", "after"] as const) {
      const found = await outcomeOf({ ...order, crashAt: { write, when } });
      if (found !== expected) broken.push({ write, when, found: differenceOf(expected, found) });
    }
  }
  return { writes: calm.writes, processes: new Set(calm.canonical.map((line) => line.split(" ")[0] ?? "")), broken };
}

async function outcomeOf(options: SeedOptions): Promise<string> {
  try {
    return (await runSeed(options)).canonical.join("\n");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function differenceOf(expected: string, found: string): string {
  const lines = new Set(expected.split("\n"));
  const others = new Set(found.split("\n"));
  const missing = [...lines].filter((line) => !others.has(line)).map((line) => `- ${line.slice(0, 300)}`);
  const added = [...others].filter((line) => !lines.has(line)).map((line) => `+ ${line.slice(0, 300)}`);
  return [...missing, ...added].join("\n");
}

function one(seed: number, ...happenings: readonly Happening[]): ProcessStory {
  return { seed, happenings };
}

function started(process: string, input: Extract<Happening, { kind: "start" }>["input"]): Happening {
  return { kind: "start", id: brand<CommandId>(`${process}-1`), process, input, by: MANAGER, times: 1 };
}

function called(name: string, key: string | null): Happening {
  return { kind: "call", id: `${name}-1`, name, key, fields: { number: 1 }, times: 1 };
}
