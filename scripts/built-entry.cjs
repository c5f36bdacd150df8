// The rest of `dist/cli.js`, after require-node.cjs: compiled code is kept between runs in the user's own cache folder
// (a fifth of the start-up time), then the command is loaded.
var own = process.env;
var cache = own.XDG_CACHE_HOME || own.LOCALAPPDATA || (own.HOME ? own.HOME + "/.cache" : "");
if (cache) require("node:module").enableCompileCache(cache + "/ordo");
require("./main.js");
