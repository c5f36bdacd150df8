import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { id, type UserId } from "../../engine/base/ids.ts";
import { NO_BROWSER } from "../support/browser.ts";
import { IS_TAKING, picture } from "../support/picture.ts";
import { openStage, type Stage } from "../support/stage.ts";

const WHY = NO_BROWSER ?? (IS_TAKING ? null : "npm run manual:pictures takes them; the screens themselves have tests");

/** Pictures of the manual that no story passes by: what analysts, operators and administrators see. */
describe.skipIf(WHY !== null)(
  `pictures of the manual${WHY === null ? "" : ` — skipped: ${WHY}`}`,
  { timeout: 300_000 },
  () => {
    let work: Stage;
    let instance = "";
    beforeAll(async () => {
      work = await openStage();
      for (const [number, manager, brand, discount] of [
        [20, "manager-4", "Bravante", 18],
        [7, "manager-1", "Delmoka", 12],
        [8, "manager-2", "Nordbrew", 9],
      ] as const)
        await asked(manager, `company/${number}`, { brand, discount });
      instance = await stopped();
      await work.company.person("manager-1");
      await work.company.person("accountant-1");
    });
    afterAll(() => work?.close());

    async function asked(manager: string, company: string, of: { readonly brand: string; readonly discount: number }) {
      const caller = await work.company.person(manager);
      const input = { company, ...of, justification: "Постоянный клиент" };
      const started = await caller.call("POST", "/api/instances", { process: "discount-approval", input });
      await work.company.settle();
      return String(started.json().instance);
    }

    /** A request whose company was deleted while the head decided: what he approved cannot be written. */
    async function stopped(): Promise<string> {
      const of = await asked("manager-5", "company/30", { brand: "Cremolux", discount: 10 });
      const head = await work.company.person("head-2");
      await work.company.assembled.outside.editing?.delete({ ref: "company/30", by: id<UserId>("admin-1") });
      const { rows } = (await head.call("GET", "/api/tasks?limit=50")).json();
      const task = rows.find((row: { readonly instance: string }) => row.instance === of).id;
      await head.call("POST", `/api/tasks/${task}/complete`, { outcome: "approve", form: {}, comment: null });
      await work.company.settle();
      return of;
    }

    const at = (path: string): Promise<Page> => work.open("admin-1", path, "administrator", "analyst", "operator");

    test("of processes", async () => {
      const page = await at("/processes");
      await picture(page, "processes");
      await page.goto("/processes/discount-approval");
      await picture(page, "diagram");
      await page.goto("/processes/discount-approval/editor");
      await picture(page, "editor", {
        height: 900,
        arrange: (own) => own.getByText(/^(Ошибок нет\.|No problems\.)$/).waitFor(),
      });
      await page.goto("/processes/discount-approval/tables");
      await picture(page, "table", { height: 560 });
      expect(work.trouble).toEqual([]);
    });

    test("of operations and accounts", async () => {
      const page = await at(`/operations/instances/${instance}`);
      await picture(page, "instance", { height: 900 });
      await page.goto("/operations/incidents");
      await picture(page, "incidents", { height: 600 });
      await page.goto("/accounts");
      await picture(page, "accounts");
      expect(work.trouble).toEqual([]);
    });
  },
);
