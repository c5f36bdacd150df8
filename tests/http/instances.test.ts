import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
});
afterAll(() => company.close());

const DISCOUNT = {
  process: "discount-approval",
  input: { company: "company/7", brand: "Bravante", discount: 12, justification: "Крупный заказ, просят 12 %" },
};

/** A discount of its own: one live instance for each company and brand. */
async function asked(by: Caller, brand: string, key = `ask-${brand}`): Promise<string> {
  const body = { ...DISCOUNT, input: { ...DISCOUNT.input, brand } };
  const answer = await by.call("POST", "/api/instances", body, { "idempotency-key": key });
  expect(answer.statusCode, answer.body).toBe(201);
  await company.settle();
  return answer.json().instance;
}

describe("forms", () => {
  test("each sees the forms that are his, with fields as inputs are made of", async () => {
    const manager = await company.person("manager-1");
    const forms = (await manager.call("GET", "/api/forms")).json();
    expect(forms.map(({ process }: { process: string }) => process)).toEqual(["discount-approval", "invoice-approval"]);
    expect(forms[0].asks).toContain("Обоснование");
    const form = (await manager.call("GET", "/api/forms/discount-approval")).json();
    const brand = form.fields.find(({ name }: { name: string }) => name === "brand");
    expect(brand).toMatchObject({ type: "choice", required: true, title: "Бренд" });
    expect(brand.choices).toContainEqual({ value: "Bravante", title: "Bravante" });
  });

  test("who may not start it sees no form, and cannot start it by its name either", async () => {
    const accountant = await company.person("accountant-1");
    expect((await accountant.call("GET", "/api/forms")).json()).toEqual([]);
    expect((await accountant.call("GET", "/api/forms/discount-approval")).statusCode).toBe(404);
    expect((await accountant.call("POST", "/api/instances", DISCOUNT)).statusCode).toBe(404);
    // A process that events start has no form: by hand nobody could give it what the event brings.
    const byEvent = { process: "company-total", input: { company: "company/7" } };
    expect((await accountant.call("POST", "/api/instances", byEvent)).statusCode).toBe(404);
  });
});

describe("starting", () => {
  test("a form that names a record that is not there is refused at its field, and nothing starts", async () => {
    const manager = await company.person("manager-1");
    const input = { ...DISCOUNT.input, company: "company/404404" };
    const answer = await manager.call("POST", "/api/instances", { ...DISCOUNT, input });
    expect(answer.json()).toMatchObject({
      ...{ status: 400, code: "INPUT_INVALID" },
      fields: { company: expect.stringContaining("company/404404") },
    });
    expect((await manager.call("GET", "/api/instances?mine=true")).json().rows).toEqual([]);
  });

  test("the same key is one instance, however often it is asked", async () => {
    const manager = await company.person("manager-1");
    const start = () => manager.call("POST", "/api/instances", DISCOUNT, { "idempotency-key": "double-click" });
    const answers = await Promise.all([start(), start(), start()]);
    expect(new Set(answers.map((answer) => answer.json().instance)).size).toBe(1);
    await company.settle();
    const mine = (await manager.call("GET", "/api/instances?mine=true")).json();
    expect(mine.rows).toHaveLength(1);
    expect(mine.rows[0]).toMatchObject({
      ...{ process: "discount-approval", title: "Согласование скидки", status: "running" },
      requester: { id: "manager-1", name: "Игорь Ладов" },
      turns: [
        expect.objectContaining({
          people: [{ id: "head-2", name: "Виктор Маслов", standsInFor: null, text: "Виктор Маслов" }],
        }),
      ],
    });
  });

  test("another start for the same company and brand leads to the one that is live", async () => {
    const other = await company.person("manager-2");
    const answer = await other.call("POST", "/api/instances", DISCOUNT);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ outcome: "live", number: null });
  });

  test("what is wrong stands at its field, and nothing has started", async () => {
    const manager = await company.person("manager-1");
    const input = { brand: "Чужая", discount: 120, company: "company/7" };
    const answer = await manager.call("POST", "/api/instances", { process: "discount-approval", input });
    expect(answer.statusCode).toBe(422);
    expect(Object.keys(answer.json().fields).sort()).toEqual(["brand", "discount", "justification"]);
    const marked = { ...DISCOUNT.input, discount: { $type: "number", value: "NaN" } };
    const refused = await manager.call("POST", "/api/instances", { process: "discount-approval", input: marked });
    expect(refused.json()).toMatchObject({ code: "FORM_INVALID", fields: { discount: expect.any(String) } });
    expect((await manager.call("GET", "/api/instances?mine=true")).json().rows).toHaveLength(1);
  });

  test("a form that is sent back takes no number, an invoice of no amount is sent back", async () => {
    const engineer = await company.person("manager-3");
    const ask = (discount: number, brand: string) =>
      engineer.call("POST", "/api/instances", {
        ...DISCOUNT,
        input: { ...DISCOUNT.input, company: "company/8", brand, discount },
      });
    const first = (await ask(12, "Nordbrew")).json().number;
    for (let tries = 0; tries < 3; tries++) expect((await ask(120, "Delmoka")).statusCode).toBe(422);
    expect((await ask(12, "Delmoka")).json().number).toBe(first + 1);
    for (const amount of ["-5.00", "0"]) {
      const invoice = { kind: "товар", number: "7", supplier: "company/50", deal: "deal/212" };
      const answer = await engineer.call("POST", "/api/instances", {
        process: "invoice-approval",
        input: { ...invoice, amount: { amount, currency: "RUB" }, files: [] },
      });
      expect(answer.json().fields).toHaveProperty("amount");
    }
  });

  test("nobody shows himself another's file by naming it in his own form", async () => {
    const owner = await company.person("manager-4");
    const file = await owner.call("POST", "/api/files?name=a.txt", new TextEncoder().encode("secret"));
    const { id, name } = file.json();
    const thief = await company.person("manager-2");
    const input = { ...DISCOUNT.input, brand: "Nordbrew", files: [{ id, name }] };
    const answer = await thief.call("POST", "/api/instances", { process: "discount-approval", input });
    expect(answer.json()).toMatchObject({ code: "FORM_INVALID", fields: { files: expect.any(String) } });
  });
});

