/** How decision pages look: small, without scripts, fonts or pictures; light and dark as the reader's device. */
export const DECISION_STYLE = `:root { color-scheme: light dark; --ink: #1b2428; --quiet: #4f5b62; --paper: #fff; --ground: #f2f5f4; --line: #d5dcda; --own: #0f766e; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eae8; --quiet: #aeb8b5; --paper: #1f2426; --ground: #15191a; --line: #3a4245; --own: #2fa999; --bad: #ff8a7a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
header { max-width: 640px; margin: 0 auto; padding: 20px 20px 8px; font-weight: 700; color: var(--own); }
main { max-width: 640px; margin: 0 auto 40px; padding: 20px; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow-wrap: anywhere; }
h1 { margin: 4px 0 12px; font-size: 22px; line-height: 1.25; }
h2 { margin: 20px 0 6px; font-size: 16px; }
p { margin: 0 0 10px; }
.quiet, small { color: var(--quiet); font-size: 14px; }
small { display: block; }
.text { white-space: pre-line; }
.late, .error { color: var(--bad); }
.note { padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; }
dl { margin: 0 0 12px; border-top: 1px solid var(--line); }
dl div { display: grid; grid-template-columns: minmax(110px, 34%) 1fr; gap: 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); font-size: 14px; }
dd { margin: 0; white-space: pre-line; }
.chain { margin: 0; padding-left: 22px; }
.chain [aria-current] { font-weight: 600; }
form { margin-top: 20px; padding-top: 16px; border-top: 1px solid var(--line); }
label { display: block; margin-top: 12px; font-weight: 600; }
.check { font-weight: 400; }
input:not([type=checkbox]), select, textarea { width: 100%; margin-top: 4px; padding: 9px 11px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; font: inherit; }
[aria-invalid] { border-color: var(--bad) !important; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0 8px; }
button { flex: 1 1 180px; min-height: 44px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button[hidden] { display: none; }
button.main { border-color: #0f766e; background: #0f766e; color: #fff; }
button.negative { border-color: var(--bad); color: var(--bad); }
:focus-visible { outline: 3px solid var(--own); outline-offset: 2px; }
a { color: var(--own); }
`;
