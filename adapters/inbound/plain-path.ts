/**
 * Is a request's path written in the one plain way? `//`, `.` and `..`, `;`, backslashes and their encoded forms have
 * several readings, and a proxy in front may have read them in another way than we do.
 */
export function isPlainPath(url: string): boolean {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  if (!path.startsWith("/") || /[\\;]|\/\/|%(?:2e|2f|3b|5c|25|0|1|7f)/i.test(path)) return false;
  return !path.split("/").some((part) => part === "." || part === "..");
}