describe("following", () => {
  test("where another one decides than the rule names, the page says why", async () => {
    const manager = await company.person("manager-4");
    const deal = await manager.call("POST", "/api/records/deal", {
      set: { title: "Сервис", pipeline: "equipment", company: "company/8", responsible: "manager-4" },
    });
    expect(deal.statusCode, deal.body).toBe(200);
    const file = await manager.call("POST", "/api/files?name=invoice.pdf", new TextEncoder().encode("%PDF-1.7"));
    const input = { kind: "товар", number: "own-1", supplier: "company/50", deal: deal.json().record.ref };
    const answer = await manager.call("POST", "/api/instances", {
      process: "invoice-approval",
      input: { ...input, amount: { amount: "500", currency: "RUB" }, files: [file.json()] },
    });
    expect(answer.statusCode, answer.body).toBe(201);
    await company.settle();
    const page = (await manager.call("GET", `/api/instances/${answer.json().instance}`)).json();
    const [seat] = page.places.flatMap(({ seats }: { seats: readonly { text: string }[] }) => seats);
    expect(seat.text).toMatch(/Дарья Ключева.*Виктор Маслов \(.+\)$/);
  });

  test("the page says where it stands, whom it waits for since when, what comes next and what happened", async () => {
    const manager = await company.person("manager-1");
    const instance = await asked(manager, "Cremolux");
    const answer = await manager.call("GET", `/api/instances/${instance}`);
    const page = answer.json();
    expect(page).toMatchObject({ title: "Согласование скидки", status: "running", can: { withdraw: true } });
    expect(page.asked).toContainEqual({ title: "Скидка, %", text: "12" });
    expect(page.places).toHaveLength(1);
    expect(page.places[0].tasks[0]).toMatchObject({ people: [{ id: "head-2" }], isMine: false, purpose: "seat" });
    expect(page.places[0].seats).toEqual([{ status: "open", text: expect.stringContaining("Виктор Маслов") }]);
    expect(page.places[0].next[0].text).toContain("reminder");
    expect(page.timeline[0].tone).toBe("start");
    // By its number too, as people call it.
    const byNumber = await manager.call("GET", `/api/instances/discount-approval~${page.number}`);
    expect(byNumber.json().id).toBe(page.id);
    // The same revision is not sent twice; another language is another answer.
    const etag = String(answer.headers["etag"]);
    const again = (language: string) =>
      manager.call("GET", `/api/instances/${instance}`, undefined, {
        ...{ "if-none-match": etag, "accept-language": language },
      });
    expect((await again("en")).statusCode).toBe(304);
    expect((await again("ru")).statusCode).toBe(200);
  });

  test("his head sees it and the approver does; withdrawing is the requester's alone", async () => {
    const manager = await company.person("manager-1");
    const instance = await asked(manager, "Delmoka");
    for (const user of ["head-1", "head-2"]) {
      const reader = await company.person(user);
      const page = (await reader.call("GET", `/api/instances/${instance}`)).json();
      expect(page.can.withdraw, user).toBe(false);
      const refused = await reader.call("POST", `/api/instances/${instance}/withdraw`, {});
      expect(refused.json(), user).toMatchObject({ code: "NOT_ALLOWED", status: 403 });
    }
    const withdraw = () =>
      manager.call(
        "POST",
        `/api/instances/${instance}/withdraw`,
        { reason: "Клиент передумал" },
        {
          "idempotency-key": "withdraw-1",
        },
      );
    expect((await withdraw()).statusCode).toBe(200);
    expect((await withdraw()).statusCode).toBe(200);
    const page = (await manager.call("GET", `/api/instances/${instance}`)).json();
    expect(page).toMatchObject({ status: "canceled", places: [], can: { withdraw: false } });
    expect(page.timeline.at(-1).details.join()).toContain("Клиент передумал");
    const live = (await manager.call("GET", "/api/instances?mine=true&status=live")).json().rows;
    expect(live.map(({ id }: { id: string }) => id)).not.toContain(instance);
  });

  test("a stranger learns nothing: neither the page, nor the sheet, nor the PDF, nor the picture, nor a list", async () => {
    const owner = await company.person("manager-1");
    const instance = await asked(owner, "Kaffelund");
    const { number } = (await owner.call("GET", `/api/instances/${instance}`)).json();
    const stranger = await company.person("engineer-1");
    for (const name of [instance, `discount-approval~${number}`])
      for (const part of ["", "/sheet", "/sheet.pdf", "/diagram.svg"]) {
        const answer = await stranger.call("GET", `/api/instances/${name}${part}`);
        expect(answer.json(), part).toMatchObject({ status: 404, code: "NOT_FOUND" });
      }
    expect((await stranger.call("POST", `/api/instances/${instance}/withdraw`, {})).statusCode).toBe(404);
    const none = await stranger.call("GET", "/api/instances/no-such-thing");
    const hidden = await stranger.call("GET", `/api/instances/${instance}`);
    expect(hidden.json()).toEqual(none.json());
    for (const list of ["/api/instances", "/api/instances?mine=true", "/api/instances?about=company/7"])
      expect((await stranger.call("GET", list)).json()).toEqual({ rows: [], next: null });
    expect((await company.nobody.call("GET", `/api/instances/${instance}/sheet.pdf`)).statusCode).toBe(401);
    const found = (await stranger.call("GET", "/api/search?q=Kaffelund")).json();
    expect(found.instances).toEqual([]);
  });
});

