import type { NodeKind } from "./graph.ts";

/** Which family of colors a kind of box has: who works there. */
export function toneOf(kind: NodeKind | null): Tone {
  switch (kind) {
    case "userTask":
    case "approval":
    case "rework":
    case "form":
      return "people";
    case "decision":
    case "switch":
      return "rule";
    case "wait":
    case "listen":
    case "schedule":
      return "time";
    case "notify":
    case "emit":
    case "letter":
    case "message":
    case "event":
      return "word";
    case "raise":
      return "fail";
    default:
      return "work";
  }
}

export type Tone = "people" | "rule" | "time" | "word" | "fail" | "work";

/**
 * The style sheet of a diagram. Every color is a custom property, so that a page may set its own
 * (`.ordo-diagram { --ordo-paper: … }`), with the light color in clear before it for programs that know no properties;
 * `auto` follows the reader's `prefers-color-scheme`.
 */
export function styleSheet(scheme: "auto" | "light" | "dark"): string {
  const base = scheme === "dark" ? DARK : LIGHT;
  const dark = scheme === "auto" ? `@media (prefers-color-scheme:dark){.ordo-diagram{${properties(DARK)}}}` : "";
  return `.ordo-diagram{${properties(base)}}${dark}${RULES.map(([selector, rule]) => `${scoped(selector)}{${colored(rule, base)}}`).join("")}`;
}

type Palette = Readonly<Record<string, string>>;

const LIGHT: Palette = {
  paper: "#ffffff",
  card: "#ffffff",
  ink: "#1b2430",
  soft: "#5a6675",
  line: "#8a96a6",
  edge: "#cfd6df",
  group: "#f6f8fb",
  band: "#e8edf4",
  people: "#2458c8",
  "people-wash": "#e6eeff",
  rule: "#7a3fb8",
  "rule-wash": "#f2e8fc",
  time: "#a55b00",
  "time-wash": "#fdf1de",
  word: "#0b7a75",
  "word-wash": "#dff5f2",
  fail: "#b3261e",
  "fail-wash": "#fde8e6",
  work: "#4a5668",
  "work-wash": "#e9edf2",
  seen: "#1c8a4b",
  now: "#e0560a",
};

const DARK: Palette = {
  paper: "#12161c",
  card: "#1b212a",
  ink: "#e8edf3",
  soft: "#a3afbd",
  line: "#768394",
  edge: "#38424f",
  group: "#161b22",
  band: "#232b36",
  people: "#8db4ff",
  "people-wash": "#1d2c4d",
  rule: "#cda6f5",
  "rule-wash": "#33234a",
  time: "#f0b35a",
  "time-wash": "#3a2a11",
  word: "#66d3c9",
  "word-wash": "#10393a",
  fail: "#ff9a91",
  "fail-wash": "#4a1f1c",
  work: "#b4c0cf",
  "work-wash": "#2a323d",
  seen: "#5fd08f",
  now: "#ff9a57",
};

const TONES: readonly Tone[] = ["people", "rule", "time", "word", "fail", "work"];

/** `$name` is a color of the palette. */
const RULES: readonly (readonly [string, string])[] = [
  [
    "",
    `font-family:${'"Segoe UI","Helvetica Neue",Arial,"Liberation Sans","Noto Sans","DejaVu Sans",sans-serif'};max-width:100%;height:auto`,
  ],
  [".paper", "fill:$paper"],
  [".card", "fill:$card;stroke:$edge;stroke-width:1.2"],
  [".group", "fill:$group;stroke:$edge;stroke-width:1.2;stroke-dasharray:5 4"],
  [".band", "fill:$band"],
  [".caption", "fill:$soft;font-size:10.5px"],
  [".title", "fill:$ink;font-size:13px;font-weight:600"],
  [".fact", "fill:$soft;font-size:12px"],
  [".icon", "fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round"],
  [".small", "stroke:$soft;stroke-width:1.9"],
  [".ladder", "fill:$time-wash;stroke:none"],
  [".rail", "stroke:$time;stroke-width:1.3;fill:none"],
  [".rung", "fill:$ink;font-size:11px"],
  [".after", "fill:$time;font-weight:600"],
  [".flow", "fill:none;stroke:$line;stroke-width:1.5"],
  [".head", "fill:$line;stroke:none"],
  [".timeout", "stroke:$time;stroke-dasharray:5 4"],
  [".timeout-head", "fill:$time"],
  [".error", "stroke:$fail;stroke-dasharray:5 4"],
  [".error-head", "fill:$fail"],
  [".until", "stroke:$word;stroke-dasharray:2 4;stroke-linecap:round;stroke-width:1.8"],
  [".until-head", "fill:$word"],
  [".label", "fill:$soft;font-size:11px;stroke:$paper;stroke-width:4px;stroke-linejoin:round;paint-order:stroke"],
  [".end", "fill:$card;stroke:$ink;stroke-width:3"],
  [".end-dot", "fill:$ink"],
  [".faded", "opacity:.42"],
  [".seen", "stroke:$seen;stroke-width:1.8"],
  [".now", "stroke:$now;stroke-width:2.6"],
  [".badge", "fill:$seen"],
  [".badge-now", "fill:$now"],
  [".badge-text", "fill:$card;font-size:10.5px;font-weight:700"],
  ...TONES.flatMap((tone): (readonly [string, string])[] => [
    [`.${tone}-wash`, `fill:$${tone}-wash`],
    [`.${tone}`, `stroke:$${tone}`],
    [`.${tone}-shape`, `fill:$${tone}-wash;stroke:$${tone};stroke-width:1.5`],
  ]),
];

function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--ordo-${name}:${color}`)
    .join(";");
}

function scoped(selector: string): string {
  return selector === "" ? ".ordo-diagram" : `.ordo-diagram ${selector}`;
}

/** Each color twice: in clear, then as the property that a page may set. */
function colored(rule: string, palette: Palette): string {
  const declarations = rule.split(";").flatMap((declaration) => {
    const match = /\$([a-z-]+)$/.exec(declaration);
    const color = match?.[1] === undefined ? undefined : palette[match[1]];
    if (!match || color === undefined) return [declaration];
    return [declaration.replace(match[0], color), declaration.replace(match[0], `var(--ordo-${match[1]})`)];
  });
  return declarations.join(";");
}
