"use strict";

// node run-script.js SCRIPT SETTING: runs an exported script in a page with a clock that jumps from timer to timer, and
// prints what became of adobe.optIn. SETTING is JSON: `at`, when adobe.optIn appears (milliseconds; null for never),
// `previous`, its previous permissions, and `without`, categories that its version does not have.

const fs = require("fs");
const vm = require("vm");
const { OptInStandIn } = require("./opt-in-stand-in.js");

const setting = Object.assign({ at: 0, previous: {}, without: [] }, JSON.parse(process.argv[3]));
const optIn = new OptInStandIn(setting.previous, setting.without);

let now = 0;
let timers = [];
const warnings = [];
const window = {
  setTimeout(callback, delay) { timers.push({ due: now + delay, callback }); },
  console: { warn(text) { warnings.push(text); } },
};
window.window = window;

function appear() { window.adobe = { optIn }; }
if (setting.at === 0) { appear(); } else if (setting.at !== null) { timers.push({ due: setting.at, callback: appear }); }

vm.runInNewContext(fs.readFileSync(process.argv[2], "utf8"), window);

let looks = 0;
while (timers.length > 0 && looks < 10000) {
  timers.sort((left, right) => left.due - right.due);
  const next = timers.shift();
  now = next.due;
  looks += 1;
  next.callback();
}

process.stdout.write(JSON.stringify({
  calls: optIn.calls, events: optIn.events, status: optIn.status, permissions: optIn.permissions, warnings, now, looks,
  openTimers: timers.length,
}) + "\n");
