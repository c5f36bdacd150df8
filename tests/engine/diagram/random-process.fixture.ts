import fc from "fast-check";
import { stringify } from "yaml";

/** Random processes as file texts: any nesting, conditions, jumps to steps of the same or an enclosing list. */
export const randomProcess: fc.Arbitrary<string> = fc.array(shape(2), { minLength: 1, maxLength: 3 }).map((shapes) => {
  const numbered = { next: 0 };
  const steps = build(shapes, [], numbered);
  return stringify({ process: "random", title: "Random", start: [{ form: {} }], do: steps });
});

interface Shape {
  readonly kind: "set" | "userTask" | "wait" | "switch" | "do" | "for" | "fork" | "try";
  readonly if: boolean;
  readonly jump: number | null;
  readonly timeout: boolean;
  readonly rungs: number;
  readonly inner: readonly Shape[];
  readonly other: readonly Shape[];
}

function shape(depth: number): fc.Arbitrary<Shape> {
  const inner = depth === 0 ? fc.constant([]) : fc.array(shape(depth - 1), { maxLength: 3 });
  return fc.record({
    kind: fc.constantFrom(
      "set",
      "userTask",
      "wait",
      ...(depth === 0 ? [] : (["switch", "do", "for", "fork", "try"] as const)),
    ),
    if: fc.boolean(),
    jump: fc.option(fc.nat(9), { freq: 3 }),
    timeout: fc.boolean(),
    rungs: fc.nat(3),
    inner,
    other: inner,
  });
}

type Ids = readonly string[];

function build(shapes: readonly Shape[], outer: Ids, numbered: { next: number }): readonly object[] {
  const ids = shapes.map(() => `s${++numbered.next}`);
  const reach = [...ids, ...outer];
  return shapes.map((own, index) => {
    const list = (of: readonly Shape[]) => build(of, reach, numbered);
    const jump = own.jump === null ? {} : { [THEN]: [...reach, "end", "exit"][own.jump % (reach.length + 2)] };
    const timeout = own.timeout
      ? { timeout: { after: "P1D", ...jump, ...(own.jump === null && { do: list(own.other) }) } }
      : jump;
    return { id: ids[index], ...(own.if && { if: "x > 1" }), ...kindOf(own, list), ...timeout };
  });
}

const THEN = "then";

function kindOf(own: Shape, list: (of: readonly Shape[]) => readonly object[]): object {
  const escalation = Array.from({ length: own.rungs }, () => ({ after: "PT1H", action: "remind" }));
  switch (own.kind) {
    case "set":
      return { set: { x: 1 } };
    case "userTask":
      return { userTask: "Task", assignee: { user: "a" }, escalation };
    case "wait":
      return { wait: { hours: 1 } };
    case "switch":
      return {
        switch: [
          { when: "x = 1", do: list(own.inner) },
          { when: "x = 2", [THEN]: "end" },
          { else: true, do: list(own.other) },
        ],
      };
    case "do":
      return { do: list(own.inner), until: { of: "lead/1", holds: "x" }, escalation };
    case "for":
      return { for: { each: "y", in: "xs" }, do: list(own.inner) };
    case "fork":
      return { fork: { left: list(own.inner), right: list(own.other) } };
    case "try":
      return { try: list(own.inner), catch: [{ errors: ["*"], do: list(own.other) }] };
  }
}
