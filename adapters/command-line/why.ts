import type { TaskId } from "../../engine/base/ids.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { printWhy } from "../../engine/view/print-why.ts";
import { why as answer } from "../../engine/view/why.ts";
import { refuse } from "./give-command.ts";
import { anyTaskNamed, instanceNamed, isRefusal, TASK_ID } from "./known-instance.ts";
import { type Operating, operate, pageOf, printJson } from "./operate.ts";
import { userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** `ordo why <instance or task>`: why it is here, why these people, what unblocks it, what comes next, by which rule. */
export function why(target: string, options: OperatingOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const named = await anyTaskNamed(target, operating);
    const ofTask = named === null ? null : await instanceOfTask(named, operating);
    const shown = ofTask ?? (await instanceNamed(target, operating));
    if (isRefusal(shown)) return refuse(shown, operating);
    const page = await pageOf(operating);
    const user = options.as === undefined ? operating.signedIn : userNamed(options.as, page.people, "--as");
    const task = ofTask === null ? null : named;
    const found = answer(shown, { people: page.people, now: page.now, task, user });
    if (options.json) printJson(terminal, found);
    else terminal.print(printWhy(found, { ...page, zone: shown.definition.calendar.zone }));
    return 0;
  });
}

/** The instance of a task, open or closed; null where the target is no task. */
async function instanceOfTask(target: TaskId, { engine }: Operating): Promise<Shown | null> {
  const found = TASK_ID.exec(target);
  if (!found?.[1]) return null;
  const shown = await engine.show(found[1]);
  const isTask = shown?.history.some((event) => event.kind === "taskOpened" && event.task.id === target);
  return isTask ? shown : null;
}
