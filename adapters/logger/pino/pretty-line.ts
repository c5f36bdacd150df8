import { styleText } from "node:util";

const COLORS = { debug: "gray", info: "green", warn: "yellow", error: "red" } as const;

/** A JSON line for people: `10:00:00.123 info  message  field=value`. One that is no JSON stays as it is. */
export function prettyLine(line: string): string {
  const read = parsed(line);
  if (read === null) return line;
  const { level, time, msg, ...fields } = read;
  const name = isLevel(level) ? level : "info";
  const clock = typeof time === "string" ? time.slice(11, 23) : "";
  const shown = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  // A line feed in a message must not look like a line of its own.
  const tail = [String(msg ?? ""), ...shown].join("  ").replace(/[\r\n]+/g, " ⏎ ");
  return `${styleText("gray", clock, PLAIN)} ${styleText(COLORS[name], name.padEnd(5), PLAIN)} ${tail}\n`;
}

/** Whether colors are wanted was decided by who asked for pretty lines; `NO_COLOR` is obeyed here. */
const PLAIN = { validateStream: true, stream: process.stderr } as const;

function isLevel(level: unknown): level is keyof typeof COLORS {
  return typeof level === "string" && level in COLORS;
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
