import { crashPointsHold } from "./crash-points-hold.ts";

crashPointsHold(["lead-distribution", "discount-approval", "company-total", "holding-links", "sim-echo"]);
