import { IANAZone } from "luxon";
import { afterEach, describe, expect, test } from "vitest";
import {
  isSteadyZone,
  recognizeZoneData,
  STEADY_ZONE_DATA,
  steadyOffset,
  steadyZones,
} from "../../../engine/base/steady-zone.ts";

const HOUR_MS = 3_600_000;
/** Two moments a month for eighty years: no clock is set for less than that. */
const MOMENTS = Array.from({ length: 80 * 24 }, (_, at) => Date.UTC(2017, 0, 1) + at * 15 * 24 * HOUR_MS);

describe("the zones whose clocks stand still", () => {
  afterEach(() => recognizeZoneData(undefined));

  test("what this machine's zone data say is what the table says", () => {
    // With other data the table is not used, and nothing is claimed.
    if (process.versions["tz"] !== STEADY_ZONE_DATA) return;
    recognizeZoneData(STEADY_ZONE_DATA);
    for (const name of steadyZones()) {
      const zone = IANAZone.create(name);
      const wrong = MOMENTS.filter((at) => steadyOffset(name, at) !== zone.offset(at) * 60_000);
      expect(
        wrong.map((at) => new Date(at).toISOString()),
        name,
      ).toEqual([]);
    }
  });

  test("with other zone data, before 2017 and for any other zone Intl is asked", () => {
    recognizeZoneData("2099a");
    expect(steadyOffset("Europe/Moscow", MOMENTS[0] as number)).toBe(null);
    recognizeZoneData(STEADY_ZONE_DATA);
    expect(steadyOffset("Europe/Moscow", MOMENTS[0] as number)).toBe(3 * HOUR_MS);
    expect(steadyOffset("Europe/Moscow", Date.UTC(2016, 11, 31))).toBe(null);
    expect(steadyOffset("Europe/Berlin", MOMENTS[0] as number)).toBe(null);
  });

  test("every zone of the table is one that this machine knows", () => {
    for (const name of steadyZones()) expect(IANAZone.isValidZone(name) && isSteadyZone(name), name).toBe(true);
  });
});
