import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diagramSvg } from "../../../engine/diagram/diagram-svg.ts";
import { randomProcess } from "./random-process.fixture.ts";
import { sketch } from "./sketch.fixture.ts";
import { CHASE, INVOICE, ODDITIES } from "./stories.fixture.ts";

/** Tags that are open at the end or closed in the wrong order; empty: well-formed. */
function unbalanced(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, closes, name = "", , empty] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>/gi)) {
    if (empty) continue;
    if (!closes) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

function stepsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/data-step="([^"]+)"/g)].map(([, step = ""]) => step);
}

/** Outlines of cards as numbers: left, top, right, bottom. */
function cardsIn(svg: string): readonly (readonly [number, number, number, number])[] {
  const found = svg.matchAll(/<rect class="card [^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g);
  return [...found].map(([, ...numbers]) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    return [x, y, x + width, y + height] as const;
  });
}

describe("the picture", () => {
  test.each([
    ["chase", CHASE],
    ["invoice", INVOICE],
    ["oddities", ODDITIES],
  ])("of %s shows every step, well-formed, no two cards over each other", async (_, text) => {
    const definition = sketch(text);
    const svg = await diagramSvg(definition);
    expect(unbalanced(svg)).toEqual([]);
    expect(new Set(stepsIn(svg))).toEqual(new Set(definition.steps.keys()));
    const cards = cardsIn(svg);
    for (const [index, a] of cards.entries()) {
      for (const b of cards.slice(index + 1)) {
        const overlap = a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
        expect([overlap, a, b]).toEqual([false, a, b]);
      }
    }
  });

  test("is the same for the same process", async () => {
    expect(await diagramSvg(sketch(INVOICE))).toBe(await diagramSvg(sketch(INVOICE)));
  });

  test("escapes what the author wrote", async () => {
    const hostile = ODDITIES.replace("Бюджет", "'<script>alert(1)</script> \"x\" \\u0007'");
    const svg = await diagramSvg(sketch(hostile));
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
    expect(svg).toContain("Проверка &lt;всех&gt; &amp; «шагов»");
  });

  test("loads nothing and runs nothing", async () => {
    const svg = await diagramSvg(sketch(ODDITIES));
    expect(svg.match(/https?:\/\/[^"'\s<]+/g)).toEqual(["http://www.w3.org/2000/svg"]);
    expect(svg).not.toMatch(/\bon\w+=|<foreignObject|@import|url\(/);
  });

  test("follows the reader's colors, or keeps to one scheme", async () => {
    expect(await diagramSvg(sketch(CHASE))).toContain("prefers-color-scheme:dark");
    expect(await diagramSvg(sketch(CHASE), { scheme: "dark" })).not.toContain("prefers-color-scheme");
  });

  test("marks where the instance stands, what it visited, and how often", async () => {
    const svg = await diagramSvg(sketch(CHASE), {
      overlay: { current: ["ask"], visited: ["acknowledge", "chase", "assign"], counts: { ask: 3 } },
    });
    expect(svg).toMatch(/<g data-step="ask"><rect class="card now"/);
    expect(svg).toMatch(/<g data-step="assign"><rect class="card seen"/);
    expect(svg).toMatch(/<g data-step="tell" class="faded">/);
    expect(svg).toMatch(/class="badge-text"[^>]*>3</);
  });
});

test("any process can be drawn", async () => {
  await fc.assert(
    fc.asyncProperty(randomProcess, async (text) => {
      const definition = sketch(text);
      const svg = await diagramSvg(definition);
      expect(unbalanced(svg)).toEqual([]);
      expect(new Set(stepsIn(svg))).toEqual(new Set(definition.steps.keys()));
    }),
    { seed: 20_261_120, numRuns: 20 },
  );
}, 120_000);
