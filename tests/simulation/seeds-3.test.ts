import { seedsHold } from "./seeds-hold.ts";

seedsHold(3);
