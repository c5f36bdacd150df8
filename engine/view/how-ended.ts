import type { HistoryEvent } from "../instance/event.ts";
import { type Because, because, both, type Scene } from "./because.ts";
import { completed } from "./tell-tasks.ts";
import { stepTitle, titleOf } from "./telling.ts";
import { howItBegan } from "./why-here.ts";

/** Decisions of people told of an ended instance, the last ones. */
const DECISIONS_MAX = 5;

/** How an instance ended and what led to it; nothing for one that lives. */
export function howEnded(scene: Scene): readonly Because[] {
  const ended = scene.story.history.findLast((event) => event.kind === "instanceEnded");
  if (ended?.kind !== "instanceEnded") return [];
  return [...howItBegan(scene), ...decisions(scene), ...lastStep(scene, ended), theEnd(scene, ended)];
}

function theEnd(scene: Scene, event: HistoryEvent & { kind: "instanceEnded" }): Because {
  const text = both(scene, ({ tell }) => {
    const who = event.by === null ? "" : tell.person(event.by);
    const override = event.override ? tell.pick(" (администратор)", " (administrator)") : "";
    switch (event.status) {
      case "completed":
        return tell.pick("Процесс завершён", "The instance is completed");
      case "failed":
        return tell.pick("Процесс прерван ошибкой", "The instance failed");
      case "canceled":
        return who === ""
          ? tell.pick("Процесс отменён", "The instance was canceled")
          : tell.pick(`Процесс отменён: ${who}${override}`, `The instance was canceled by ${who}${override}`);
    }
  });
  const error =
    event.error === null
      ? []
      : [{ ru: `${event.error.code}: ${event.error.message}`, en: `${event.error.code}: ${event.error.message}` }];
  const reason = event.reason === undefined ? [] : [{ ru: `«${event.reason}»`, en: `“${event.reason}”` }];
  return because(scene, event.status, { text, at: event.at, user: event.by, details: [...error, ...reason] });
}

function decisions(scene: Scene): readonly Because[] {
  const { story } = scene;
  return story.history
    .filter((event) => event.kind === "taskCompleted")
    .slice(-DECISIONS_MAX)
    .map((event) =>
      because(scene, "decision", {
        text: both(
          scene,
          ({ tell }) => `${completed({ tell, host: story, event }).text} —${titleOf(story, event.task)}`,
        ),
        at: event.at,
        step: event.step,
        task: event.task,
        user: event.by,
        details: event.comment === null ? [] : [{ ru: `«${event.comment}»`, en: `“${event.comment}”` }],
      }),
    );
}

function lastStep(scene: Scene, ended: HistoryEvent): readonly Because[] {
  const last = scene.story.history.findLast(
    (event) => event.kind === "stepCompleted" && event.sequence < ended.sequence,
  );
  if (last?.kind !== "stepCompleted") return [];
  const step = scene.story.definition.steps.get(last.step);
  const title = stepTitle(scene.story, last.step) ?? last.step;
  const ends = step?.then.kind === "end";
  return [
    because(scene, "last-step", {
      text: {
        ru: ends ? `Последний шаг: «${title}», после него файл велит закончить` : `Последний шаг: «${title}»`,
        en: ends ? `The last step was “${title}”: the file ends the process after it` : `The last step was “${title}”`,
      },
      at: last.at,
      step: last.step,
    }),
  ];
}
