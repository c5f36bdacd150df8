import { harmless } from "../../engine/definition/show-line.ts";
import { tellerOf } from "../../engine/simulation/teller-of.ts";
import { timelineLines } from "../../engine/simulation/timeline-lines.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { heading, type PrintTimelineOptions, paint, printTimeline } from "../../engine/view/print-timeline.ts";
import { withoutRepeats } from "../../engine/view/timeline-line.ts";
import { waitingFor } from "../../engine/view/waiting-for.ts";
import type { DryRun } from "./dry-run.ts";
import { flowText } from "./flow-text.ts";
import type { Terminal } from "./terminal.ts";

/** A dry run as people read it: what it is about, what happened day by day, how it stands at the end. */
export function dryRunText(run: DryRun, terminal: Terminal): string {
  const { world, main, title } = run;
  const options: PrintTimelineOptions = {
    locale: terminal.locale,
    color: terminal.color,
    columns: terminal.columns,
    zone: world.zone,
  };
  const subject = main && main.instance.subject !== title ? main.instance.subject : "";
  const name = main ? `${title} № ${main.instance.number}` : title;
  const page = run.isTold
    ? []
    : [
        heading(name, subject, options),
        printTimeline(withoutRepeats(timelineLines(world, terminal.locale), tellerOf(world, terminal.locale)), options),
      ];
  return [...page, "", ...closing(run, terminal, options)].join("\n");
}

function closing(run: DryRun, terminal: Terminal, options: PrintTimelineOptions): readonly string[] {
  const lines = [...standing(run, terminal, options), ...early(run, terminal, options)];
  for (const { line, says, expected, actual, about } of run.failures) {
    lines.push(
      `${paint("31", "✗", options)} ${paint("1", `${run.scenarioFile}:${line}`, options)}  ${harmless(terminal.pick(says))}`,
    );
    if (expected !== null || actual !== null) {
      lines.push(
        `    ${terminal.pick({ ru: "ожидалось", en: "expected" })}  ${about}: ${harmless(flowText(expected))}`,
        `    ${terminal.pick({ ru: "случилось", en: "happened" })}  ${harmless(flowText(actual))}`,
      );
    }
  }
  return lines;
}

/** How the instance stands: over, or what it waits for. */
function standing({ world, main }: DryRun, terminal: Terminal, options: PrintTimelineOptions): readonly string[] {
  if (!main) return [paint("33", terminal.pick({ ru: "Ничего не запустилось.", en: "Nothing was started." }), options)];
  const { status } = main.instance;
  const word = {
    completed: paint("32;1", terminal.pick({ ru: "Процесс завершён.", en: "The process is completed." }), options),
    failed: paint("31;1", terminal.pick({ ru: "Процесс прерван ошибкой.", en: "The process failed." }), options),
    canceled: paint("33;1", terminal.pick({ ru: "Процесс отменён.", en: "The process was canceled." }), options),
    running: paint(
      "33;1",
      terminal.pick({ ru: "Процесс не окончен. Ждёт:", en: "The process is not over. It waits for:" }),
      options,
    ),
    suspended: paint("33;1", terminal.pick({ ru: "Процесс приостановлен.", en: "The process is suspended." }), options),
  }[status];
  const waits = waitingFor(main, tellerOf(world, terminal.locale)).flatMap((text) => {
    const [first = "", ...rest] = wrap(harmless(text), options.columns - 4);
    return [`  · ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  return [word, ...waits];
}

/** Incidents of a process before there was an instance. */
function early({ world }: DryRun, terminal: Terminal, options: PrintTimelineOptions): readonly string[] {
  return world.incidents.map(({ process, code, message }) =>
    paint("31", `! ${process}: ${harmless(terminal.pick(message))} (${code})`, options),
  );
}
