import { expect, test } from "vitest";
import { checkAlerts, checkHeartbeat } from "../../../adapters/doctor/check-alerts.ts";
import { guarded } from "../../../adapters/doctor/guard-check.ts";
import { Section } from "../../../adapters/section.ts";

const found = async (root: object) => {
  const section = new Section(root, { environment: {}, folder: "." });
  const findings = [
    ...(await guarded("alerts", () => checkAlerts(section))),
    ...(await guarded("heartbeat", () => checkHeartbeat(section))),
  ];
  return findings.map(({ check, status }) => `${check} ${status}`);
};

test("doctor says where nobody would hear of an incident, or of silence, and where what is written reaches nobody", async () => {
  expect(await found({})).toEqual(["alerts warning", "heartbeat warning"]);
  const duty = { to: ["administrators"], channels: ["email"] };
  const heartbeat = { url: "https://hc.example.com/ping/x" };
  expect(await found({ alerts: { duty }, heartbeat })).toEqual(["alerts ok", "heartbeat ok"]);
  for (const narrow of [{ severities: ["low"] }, { processes: ["discount-approval"] }])
    expect(await found({ alerts: { duty: { ...duty, ...narrow } }, heartbeat })).toEqual([
      "alerts warning",
      "heartbeat ok",
    ]);
  const broken = { alerts: { duty: { channels: ["email"] } }, heartbeat: { url: "ftp://x" } };
  expect(await found(broken)).toEqual(["alerts problem", "heartbeat problem"]);
});
