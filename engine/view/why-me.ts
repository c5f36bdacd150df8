import type { UserId } from "../base/ids.ts";
import { datesAt } from "../calendar/dates-at.ts";
import type { Text } from "../definition/problem.ts";
import type { Task } from "../instance/state.ts";
import { deputiesOf } from "../people/absence.ts";
import { type Because, because, both, type Scene } from "./because.ts";

/**
 * By what right the reader may act on a task, or why he may not: excluded, his, his to claim, delegated by him, in an
 * absent person's place, or none of these. The same order as the engine's own check (`standingOf`).
 */
export function whyMe(scene: Scene, task: Task, user: UserId): readonly Because[] {
  const [code, text] = standing(scene, task, user);
  return [because(scene, code, { text, at: task.openedAt, step: task.step, task: task.id, user })];
}

function standing(scene: Scene, task: Task, user: UserId): readonly [code: string, text: Text] {
  if (task.excluded.includes(user))
    return ["you-are-excluded", { ru: "Четыре глаза: вы здесь не решаете", en: "Four eyes: you may not decide here" }];
  if (task.assignee === user) {
    const text = task.claimed
      ? { ru: "Вы взяли это задание", en: "You claimed this task" }
      : { ru: "Вы исполнитель", en: "You are its assignee" };
    return ["you-hold", text];
  }
  if (task.delegatedBy === user)
    return ["you-delegated", { ru: "Вы поручили его и отвечаете за него", en: "You delegated it and answer for it" }];
  const held = task.assignee === null ? null : substituted(scene, user, [task.assignee]);
  if (held !== null) return ["you-stand-in", inPlaceOf(scene, held)];
  if (task.candidates.includes(user)) {
    return task.claimed
      ? [
          "taken",
          {
            ru: "Вы были среди кандидатов, но задание уже взято",
            en: "You were a candidate, but it is claimed already",
          },
        ]
      : ["you-may-claim", { ru: "Вы можете его взять", en: "You may claim it" }];
  }
  const absent = substituted(scene, user, task.candidates);
  if (absent !== null) return ["you-stand-in", inPlaceOf(scene, absent)];
  return ["not-yours", { ru: "Это задание не ваше", en: "This task is not yours" }];
}

/** The absent person in whose place the user may act. */
function substituted(scene: Scene, user: UserId, people: readonly UserId[]): UserId | null {
  const dateOf = datesAt(scene.now, scene.story.definition.calendar);
  const directory = scene.ru.tell.around.people;
  return people.find((one) => deputiesOf(directory, one, dateOf).some((deputy) => deputy.user === user)) ?? null;
}

function inPlaceOf(scene: Scene, absent: UserId): Text {
  return both(scene, ({ tell }) =>
    tell.pick(
      `Вы замещаете: ${tell.person(absent)}, решение запишется «за» него`,
      `You stand in for ${tell.person(absent)}: the decision is recorded on that person's behalf`,
    ),
  );
}
