import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/source-files.ts";
import { isIgnored, stagesOf } from "./dockerfile-steps.ts";

/*
 * No Docker engine runs here. What can be checked without one is: every instruction of the Dockerfile in order, with its
 * COPY sources and commands, in a clean folder; the shape of the compose file and that its references resolve; the units
 * by systemd itself where it is installed. Building and starting the image is not.
 */
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function cleanFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ordo-image-"));
  made.push(folder);
  return folder;
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const [build, image] = stagesOf(read("Dockerfile"));
const ignore = read(".dockerignore");

/** Folders that a step gives to the user of the image. */
const chowns = (rest: string): readonly string[] =>
  (/mkdir -p [^&]*&&\s*(?:\\\s*)?chown ordo:ordo ([^&\n]+)/.exec(rest)?.[1] ?? "").trim().split(/\s+/);

describe("the Dockerfile", () => {
  test("has two stages on the Node that the product needs", () => {
    const { engines }: { engines: { node: string } } = JSON.parse(read("package.json"));
    const major = /(\d+)/.exec(engines.node)?.[1];
    expect([build?.image, image?.image]).toEqual([`node:${major}-slim`, `node:${major}-slim`]);
    expect(build?.name).toBe("build");
  });

  test("runs as nobody in particular, answers for its health, and is stopped by what Ordo listens to", () => {
    const said = (word: string) => image?.steps.filter((step) => step.word === word).map(({ rest }) => rest) ?? [];
    expect(said("USER")).toEqual(["ordo"]);
    expect(image?.steps.some(({ word, rest }) => word === "RUN" && rest.includes("useradd --system"))).toBe(true);
    expect(said("HEALTHCHECK")[0]).toContain("/healthz");
    // A new volume takes its owner from the image: without the folder it would be root's, and nothing could be kept.
    for (const folder of ["/company", "/data"])
      expect(image?.steps.some(({ word, rest }) => word === "RUN" && chowns(rest).includes(folder))).toBe(true);
    expect(said("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect([JSON.parse(said("ENTRYPOINT")[0] ?? "[]"), JSON.parse(said("CMD")[0] ?? "[]")]).toEqual([
      ["ordo"],
      ["serve"],
    ]);
    // The last words count: nothing is run as root after USER.
    const words = image?.steps.map(({ word }) => word) ?? [];
    expect(words.slice(words.indexOf("USER")).includes("RUN")).toBe(false);
  });

  test("copies nothing that .dockerignore leaves out, and leaves out secrets and data", () => {
    const taken = [...copies(build?.steps ?? []), ...copies(image?.steps ?? [])].flatMap(({ from }) => from);
    for (const path of taken.filter((one) => one !== "." && !/(?:^|\/)dist$/.test(one)))
      expect([path, isIgnored(path.replace(/^\/build\//, ""), ignore)]).toEqual([path, false]);
    for (const path of [
      "ordo.db",
      "ordo.db.registry-key",
      "files/content/ab/cd",
      "backups/x",
      ".env",
      "company/.env",
      "node_modules/x",
      ".git/config",
      "registry.key",
    ])
      expect([path, isIgnored(path, ignore)]).toEqual([path, true]);
  });

  test("its steps, in order, in a clean folder: every source is there, every script exists, and what comes out runs", () => {
    const stage = cleanFolder();
    const scripts: Readonly<Record<string, string>> = JSON.parse(read("package.json")).scripts;
    for (const { word, rest } of build?.steps ?? []) {
      if (word === "COPY") for (const { from, to } of copies([{ word, rest }])) bring(from, join(stage, to));
      else if (word === "RUN") run(rest, stage, scripts);
      else expect(word).toBe("WORKDIR");
    }
    const opt = join(cleanFolder(), "opt-ordo");
    mkdirSync(opt);
    for (const { from, to } of copies(image?.steps ?? []))
      for (const source of from) {
        const path = source.replace(/^\/build\//, "");
        // What the console is built into: there only where its build has run (it has no script in every version).
        if (path === "console/dist" && !existsSync(join(stage, path)) && scripts["build:console"] === undefined)
          continue;
        expect([path, existsSync(join(stage, path))]).toEqual([path, true]);
        const target = to.endsWith("./") || to === "./" ? join(opt, to, path.split("/").at(-1) ?? "") : join(opt, to);
        mkdirSync(dirname(target), { recursive: true });
        cpSync(join(stage, path), target, { recursive: true });
      }
    // As in the image: no packages beside it, and no source.
    expect(readdirSync(opt)).not.toContain("node_modules");
    const ordo = (argv: readonly string[], cwd: string) =>
      spawnSync(process.execPath, [join(opt, "dist/cli.js"), ...argv], { cwd, encoding: "utf8", env: { LANG: "C" } });
    const company = cleanFolder();
    expect(ordo(["--version"], company)).toMatchObject({ status: 0, stderr: "" });
    expect(ordo(["init", "."], company)).toMatchObject({ status: 0 });
    expect(ordo(["check"], company)).toMatchObject({ status: 0 });
    expect(ordo(["deploy"], company)).toMatchObject({ status: 0 });
  }, 120_000);
});

/** COPY instructions: sources and target. */
function copies(steps: readonly { readonly word: string; readonly rest: string }[]) {
  return steps
    .filter(({ word }) => word === "COPY")
    .map(({ rest }) => {
      const words = rest.split(/\s+/).filter((one) => !one.startsWith("--"));
      return { from: words.slice(0, -1), to: words.at(-1) ?? "" };
    });
}

function bring(from: readonly string[], to: string): void {
  for (const source of from) {
    expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
    if (source !== ".") {
      cpSync(join(ROOT, source), join(to, source));
      continue;
    }
    for (const name of execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    }).split("\n")) {
      if (name === "" || isIgnored(name, ignore) || !existsSync(join(ROOT, name))) continue;
      mkdirSync(dirname(join(to, name)), { recursive: true });
      cpSync(join(ROOT, name), join(to, name));
    }
  }
}

/** `npm ci` is the one of this machine: what it installed is lent. Scripts are run as they are written. */
function run(command: string, stage: string, scripts: Readonly<Record<string, string>>): void {
  if (command.startsWith("npm ci")) {
    symlinkSync(join(ROOT, "node_modules"), join(stage, "node_modules"));
    return;
  }
  const script = /^npm run (\S+)$/.exec(command)?.[1] ?? "";
  expect(command).toBe(`npm run ${script}`);
  if (script === "build:console" && scripts[script] === undefined) return;
  expect([script, typeof scripts[script]]).toEqual([script, "string"]);
  const ended = spawnSync("npm", ["run", "-s", script], { cwd: stage, encoding: "utf8", timeout: 110_000 });
  expect([script, ended.status, ended.stderr.slice(-2_000)]).toEqual([script, 0, expect.any(String)]);
}

describe("compose.yaml", () => {
  const compose: Compose = parse(read("deploy/compose.yaml"), { merge: true });

  test("is of the shape that the Compose Specification gives to what we use", () => {
    const isSound = new Ajv({ allErrors: true, strict: false }).compile(COMPOSE);
    expect([isSound(compose), isSound.errors]).toEqual([true, null]);
  });

  test("every secret, volume and service it names is there", () => {
    const { services, volumes, secrets } = compose;
    for (const [name, service] of Object.entries(services)) {
      for (const secret of service.secrets ?? []) expect([name, secret in secrets]).toEqual([name, true]);
      for (const mount of service.volumes ?? []) {
        const source = mount.split(":")[0] ?? "";
        if (!/^[./]/.test(source)) expect([mount, source in volumes]).toEqual([mount, true]);
      }
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect([other, other in services]).toEqual([other, true]);
        const waits = services[other]?.healthcheck !== undefined || services[other]?.build !== undefined;
        if (condition === "service_healthy") expect([other, waits]).toEqual([other, true]);
      }
    }
  });

  test("is what was promised: PostgreSQL 17, a Redis that evicts nothing and remembers, one serve, two workers", () => {
    const { services } = compose;
    expect(services["postgres"]?.image).toBe("postgres:17");
    expect(services["redis"]?.command?.join(" ")).toContain("--maxmemory-policy noeviction --appendonly yes");
    const ours = Object.values(services).filter(({ build: own }) => own !== undefined);
    expect(ours.map(({ command }) => command?.join(" ")).sort()).toEqual(["serve", "worker", "worker"]);
    for (const service of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], stop_grace_period: "90s" });
      expect(JSON.stringify(service.environment)).not.toMatch(/password(?!-)/i);
    }
  });
});

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, object>>;
}
interface Service {
  readonly image?: string;
  readonly build?: object;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const DURATION = { type: "string", pattern: "^\\d+(?:us|ms|s|m|h)$" };
const TEXTS = { type: "array", items: { type: "string" } };

/** The Compose Specification, for the keys we use; a key it does not know is an error. */
const COMPOSE = {
  type: "object",
  required: ["name", "services"],
  additionalProperties: false,
  patternProperties: { "^x-": true },
  properties: {
    name: { type: "string", pattern: "^[a-z0-9][a-z0-9_-]*$" },
    services: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["image"],
        additionalProperties: false,
        properties: {
          image: { type: "string" },
          build: {
            type: "object",
            required: ["context"],
            additionalProperties: false,
            properties: { context: { type: "string" } },
          },
          restart: { enum: ["no", "always", "on-failure", "unless-stopped"] },
          stop_grace_period: DURATION,
          init: { type: "boolean" },
          read_only: { type: "boolean" },
          cap_drop: TEXTS,
          security_opt: TEXTS,
          tmpfs: TEXTS,
          shm_size: { type: "string", pattern: "^\\d+(?:kb|mb|gb)$" },
          command: TEXTS,
          ports: { type: "array", items: { type: "string", pattern: "^(?:[\\d.]+:)?\\d+:\\d+$" } },
          environment: { type: "object", additionalProperties: { type: "string" } },
          secrets: TEXTS,
          volumes: { type: "array", items: { type: "string", pattern: "^[^:]+:/[^:]+(?::ro)?$" } },
          depends_on: {
            type: "object",
            additionalProperties: {
              type: "object",
              required: ["condition"],
              additionalProperties: false,
              properties: {
                condition: { enum: ["service_started", "service_healthy", "service_completed_successfully"] },
              },
            },
          },
          healthcheck: {
            type: "object",
            required: ["test"],
            additionalProperties: false,
            properties: {
              test: { type: "array", items: { type: "string" }, minItems: 2 },
              interval: DURATION,
              timeout: DURATION,
              retries: { type: "integer" },
            },
          },
          logging: {
            type: "object",
            additionalProperties: false,
            properties: {
              driver: { type: "string" },
              options: { type: "object", additionalProperties: { type: "string" } },
            },
          },
        },
      },
    },
    secrets: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["file"],
        additionalProperties: false,
        properties: { file: { type: "string" } },
      },
    },
    volumes: { type: "object", additionalProperties: { type: "object", additionalProperties: false } },
  },
};

