import { describe, expect, test } from "vitest";
import { extractGraph } from "../../../engine/diagram/extract.ts";
import { createWords } from "../../../engine/diagram/words.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";
import { sketch } from "./sketch.fixture.ts";
import { CHASE, INVOICE, ODDITIES } from "./stories.fixture.ts";

function graphOf(text: string, style: "direct" | "nested" = "direct", locale: "ru" | "en" = "ru") {
  const definition = sketch(text);
  const graph = extractGraph(definition, createWords(definition, { locale, directory: null }), style);
  const node = (id: string) => graph.nodes.find((found) => found.id === id);
  const arrows = graph.edges.map(({ from, to, label }) => `${from} → ${to}${label ? ` (${label})` : ""}`);
  return { ...graph, node, arrows };
}

describe("a task", () => {
  test("shows who decides and its ladder, rung by rung", () => {
    expect(graphOf(CHASE).node("step-assign")).toMatchObject({
      caption: "Задание",
      title: "Назначьте менеджера по заявке № …",
      facts: [{ icon: "person", text: "руководитель отдела «client»" }],
      rungs: [
        { after: "1 рабочий день", action: "подключить: группа «executive»" },
        { after: "2 рабочих дня", action: "подключить: группа «director», повтор: 1 рабочий день" },
      ],
    });
  });

  test("speaks English too", () => {
    expect(graphOf(CHASE, "direct", "en").node("step-assign")).toMatchObject({
      caption: "Task",
      facts: [{ icon: "person", text: 'head of department "client"' }],
      rungs: [{ after: "1 business day" }, { action: 'offer to group "director", again every 1 business day' }],
    });
  });

  test("names departments and groups as the directory does", () => {
    const definition = sketch(CHASE);
    const directory = readDirectory({
      departments: { client: { title: "Клиентский отдел" } },
      groups: { executive: { title: "Исполнительный" } },
    });
    const { nodes } = extractGraph(definition, createWords(definition, { locale: "ru", directory }), "direct");
    const assign = nodes.find(({ id }) => id === "step-assign");
    expect(assign?.facts[0]?.text).toBe("руководитель отдела «Клиентский отдел»");
    expect(assign?.rungs[0]?.action).toBe("подключить: группа «Исполнительный»");
  });

  test("that asks a variable shows where the variable comes from", () => {
    expect(graphOf(CHASE).node("step-tell")?.facts[0]?.text).toBe("Ответственный менеджер");
    expect(graphOf(INVOICE).node("step-approval")?.facts[0]?.text).toBe("по таблице «route», Дополнительные");
  });
});

describe("arrows", () => {
  test("of a choice carry the words on the sheet, and lead back where `then` says", () => {
    const { arrows } = graphOf(CHASE);
    expect(arrows).toContain("step-answer → step-tell (Напомнить)");
    expect(arrows).toContain("step-answer → step-assign (Назначить другого)");
  });

  test("past a choice that tests every outcome are not drawn", () => {
    expect(graphOf(CHASE).arrows.filter((arrow) => arrow.startsWith("step-answer"))).toHaveLength(2);
  });

  test("past a choice that leaves an outcome open are drawn as «иначе»", () => {
    const open = CHASE.replace('          - { when: ask.outcome = "reassign", then: assign }\n', "");
    expect(graphOf(open).arrows.some((arrow) => arrow.startsWith("step-answer →") && arrow.endsWith("(иначе)"))).toBe(
      true,
    );
  });

  test("of a guarded step go in with its condition and past it with «иначе»", () => {
    const { arrows } = graphOf(INVOICE);
    expect(arrows).toContain("if-refused → step-tell-refused (не «Согласовать»)");
    expect(arrows).toContain("if-refused → step-payment (иначе)");
    expect(arrows).toContain("if-returned → step-returned (Не могу)");
    expect(arrows).toContain("step-returned → step-payment");
  });

  test("of a rework lead through the requester's task to where it begins again", () => {
    const { arrows, node } = graphOf(INVOICE);
    expect(arrows).toContain("step-approval → rework-approval (на доработку)");
    expect(arrows).toContain("rework-approval → step-save");
    expect(node("rework-approval")?.title).toBe("Исправить: Сумма, Дополнительные");
  });

  test("of a block that waits leave it when what it waits for has come", () => {
    const { edges, node } = graphOf(CHASE);
    expect(node("step-chase")?.facts[0]?.text).toBe("до тех пор, пока не: стадия не первая");
    expect(edges.find(({ kind }) => kind === "until")).toMatchObject({ from: "step-chase", label: "стадия не первая" });
  });

  test("of timeouts, errors and exits lead where they say", () => {
    const { arrows } = graphOf(ODDITIES);
    expect(arrows).toContain("step-cfo → if-stop (время вышло: 3 дня)");
    expect(arrows).toContain("step-safe → step-sorry (ошибка: TIMEOUT, REFUSED)");
    expect(arrows).toContain("step-sorry → split-both");
    expect(arrows).toContain("step-enough → if-stop (x > 5)");
    expect(arrows).toContain("step-hang → step-late (время вышло: 1 день)");
  });
});

describe("nested", () => {
  test("no arrow crosses the border of a group", () => {
    for (const text of [CHASE, INVOICE, ODDITIES]) {
      const { nodes, edges } = graphOf(text, "nested");
      const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
      for (const { from, to } of edges) expect([from, to, parents.get(from)]).toEqual([from, to, parents.get(to)]);
    }
  });

  test("a jump out ends inside its group and goes on from the border", () => {
    const { edges, node } = graphOf(ODDITIES, "nested");
    const leave = edges.find(({ from, to, kind }) => from === "step-loop" && to === "if-stop" && kind === "leave");
    expect(node(leave?.via ?? "")).toMatchObject({ shape: "end", parent: "step-loop" });
  });
});

test("every kind of step and start has its box", () => {
  const { nodes } = graphOf(ODDITIES);
  const kinds = new Set(nodes.map(({ kind }) => kind));
  for (const kind of [
    "form",
    "message",
    "schedule",
    "letter",
    "fork",
    "try",
    "for",
    "run",
    "switch",
    "listen",
    "emit",
    "raise",
    "document",
  ]) {
    expect(kinds).toContain(kind);
  }
});