describe("the approval sheet and the picture", () => {
  test("as data and as PDF, of an instance that still goes on", async () => {
    const manager = await company.person("manager-1");
    const instance = await asked(manager, "Montelira");
    const task = Object.keys((await company.assembled.engine.useCases.show(instance))?.instance.tasks ?? {})[0] ?? "";
    const done = await company.assembled.engine.useCases.act({
      ...{ id: "c-1", by: "head-2" },
      body: { kind: "complete", task, outcome: "approve", form: {}, comment: "Согласен" },
    } as never);
    expect(done.kind).toBe("accepted");
    await company.settle();
    const sheet = (await manager.call("GET", `/api/instances/${instance}/sheet`)).json();
    expect(sheet.kind).toMatch(/^Approval sheet № \d+$/);
    const table = sheet.blocks.find(({ kind }: { kind: string }) => kind === "table");
    expect(JSON.stringify(table)).toContain("Виктор Маслов");
    expect(JSON.stringify(table)).toContain("Согласен");
    const pdf = await manager.call("GET", `/api/instances/${instance}/sheet.pdf`);
    expect(pdf.headers["content-type"]).toBe("application/pdf");
    expect(String(pdf.headers["content-disposition"])).toMatch(/^inline; filename="[\w.-]+"; filename\*=UTF-8''/);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
    const again = await manager.call("GET", `/api/instances/${instance}/sheet.pdf`);
    expect(again.rawPayload.equals(pdf.rawPayload)).toBe(true);
  });

  test("after a rework each round stands as it was asked, with who was added in both", async () => {
    const [manager, head, added] = await Promise.all(
      ["manager-1", "head-2", "chief-1"].map((who) => company.person(who)),
    );
    if (!manager || !head || !added) throw new Error("Nobody is there");
    const input = { ...DISCOUNT.input, company: "company/9", brand: "Cremolux" };
    const { instance } = (await manager.call("POST", "/api/instances", { ...DISCOUNT, input })).json();
    await company.settle();
    const taskOf = async (who: Caller): Promise<string> => {
      const { rows } = (await who.call("GET", "/api/tasks?list=mine&limit=200")).json();
      return rows.find((one: { readonly instance: string }) => one.instance === instance).id;
    };
    const decide = async (who: Caller, body: object) => {
      expect((await who.call("POST", `/api/tasks/${await taskOf(who)}/complete`, body)).statusCode).toBe(200);
      await company.settle();
    };
    expect((await head.call("POST", `/api/tasks/${await taskOf(head)}/approver`, { user: "chief-1" })).statusCode).toBe(
      200,
    );
    await decide(head, { outcome: "rework", comment: "Много" });
    await decide(manager, { form: { discount: 11 } });
    await decide(head, { outcome: "approve" });
    await decide(added, { outcome: "approve" });
    const sheet = (
      await manager.call("GET", `/api/instances/${instance}/sheet`, undefined, { "accept-language": "ru" })
    ).json();
    expect(sheet.title).toContain("Скидка 11 %");
    const headings = sheet.blocks.flatMap((block: { kind: string; text: string }) =>
      block.kind === "heading" ? [block.text] : [],
    );
    expect(headings.slice(-2)).toEqual([
      expect.stringMatching(/^Скидка 12 % .* · Круг 1$/),
      expect.stringMatching(/^Скидка 11 % .* · Круг 2$/),
    ]);
    expect(JSON.stringify(sheet)).toContain("Добавлен в ходе согласования: Виктор Маслов.");
  });

  test("the picture marks where it stands, and holds nothing that a browser would carry out", async () => {
    const manager = await company.person("manager-1");
    const instance = await asked(manager, "Vaporetta");
    const answer = await manager.call("GET", `/api/instances/${instance}/diagram.svg?scheme=dark&language=en`);
    expect(answer.headers["content-type"]).toMatch(/^image\/svg\+xml/);
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.body).toContain('data-step="approval"');
    expect(answer.body).toMatch(/current/);
    expect(answer.body).not.toMatch(/<script|onload=/);
  });
});

describe("search", () => {
  test("by number, telephone, company and person: stage, who is responsible, whom it waits for, what next", async () => {
    const head = await company.person("head-2");
    const text = (q: string) => head.call("GET", `/api/search?q=${encodeURIComponent(q)}`);
    const numbered = (await text("№ 7")).json();
    expect(numbered.records.map(({ ref }: { ref: string }) => ref)).toContain("company/7");
    const firm = numbered.records.find(({ ref }: { ref: string }) => ref === "company/7");
    expect(firm.open).toBeGreaterThan(0);
    expect(firm.processes[0].waiting[0]).toMatchObject({
      people: [{ id: "head-2", name: "Виктор Маслов", standsInFor: null, text: "Виктор Маслов" }],
      since: expect.stringMatching(/^2026-11-23T/),
      next: { text: expect.any(String) },
    });
    const people = (await text("северова")).json();
    expect(people.people).toEqual([expect.objectContaining({ id: "head-1", department: "Клиентский отдел" })]);
    expect((await text("   ")).json()).toEqual({ records: [], instances: [], people: [] });
    const lead = (await text("lead/101")).json().records;
    expect(lead.every(({ type }: { type: string }) => type === "lead")).toBe(true);
  });
});
