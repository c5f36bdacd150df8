// Loaded first (`node --require`) by every script, and put at the head of the built command: an older Node says what is
// needed, in words, before it can stumble over syntax it does not know. Written so that any Node reads it.
"use strict";
var needed = [24, 21];
var found = process.versions.node.split(".").map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  var asked = process.argv.join(" ").match(/--lang[= ](ru|en)(?= |$)/);
  var environment = process.env;
  var named = environment.ORDO_LANG || environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  var isRussian = asked ? asked[1] === "ru" : /^ru([-_.@]|$)/i.test(named);
  var version = needed.join(".");
  process.stderr.write(
    isRussian
      ? "ordo: нужен Node " +
          version +
          " или новее, а это Node " +
          process.versions.node +
          ".\n" +
          "  Установите Node 24 LTS (https://nodejs.org) и повторите команду.\n"
      : "ordo: Node " +
          version +
          " or newer is needed, this is Node " +
          process.versions.node +
          ".\n" +
          "  Install Node 24 LTS (https://nodejs.org) and run the command again.\n",
  );
  process.exit(3);
}
