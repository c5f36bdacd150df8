import { childOf } from "../node.ts";
import { listsAround, type OutlineStep } from "../outline.ts";
import type { Origin, Variable } from "../variables.ts";
import type { Check, Subject } from "./check.ts";

export const variableTaken: Check = {
  explanation: {
    code: "variable-taken",
    severity: "error",
    title: { ru: "Имя переменной уже занято", en: "The variable's name is taken" },
    why: {
      ru: "Результат шага — переменная с именем шага в camelCase. Если так же зовут вход, элемент цикла или переменную из set, одно значение затрёт другое.",
      en: "A step's result is the variable named like its id in camelCase. Where an input, a loop's element or a `set` has the same name, one value would overwrite the other.",
    },
    wrong: '- id: amount\n  call: crm.get\n  with: { record: "${ lead }" }\n',
    right: '- id: fresh-lead\n  call: crm.get\n  with: { record: "${ lead }" }\n',
  },
  *find(subject) {
    for (const step of subject.outline.steps) {
      const at = childOf(step.node, "id");
      const taken = at && step.kind !== "set" ? takenBy(subject, step) : undefined;
      if (!at || !taken) continue;
      const message = {
        ru: `Переменная «${step.variable}» уже есть`,
        en: `There is a variable "${step.variable}" already`,
      };
      // The second of the two is told.
      if (taken.kind === "set" && taken.at.start > at.start) {
        const remedy = { ru: "Назовите переменную в set иначе", en: "Choose another name in this `set`" };
        yield { at: taken.at, message, remedy, related: [{ at, message: WORDS.step }] };
        continue;
      }
      yield {
        at,
        message,
        remedy: { ru: "Дайте шагу другой id", en: "Give the step another id" },
        related: [{ at: taken.at, message: WORDS[taken.kind] }],
      };
    }
    for (const variable of subject.variables.all) {
      for (const origin of loopNames(variable)) {
        const outer = subject.variables.all.find(
          (other) => other !== variable && other.name === variable.name && encloses(other, variable),
        );
        const first = outer?.origins[0] ?? variable.origins.find((other) => isCounted(origin, other));
        if (!first) continue;
        yield {
          at: origin.at,
          message: {
            ru: `Переменная «${variable.name}» уже есть`,
            en: `There is a variable "${variable.name}" already`,
          },
          remedy: { ru: "Назовите иначе", en: "Choose another name" },
          related: [{ at: first.at, message: WORDS[first.kind] }],
        };
      }
    }
  },
};

const WORDS: Readonly<Record<Origin["kind"], { readonly ru: string; readonly en: string }>> = {
  input: { ru: "вход с этим именем", en: "the input of this name" },
  step: { ru: "шаг с этой переменной", en: "the step of this variable" },
  set: { ru: "её даёт этот set", en: "this `set` makes it" },
  each: { ru: "элемент этого цикла", en: "the element of this loop" },
  at: { ru: "счётчик этого цикла", en: "the counter of this loop" },
  error: { ru: "ошибка этого catch", en: "the error of this `catch`" },
};

/** What else has the name of the step's variable where the step stands: seen from it, or seeing it. */
function takenBy(subject: Subject, step: OutlineStep): Origin | undefined {
  const seen = subject.variables.all.filter(
    (variable) => variable.name === step.variable && listsAround(step.list).includes(variable.scope),
  );
  const others = seen
    .flatMap((variable) => variable.origins)
    .filter((origin) => origin.step !== step || origin.kind !== "step");
  // Two steps of one variable: the second is told, unless their ids are the same (that is said elsewhere).
  return others.find(
    (origin) => origin.kind !== "step" || (isBefore(subject, origin.step, step) && origin.step?.id !== step.id),
  );
}

function isBefore(subject: Subject, one: OutlineStep | null, other: OutlineStep): boolean {
  return one !== null && subject.outline.steps.indexOf(one) < subject.outline.steps.indexOf(other);
}

function loopNames(variable: Variable): readonly Origin[] {
  return variable.origins.filter((origin) => origin.kind === "each" || origin.kind === "at" || origin.kind === "error");
}

/** The counter of a loop called like its element. */
function isCounted(origin: Origin, other: Origin): boolean {
  return origin.kind === "at" && other.kind === "each" && origin.step === other.step;
}

function encloses(outer: Variable, inner: Variable): boolean {
  return outer.scope !== inner.scope && listsAround(inner.scope).includes(outer.scope);
}
