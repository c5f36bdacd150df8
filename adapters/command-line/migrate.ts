import { randomUUID } from "node:crypto";
import { type CommandId, type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import type { Migrated } from "../../engine/runtime/versions-desk.ts";
import { wrongUse } from "../complaint.ts";
import { refuse } from "./give-command.ts";
import { instanceNamed, isRefusal } from "./known-instance.ts";
import { unknownProcess } from "./known-process.ts";
import { type Operating, operate, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

export interface MigrateOptions extends OperatingOptions {
  /** All live instances of a process. */
  readonly process?: string;
}

/**
 * `ordo migrate <instance…>` or `--process <process>`: moves running instances to the version in force, each all or
 * nothing. Exit 1 where any is refused, with the reasons.
 */
export function migrate(instances: readonly string[], options: MigrateOptions, terminal: Terminal): Promise<ExitCode> {
  if (instances.length === 0 && options.process === undefined) throw nothingNamed();
  return operate(options, terminal, async (operating: Operating<MigrateOptions>) => {
    const { engine } = operating;
    const user = options.as === undefined ? operating.signedIn : (await operatorOf(operating)).user;
    const unknown = await unknownProcess(options.process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const named: InstanceId[] = [];
    for (const one of instances) {
      const shown = await instanceNamed(one, operating);
      if (isRefusal(shown)) return refuse(shown, operating);
      named.push(shown.row.id);
    }
    const results = await engine.migrate({
      id: id<CommandId>(randomUUID()),
      by: user,
      ...(options.process === undefined ? {} : { process: id<ProcessId>(options.process) }),
      ...(named.length === 0 ? {} : { instances: named }),
    });
    return told(results, operating);
  });
}

function told(results: readonly Migrated[], { options, terminal }: Operating<MigrateOptions>): ExitCode {
  const refused = results.filter(({ outcome }) => outcome === "refused");
  if (options.json === true) {
    printJson(terminal, { instances: results });
    return refused.length > 0 ? 1 : 0;
  }
  for (const { number, instance, reason } of refused)
    terminal.print(`№ ${number} (${instance}): ${reason === null ? "" : terminal.pick(reason)}`);
  const moved = results.filter(({ outcome }) => outcome === "migrated").length;
  const current = results.length - moved - refused.length;
  terminal.say(
    terminal.pick({
      ru: `Переведено: ${moved}, уже на новой версии: ${current}, отказано: ${refused.length}.`,
      en: `Moved: ${moved}, on the new version already: ${current}, refused: ${refused.length}.`,
    }),
  );
  return refused.length > 0 ? 1 : 0;
}

function nothingNamed(): Error {
  return wrongUse(
    { ru: "Кого перевести?", en: "Whom to move?" },
    {
      ru: "Назовите процессы по номерам или все сразу: ordo migrate --process lead-distribution",
      en: "Name instances, or all of a process: ordo migrate --process lead-distribution",
    },
  );
}
