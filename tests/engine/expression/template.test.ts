import { describe, expect, test } from "vitest";
import { findExpressionEnd, splitTemplate } from "../../../engine/expression/index.ts";

const pieces = (text: string) =>
  splitTemplate(text).parts?.map((part) => (part.kind === "text" ? part.text : { feel: part.text }));

describe("a text with expressions", () => {
  test("the FEEL between ${ and } is found, with its place", () => {
    expect(splitTemplate("№ ${ lead.id }!").parts).toEqual([
      { kind: "text", text: "№ ", from: 0, to: 2 },
      { kind: "expression", text: " lead.id ", from: 4, to: 13 },
      { kind: "text", text: "!", from: 14, to: 15 },
    ]);
    expect(pieces("${ a }${ b }")).toEqual([{ feel: " a " }, { feel: " b " }]);
    expect(pieces("no expression } at all {")).toEqual(["no expression } at all {"]);
    expect(pieces("")).toEqual([]);
  });

  test("the grammar, not the next brace, finds the end", () => {
    expect(pieces("${ { a: { b: 1 } }.a.b }.")).toEqual([{ feel: " { a: { b: 1 } }.a.b " }, "."]);
    expect(pieces('${ "}" + "\\"}" }.')).toEqual([{ feel: ' "}" + "\\"}" ' }, "."]);
    expect(pieces("${ 1 /* } */ + 2 }.")).toEqual([{ feel: " 1 /* } */ + 2 " }, "."]);
    expect(pieces("${ 1 // }\n }.")).toEqual([{ feel: " 1 // }\n " }, "."]);
  });

  test("$${ is a literal ${", () => {
    expect(pieces("$${ a } ${ b }")).toEqual(["${ a } ", { feel: " b " }]);
    expect(pieces("cost: $5, $$, ${ a }$${")).toEqual(["cost: $5, $$, ", { feel: " a " }, "${"]);
  });

  test("what is not closed is a problem at its place", () => {
    expect(splitTemplate("a ${ b").problem).toMatchObject({ from: 2, to: 4, code: "expression-syntax" });
    expect(splitTemplate('a ${ "b }').problem).toMatchObject({ from: 5, message: { ru: "Не закрыта кавычка" } });
    expect(splitTemplate(`\${ ${"{".repeat(200)}`).problem).toMatchObject({ code: "expression-too-large" });
  });

  test("the end of one expression can be asked for alone", () => {
    expect(findExpressionEnd("${ {} } }", 2)).toEqual({ end: 6 });
    expect(findExpressionEnd("${ x", 2)).toHaveProperty("problem");
  });
});
