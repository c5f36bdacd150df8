/** Characters. */
const LOGIN_MAX = 200;

/** A login as it is compared: capitals, widths and spellings of the same letters do not count. */
export function loginKeyOf(login: string): string {
  return login.normalize("NFKC").trim().toLowerCase();
}

/** May this be a login? */
export function isLogin(login: string): boolean {
  return /^[^\s\p{C}]+$/u.test(login) && [...login].length <= LOGIN_MAX;
}
