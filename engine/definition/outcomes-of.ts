import { textNodesOf } from "./compile-field.ts";
import type { Range } from "./make-problem.ts";
import { childOf, entryOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";

/** An outcome as the file declares it, or one that the language gives a step with none. */
export interface DeclaredOutcome {
  readonly name: string;
  readonly title: string;
  readonly done: string;
  readonly needs: readonly Node[];
  readonly if: Node | undefined;
  /** Its name in the file; the step's keyword for a default. */
  readonly at: Range;
}

/**
 * The outcomes of a person's step in their order; none for other steps. An approval has `approve`, `reject` (and
 * `rework` where the step has it), a task has `done`, unless `outcomes` names others.
 */
export function outcomesOf(step: OutlineStep): readonly DeclaredOutcome[] {
  if (step.kind !== "approval" && step.kind !== "userTask") return [];
  const declared = childOf(step.node, "outcomes");
  const own = declared ? declaredIn(declared) : [];
  if (own.length > 0) return own;
  const at = step.keyword.key;
  const names =
    step.kind === "userTask" ? ["done"] : ["approve", "reject", ...(childOf(step.node, "rework") ? ["rework"] : [])];
  return names.map((name) => ({ name, ...wordsOf(name), needs: [], if: undefined, at }));
}

/** The outcomes that a token leaves the step with: a rework that the step itself handles is none of them. */
export function leavingOutcomes(step: OutlineStep): readonly string[] {
  const names = outcomesOf(step).map((outcome) => outcome.name);
  return childOf(step.node, "rework") ? names.filter((name) => name !== "rework") : names;
}

/** The words of the default buttons (language §9). */
export const DEFAULT_OUTCOMES: Readonly<Record<string, { readonly title: string; readonly done: string }>> = {
  approve: { title: "Согласовать", done: "Согласовано" },
  reject: { title: "Отклонить", done: "Отклонено" },
  rework: { title: "Вернуть на доработку", done: "Возвращено" },
  done: { title: "Готово", done: "Выполнено" },
};

function declaredIn(node: Node): readonly DeclaredOutcome[] {
  if (node.kind === "list") {
    return textNodesOf(node).map((item) => {
      const name = textOf(item) as string;
      return { name, ...wordsOf(name), needs: [], if: undefined, at: item };
    });
  }
  if (node.kind !== "map") return [];
  return node.entries.map((entry) => {
    const said = textOf(entry.value) ?? textOf(childOf(entry.value, "title"));
    const words =
      said === undefined ? wordsOf(entry.name) : { title: said, done: DEFAULT_OUTCOMES[entry.name]?.done ?? said };
    return {
      name: entry.name,
      title: words.title,
      done: textOf(childOf(entry.value, "done")) ?? words.done,
      needs: textNodesOf(childOf(entry.value, "needs")),
      if: entryOf(entry.value, "if")?.value,
      at: entry.key,
    };
  });
}

function wordsOf(name: string): { readonly title: string; readonly done: string } {
  return Object.hasOwn(DEFAULT_OUTCOMES, name)
    ? (DEFAULT_OUTCOMES[name] as { title: string; done: string })
    : { title: name, done: name };
}
