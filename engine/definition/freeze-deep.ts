/** Deeper than any process may be nested; what lies below is somebody else's (a calendar's tables). */
const DEPTH_MAX = 200;

/** Freezes a plain value with everything in it. Instances of classes and what is frozen already are left as they are. */
export function freezeDeep<T>(value: T, depth = 0): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || depth > DEPTH_MAX) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof Map) {
    for (const inner of value.values()) freezeDeep(inner, depth + 1);
    return value;
  }
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freezeDeep(inner, depth + 1);
  return value;
}
