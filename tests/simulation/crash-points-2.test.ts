import { crashPointsHold } from "./crash-points-hold.ts";

crashPointsHold([
  "invoice-approval",
  "mail-intake",
  "category-sync",
  "discount-guard",
  "discount-defaults",
  "sim-parent",
]);
