import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diagramBpmn } from "../../../engine/diagram/diagram-bpmn.ts";
import { randomProcess } from "./random-process.fixture.ts";
import { sketch } from "./sketch.fixture.ts";
import { CHASE, INVOICE, ODDITIES } from "./stories.fixture.ts";

interface Read {
  readonly warnings: readonly string[];
  /** Flow nodes and flows by id, subprocesses included. */
  readonly elements: ReadonlyMap<string, ModdleElement>;
  readonly shapes: readonly ModdleElement[];
}

async function read(xml: string): Promise<Read> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  const roots = rootElement["rootElements"] as readonly ModdleElement[];
  const elements = new Map<string, ModdleElement>();
  const visit = (scope: ModdleElement): void => {
    for (const element of (scope["flowElements"] ?? []) as readonly ModdleElement[]) {
      elements.set(String(element["id"]), element);
      visit(element);
    }
  };
  for (const root of roots) visit(root);
  const [diagram] = rootElement["diagrams"] as readonly ModdleElement[];
  const plane = diagram?.["plane"] as ModdleElement;
  return {
    warnings: warnings.map(({ message }) => message),
    elements,
    shapes: plane["planeElement"] as readonly ModdleElement[],
  };
}

async function bpmnOf(text: string): Promise<Read> {
  return read(await diagramBpmn(sketch(text)));
}

function typeOf({ elements }: Read, id: string): string | undefined {
  return elements.get(id)?.$type;
}

/** What a modeler needs: no warnings, a shape for every node, an edge for every flow, no flow across a scope. */
function check({ warnings, elements, shapes }: Read): void {
  expect(warnings).toEqual([]);
  const drawn = new Map(shapes.map((shape) => [(shape["bpmnElement"] as ModdleElement)["id"], shape]));
  expect(new Set(drawn.keys())).toEqual(new Set(elements.keys()));
  for (const [id, element] of elements) {
    const isFlow = element.$type === "bpmn:SequenceFlow";
    expect(drawn.get(id)?.$type).toBe(isFlow ? "bpmndi:BPMNEdge" : "bpmndi:BPMNShape");
    if (!isFlow) continue;
    const [source, target] = [element["sourceRef"], element["targetRef"]] as readonly ModdleElement[];
    expect([id, source?.["$parent"]]).toEqual([id, target?.["$parent"]]);
    expect(((drawn.get(id)?.["waypoint"] ?? []) as readonly unknown[]).length).toBeGreaterThan(1);
  }
  for (const element of elements.values()) {
    const outgoing = (element["outgoing"] ?? []) as readonly unknown[];
    const incoming = (element["incoming"] ?? []) as readonly unknown[];
    if (element.$type === "bpmn:EndEvent") expect(outgoing).toEqual([]);
    if (element.$type === "bpmn:StartEvent" || element.$type === "bpmn:BoundaryEvent") expect(incoming).toEqual([]);
    if (/Task|SubProcess|CallActivity/.test(element.$type)) expect(outgoing.length).toBeLessThanOrEqual(1);
  }
}

describe("the BPMN file", () => {
  test.each([
    ["chase", CHASE],
    ["invoice", INVOICE],
    ["oddities", ODDITIES],
  ])("of %s reads without warnings, and everything in it is drawn", async (_, text) => {
    check(await bpmnOf(text));
  });

  test("has the task kinds that BPMN has", async () => {
    const [chase, invoice, odd] = [await bpmnOf(CHASE), await bpmnOf(INVOICE), await bpmnOf(ODDITIES)];
    expect(typeOf(chase, "step-assign")).toBe("bpmn:UserTask");
    expect(typeOf(chase, "step-tell")).toBe("bpmn:SendTask");
    expect(typeOf(chase, "step-day")).toBe("bpmn:IntermediateCatchEvent");
    expect(typeOf(chase, "step-answer")).toBe("bpmn:ExclusiveGateway");
    expect(typeOf(chase, "step-chase")).toBe("bpmn:SubProcess");
    expect(typeOf(invoice, "step-rule")).toBe("bpmn:BusinessRuleTask");
    expect(typeOf(invoice, "step-save")).toBe("bpmn:ServiceTask");
    expect(typeOf(odd, "split-both")).toBe("bpmn:ParallelGateway");
    expect(typeOf(odd, "step-one")).toBe("bpmn:CallActivity");
    expect(typeOf(odd, "step-fail")).toBe("bpmn:EndEvent");
  });

  test("makes a rung a timer that interrupts nothing, an outcome one that does", async () => {
    const { elements } = await bpmnOf(ODDITIES);
    const rungs = [...elements.values()].filter(
      (element) => String(element["id"]).startsWith("rung-") && element.$type === "bpmn:BoundaryEvent",
    );
    expect(rungs.map((rung) => [rung["name"], rung["cancelActivity"]])).toEqual([
      ["30 минут", false],
      ["1 день", true],
    ]);
  });

  test("asks approvers one after another or at once, and elements of a list too", async () => {
    const [invoice, odd] = [await bpmnOf(INVOICE), await bpmnOf(ODDITIES)];
    const loop = (read: Read, id: string) =>
      (read.elements.get(id)?.["loopCharacteristics"] as ModdleElement | undefined)?.["isSequential"];
    expect([loop(invoice, "step-approval"), loop(odd, "step-cfo"), loop(odd, "step-loop")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("catches at the border what a jump out of a group throws inside", async () => {
    const { elements } = await bpmnOf(ODDITIES);
    const codes = (type: string) =>
      [...elements.values()]
        .filter((element) => element.$type === type)
        .flatMap((element) =>
          ((element["eventDefinitions"] ?? []) as readonly ModdleElement[]).filter(
            ({ $type }) => $type === "bpmn:EscalationEventDefinition",
          ),
        )
        .map((definition) => (definition["escalationRef"] as ModdleElement)["escalationCode"]);
    expect(codes("bpmn:EndEvent").length).toBeGreaterThan(0);
    expect(codes("bpmn:BoundaryEvent").toSorted()).toEqual(codes("bpmn:EndEvent").toSorted());
  });

  test("ends a race with the first branch that is ready", async () => {
    const { elements } = await bpmnOf(ODDITIES);
    const ends = [...elements.values()].filter(
      (element) => element.$type === "bpmn:EndEvent" && (element["$parent"] as ModdleElement)["id"] === "step-first",
    );
    expect(ends.map((end) => (end["eventDefinitions"] as readonly ModdleElement[] | undefined)?.[0]?.$type)).toEqual([
      "bpmn:TerminateEventDefinition",
    ]);
  });
});

test("any process becomes a file that a modeler can open", async () => {
  await fc.assert(
    fc.asyncProperty(randomProcess, async (text) => {
      check(await bpmnOf(text));
    }),
    { seed: 20_261_120, numRuns: 20 },
  );
}, 120_000);
