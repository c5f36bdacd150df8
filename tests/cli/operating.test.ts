import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ordo, stackTrace } from "../support/command-line.ts";
import { companyFolder, eventually, ordoJson, removeFolder, serving } from "../support/operated-company.ts";

/** A discount that the head of sales decides. */
const START = [
  "start",
  "discount-approval",
  ...["--set", "company=company/7", "--set", "brand=Bravante", "--set", "discount=12", "--set", "justification=Loyal"],
  ...["--as", "manager-1"],
];

interface Tasks {
  readonly tasks: readonly { readonly id: string; readonly instance: string; readonly assignee: string }[];
}
interface Instances {
  readonly instances: readonly { readonly id: string; readonly number: number; readonly status: string }[];
}

describe("a company operated from the command line, on SQLite", () => {
  let folder = "";
  beforeAll(() => {
    folder = companyFolder();
  });
  afterAll(() => removeFolder(folder));

  const run = (...argv: readonly string[]) => {
    const ended = ordo(argv, { in: folder });
    expect(stackTrace(ended)).toEqual([]);
    return ended;
  };
  const json = <Shape>(...argv: readonly string[]): Shape => ordoJson<Shape>(argv, { in: folder });
  const status = (number: number): string | undefined =>
    json<Instances>("instances").instances.find((one) => one.number === number)?.status;

  test("deploys exactly the plan that was shown, and none that has changed meanwhile", () => {
    const shown = json<{ readonly digest: string }>("plan").digest.slice(0, 12);
    expect(run("deploy", "--plan", "000000000000")).toMatchObject({ code: 1 });
    expect(run("versions").out).toContain("Nothing is deployed");
    expect(run("deploy", "--plan", shown)).toMatchObject({ code: 0 });
    expect(run("plan").out).toContain("Nothing would change.");
    expect(run("deploy", "--plan", shown)).toMatchObject({ code: 1, talk: expect.stringContaining("not the plan") });
  });

  test("gives the files of a version back, and writes over nothing", () => {
    interface Exported {
      readonly export: { readonly number: number; readonly files: readonly string[] };
    }
    const given = json<Exported>("export", "discount-approval", "--version", "1", "--to", "given");
    expect(given.export).toMatchObject({ number: 1, files: expect.arrayContaining(["process.yaml"]) });
    const path = "discount-approval/process.yaml";
    expect(readFileSync(join(folder, "given/process.yaml"), "utf8")).toBe(
      readFileSync(join(folder, "processes", path), "utf8"),
    );
    expect(run("export", "discount-approval", "--to", "given")).toMatchObject({ code: 2 });
    expect(run("export", "discount-approval", "--version", "7")).toMatchObject({
      code: 1,
      talk: expect.stringContaining("VERSION_NOT_FOUND"),
    });
  });

  test("deploys nothing where a file has errors, and tells them", () => {
    const path = join(folder, "processes/discount-approval/process.yaml");
    const sound = readFileSync(path, "utf8");
    writeFileSync(path, `${sound}\ndo: [`);
    const broken = run("deploy");
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining("bracket-not-closed") });
    expect(json<{ readonly problems: readonly unknown[] }>("plan").problems).not.toEqual([]);
    writeFileSync(path, sound);
  });

  test("goes from a start to a sealed row of the registry, person by person", () => {
    expect(run(...START)).toMatchObject({ code: 0, out: expect.stringContaining("№ 1") });
    const [task] = json<Tasks>("tasks", "--user", "head-2").tasks;
    expect(task?.assignee).toBe("head-2");
    const id = task?.id ?? "";
    expect(run("why", id, "--as", "head-2").out).toContain("You are its assignee");
    expect(run("complete", id, "--outcome", "approve", "--as", "manager-1").talk).toContain("(EXCLUDED)");
    expect(run("complete", "discount-approval/1", "--outcome", "reject", "--as", "head-2").talk).toContain(
      "(COMMENT_REQUIRED)",
    );
    expect(run("complete", "discount-approval/1", "--outcome", "approve", "--as", "head-2")).toMatchObject({ code: 0 });
    expect(status(1)).toBe("completed");
    const page = run("show", "discount-approval/1").out;
    expect(page).toContain("Тимур Сафин acts in that name (--as)");
    expect(page).toContain("(EXCLUDED)");
    expect(run("record", "company/7").out).toContain('"Bravante":12');
    expect(run("registry", "verify")).toMatchObject({
      code: 0,
      out: expect.stringContaining("the chain holds (1 sealed"),
    });
  });

  test("refuses what does not exist, has ended or is nobody's, with code, reason and remedy, and writes it down", () => {
    expect(run("start", "discount-aproval").talk).toMatch(/PROCESS_NOT_FOUND\)\n.*discount-approval\?/);
    expect(run("complete", "no-such-task", "--outcome", "approve")).toMatchObject({ code: 1 });
    expect(run("cancel", "discount-approval/1").talk).toContain("(INSTANCE_ENDED)");
    expect(run("show", "discount-approval/99")).toMatchObject({ code: 1, talk: expect.stringContaining("NOT_FOUND") });
    expect(run("migrate", "discount-approval/99")).toMatchObject({ code: 1 });
    expect(run("tasks", "--process", "nope")).toMatchObject({ code: 1 });
    expect(run("instances", "--status", "nope")).toMatchObject({ code: 2 });
    const database = new DatabaseSync(join(folder, "ordo.db"), { readOnly: true });
    const written = database
      .prepare("select code from rejection order by at")
      .all()
      .map((row) => row["code"]);
    database.close();
    expect(written).toEqual(["PROCESS_NOT_FOUND", "TASK_NOT_FOUND", "INSTANCE_ENDED"]);
  });

  test("backs up, finds the backup sound, and restores what was there", () => {
    expect(run("backup")).toMatchObject({ code: 0 });
    const name = readdirSync(join(folder, "backups")).find((one) => one.startsWith("ordo-")) ?? "";
    const file = join("backups", name);
    expect(run("backup", "--verify", file)).toMatchObject({
      code: 0,
      out: expect.stringContaining("The backup holds"),
    });
    expect(run(...START)).toMatchObject({ code: 0 });
    expect(run("restore", file)).toMatchObject({ code: 3, talk: expect.stringContaining("--replace") });
    expect(run("restore", file, "--replace")).toMatchObject({ code: 0 });
    expect(json<Instances>("instances").instances).toHaveLength(1);
    writeFileSync(
      join(folder, "backups/half.gz"),
      readFileSync(join(folder, file, "database.jsonl.gz")).subarray(0, 500),
    );
    expect(run("backup", "--verify", "backups/half.gz")).toMatchObject({ code: 1 });
  });

  test("finds a row of a registry that somebody changed in the database", () => {
    const database = new DatabaseSync(join(folder, "ordo.db"));
    database.exec("update registry_value set entry = replace(entry, 'Loyal', 'Royal')");
    database.close();
    expect(run("registry", "verify")).toMatchObject({
      code: 1,
      out: expect.stringContaining("Row 1 was changed after it was sealed"),
    });
    const again = new DatabaseSync(join(folder, "ordo.db"));
    again.exec("update registry_value set entry = replace(entry, 'Royal', 'Loyal')");
    again.close();
  });

  test("serves: commands go through its socket, a second one says who has the database, SIGTERM ends it in order", async () => {
    const server = serving(["serve"], { in: folder });
    await server.until('"msg":"working"');
    expect(run(...START)).toMatchObject({ code: 0 });
    expect(run("doctor").out).toContain(`pid ${server.child.pid}`);
    const second = serving(["serve"], { in: folder });
    await second.until("holds the database");
    await second.end("SIGKILL");
    expect(await server.end("SIGTERM")).toBe(0);
    expect(server.said()).toContain('"msg":"stopped"');
    expect(run("doctor").out).toContain("Nobody holds the database");
  });

  test("after kill -9 everything acknowledged is there, and the next one goes on", async () => {
    const killed = serving(["serve"], { in: folder });
    await killed.until('"msg":"working"');
    const started = json<{ readonly number: number }>(...START.with(3, "company=company/9"));
    expect(await killed.end("SIGKILL")).toBe("SIGKILL");
    const next = serving(["serve"], { in: folder });
    await next.until('"msg":"working"');
    await eventually("the task of what was started before the kill", () =>
      json<Tasks>("tasks", "--instance", `discount-approval/${started.number}`).tasks.some(
        ({ assignee }) => assignee === "head-2",
      ),
    );
    expect(run("complete", `discount-approval/${started.number}`, "--outcome", "approve", "--as", "head-2").code).toBe(
      0,
    );
    await eventually("its end", () => status(started.number) === "completed");
    expect(await next.end("SIGTERM")).toBe(0);
    expect(run("registry", "verify")).toMatchObject({ code: 0 });
  });
});
