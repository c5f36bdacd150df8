import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileAddress } from "../../adapters/http/file-address.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let manager: Caller;
let stranger: Caller;
beforeAll(async () => {
  company = await servedCompany();
  manager = await company.person("manager-1");
  stranger = await company.person("manager-3");
});
afterAll(() => company.close());

const PDF = new TextEncoder().encode("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");
const HTML = new TextEncoder().encode("<script>alert(1)</script>");

async function sent(by: Caller, bytes: Uint8Array, name: string, key = crypto.randomUUID()) {
  const answer = await by.call("POST", `/api/files?name=${encodeURIComponent(name)}`, bytes, {
    "idempotency-key": key,
  });
  return answer.json();
}

describe("files that people send", () => {
  test("the same command is the same file; another's command of the same key is another's", async () => {
    const key = crypto.randomUUID();
    const one = await sent(manager, PDF, "счёт.pdf", key);
    const again = await sent(manager, PDF, "счёт.pdf", key);
    const others = await sent(stranger, PDF, "счёт.pdf", key);
    expect(one).toMatchObject({ name: "счёт.pdf", size: PDF.length, isShown: true });
    expect(again).toEqual(one);
    expect(others.id).not.toBe(one.id);
  });

  test("who sent a file may look at it; for others it does not exist", async () => {
    const { address } = await sent(manager, PDF, "счёт № 5.pdf");
    const own = await manager.call("GET", address);
    expect(own.statusCode).toBe(200);
    expect(own.rawPayload).toEqual(Buffer.from(PDF));
    expect(own.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="_5.pdf"; filename*=UTF-8''${encodeURIComponent("счёт № 5.pdf")}`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    expect((await stranger.call("GET", address)).statusCode).toBe(404);
    expect((await company.nobody.call("GET", address)).statusCode).toBe(401);
  });

  test("a page is saved, never shown, whatever its name says", async () => {
    const { address, isShown } = await sent(manager, HTML, "scan.pdf");
    const answer = await manager.call("GET", address);
    expect(isShown).toBe(false);
    expect(answer.headers["content-type"]).toBe("application/octet-stream");
    expect(answer.headers["content-disposition"]).toMatch(/^attachment; /);
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
  });

  test("an empty file, a nameless one and one that is too large are refused in words", async () => {
    expect((await manager.call("POST", "/api/files?name=a.pdf", new Uint8Array())).json()).toMatchObject({
      status: 400,
      title: "The file is empty.",
    });
    expect((await manager.call("POST", "/api/files", PDF)).json().fields).toEqual({ name: "This is needed." });
    const large = await manager.call("POST", "/api/files?name=a.pdf", new Uint8Array(26 * 1024 * 1024));
    expect(large.json()).toMatchObject({ status: 413, code: "INPUT_TOO_LARGE" });
  });

  test("addresses that name no file are not found", async () => {
    for (const file of ["nothing", fileAddress("file:upload/manager-1/none"), fileAddress("../../etc/passwd")])
      expect((await manager.call("GET", `/api/files/${file}`)).statusCode, file).toBe(404);
  });
});

describe("what inputs are chosen from", () => {
  test("people by a part of their name or position, of a group, or one by id", async () => {
    const found = async (query: string) => (await manager.call("GET", `/api/choices/people?${query}`)).json();
    const all = await found("");
    expect(all.length).toBeGreaterThan(3);
    const [one] = all;
    expect(await found(`text=${encodeURIComponent(one.name.slice(0, 4).toUpperCase())}`)).toContainEqual(one);
    expect(await found("group=sales")).toContainEqual(expect.objectContaining({ id: "manager-1" }));
    expect(await found("id=head-1")).toEqual([expect.objectContaining({ id: "head-1" })]);
    expect(await found("text=zzzz")).toEqual([]);
  });

  test("records of a type by what stands in them", async () => {
    const answer = await manager.call("GET", "/api/choices/records?type=company");
    const [one] = answer.json();
    expect(one).toMatchObject({ type: "company" });
    const byTitle = await manager.call(
      "GET",
      `/api/choices/records?type=company&text=${encodeURIComponent(one.title)}`,
    );
    expect(byTitle.json()).toContainEqual(one);
    expect((await manager.call("GET", `/api/choices/records?ref=${one.ref}`)).json()).toEqual([one]);
  });
});
