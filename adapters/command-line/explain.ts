import { styleText } from "node:util";
import { suggest } from "../../engine/base/suggest.ts";
import { ALL_EXPLANATIONS } from "../../engine/definition/all-explanations.ts";
import type { Explanation } from "../../engine/definition/explanation.ts";
import { INCIDENT_CODES } from "../../engine/instance/incident-codes.ts";
import { REJECTIONS } from "../../engine/instance/reject.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/**
 * `ordo explain [code]`: what a problem means, with a wrong and a right example; codes of rejections and incidents too.
 * Without a code: all of them, a line each. An unknown code is wrong use (2), with the nearest one there is.
 */
export async function explain(
  code: string | undefined,
  options: { readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const all = [...ALL_EXPLANATIONS.values()];
  if (code === undefined) return list(all, options, terminal);
  const problem = ALL_EXPLANATIONS.get(code);
  if (problem) return show(problem, options, terminal);
  const running = runTimeCode(code);
  if (running) {
    terminal.print(
      options.json ? JSON.stringify({ code, ...running }, null, 2) : `${code}\n\n  ${terminal.pick(running)}`,
    );
    return 0;
  }
  const known = [...ALL_EXPLANATIONS.keys(), ...Object.keys(REJECTIONS), ...Object.keys(INCIDENT_CODES)];
  const near = suggest(code, known);
  terminal.say(terminal.pick({ ru: `ordo: Кода «${code}» нет.`, en: `ordo: There is no code "${code}".` }));
  terminal.say(
    terminal.pick(
      near === null
        ? { ru: "  Все коды: ordo explain", en: "  All codes: ordo explain" }
        : {
            ru: `  Может быть, «${near}»? Все коды: ordo explain`,
            en: `  Did you mean "${near}"? All codes: ordo explain`,
          },
    ),
  );
  return 2;
}

/** Codes that come up while a process runs. */
function runTimeCode(code: string): { readonly ru: string; readonly en: string } | null {
  if (Object.hasOwn(REJECTIONS, code)) {
    const { reason, remedy } = REJECTIONS[code as keyof typeof REJECTIONS];
    return { ru: `${reason.ru} ${remedy.ru}`, en: `${reason.en} ${remedy.en}` };
  }
  return Object.hasOwn(INCIDENT_CODES, code) ? INCIDENT_CODES[code as keyof typeof INCIDENT_CODES] : null;
}

function list(all: readonly Explanation[], { json }: { readonly json?: boolean }, terminal: Terminal): ExitCode {
  if (json) {
    terminal.print(JSON.stringify({ explanations: all.map((one) => plain(one, terminal)) }, null, 2));
    return 0;
  }
  const width = Math.max(...all.map((one) => one.code.length));
  for (const one of all) terminal.print(`${one.code.padEnd(width)}  ${terminal.pick(one.title)}`);
  return 0;
}

function show(one: Explanation, { json }: { readonly json?: boolean }, terminal: Terminal): ExitCode {
  if (json) {
    terminal.print(JSON.stringify(plain(one, terminal), null, 2));
    return 0;
  }
  const kind = one.severity === "error" ? { ru: "ошибка", en: "error" } : { ru: "предупреждение", en: "warning" };
  terminal.print(`${strong(one.code, terminal)}  ${terminal.pick(kind)}`);
  terminal.print(`  ${terminal.pick(one.title)}\n`);
  terminal.print(indented(terminal.pick(one.why), "  "));
  terminal.print(`\n  ${terminal.pick({ ru: "Неверно:", en: "Wrong:" })}\n${indented(one.wrong, "    ")}`);
  terminal.print(`\n  ${terminal.pick({ ru: "Верно:", en: "Right:" })}\n${indented(one.right, "    ")}`);
  return 0;
}

function plain(one: Explanation, terminal: Terminal) {
  return {
    code: one.code,
    severity: one.severity,
    title: terminal.pick(one.title),
    why: terminal.pick(one.why),
    wrong: one.wrong,
    right: one.right,
  };
}

function strong(text: string, terminal: Terminal): string {
  return terminal.color ? styleText("bold", text, { validateStream: false }) : text;
}

function indented(text: string, by: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
}