describe("the units of systemd", () => {
  const UNITS = ["ordo.service", "ordo-worker@.service"];

  test.each(UNITS)("%s stops gracefully, comes back after a failure, and may write to its folder alone", (unit) => {
    const text = read(`deploy/systemd/${unit}`);
    for (const line of [
      "KillSignal=SIGTERM",
      "Restart=on-failure",
      "ProtectSystem=strict",
      "NoNewPrivileges=yes",
      "User=ordo",
      "CapabilityBoundingSet=",
    ])
      expect(text.split("\n")).toContain(line);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1])).toBeGreaterThan(60);
  });

  const systemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
  const why = systemd ? "" : " (systemd-analyze is not installed)";
  test.skipIf(!systemd)(`systemd itself finds nothing wrong with them${why}`, () => {
    const folder = cleanFolder();
    const plain = ["ordo.service", "ordo.socket", "ordo-inbound.socket"];
    for (const name of plain) cpSync(join(ROOT, "deploy/systemd", name), join(folder, name));
    cpSync(join(ROOT, "deploy/systemd/ordo-worker@.service"), join(folder, "ordo-worker@1.service"));
    const paths = [...plain, "ordo-worker@1.service"].map((name) => join(folder, name));
    const verified = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" });
    expect([verified.status, verified.stderr]).toEqual([0, ""]);
  });
});
