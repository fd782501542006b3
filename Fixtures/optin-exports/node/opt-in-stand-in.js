"use strict";

// A stand-in for adobe.optIn: what a page sees of it, as the library behaves and not as it is documented. It keeps a
// log of calls and events. Only what the exported script may touch is here.

const CATEGORIES = {
  AAM: "aam", ADCLOUD: "adcloud", ANALYTICS: "aa", CAMPAIGN: "campaign", ECID: "ecid", LIVEFYRE: "livefyre",
  TARGET: "target", MEDIA_ANALYTICS: "mediaaa",
};

class OptInStandIn {
  // `without` are categories that an older version does not have.
  constructor(previousPermissions, without) {
    this.Categories = {};
    for (const [name, id] of Object.entries(CATEGORIES)) {
      if (!without.includes(id)) { this.Categories[name] = id; }
    }
    this.permissions = {};
    for (const id of Object.values(this.Categories)) { this.permissions[id] = false; }
    Object.assign(this.permissions, previousPermissions);
    this.staged = Object.assign({}, this.permissions);
    this.status = Object.keys(previousPermissions).length > 0 ? "complete" : "pending";
    this.calls = [];
    this.events = [];
  }

  approve(categories, shouldWaitForComplete) { return this.set("approve", categories, true, shouldWaitForComplete); }

  deny(categories, shouldWaitForComplete) { return this.set("deny", categories, false, shouldWaitForComplete); }

  set(method, categories, value, shouldWaitForComplete) {
    this.calls.push([method, [].concat(categories), Boolean(shouldWaitForComplete)]);
    const ids = [].concat(categories || []);
    const known = Object.values(this.Categories);
    if (ids.length === 0 || !ids.every((id) => known.includes(id))) {
      throw new Error("[OptIn] Invalid category(-ies). Please use the `OptIn.Categories` enum.");
    }
    for (const id of ids) { this.staged[id] = value; }
    this.status = "changed";
    if (!shouldWaitForComplete) { this.finish(); }
    return this;
  }

  complete() {
    this.calls.push(["complete"]);
    if (this.status === "changed") { this.finish(); }
  }

  // From the first completion on the permissions are the staged object itself.
  finish() {
    this.permissions = this.staged;
    this.status = "complete";
    this.events.push(Object.assign({}, this.permissions));
  }
}

module.exports = { OptInStandIn };
