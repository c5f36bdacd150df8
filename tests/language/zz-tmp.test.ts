import { test } from "vitest";
import { compileExample, exampleText } from "../support/example-company.ts";
test("x", () => {
  for (const s of [
    `- id: work\n  userTask: Дело\n  assignee: manager-1\n  form: { firm: { type: record, of: company, title: Фирма, required: true } }\n  timeout: { after: P1D, then: end }\n- id: b\n  set: { x: "\${ work.firm.title }", y: "\${ work.firm.ref }", z: "\${ work.firm }" }\n`,
    `- id: work\n  userTask: Дело\n  assignee: manager-1\n  edit: [lead]\n  timeout: { after: P1D, then: end }\n- id: b\n  set: { x: "\${ lead.title }" }\n`,
  ]) {
    const { reading, problems } = compileExample(exampleText(s));
    console.log(JSON.stringify([...reading, ...problems].map((one) => [one.code, one.message.ru, one.remedy.ru]), null, 1));
  }
});
