/// A script that hands a decision to `adobe.optIn` in one transaction.
///
/// It stages the denials, then the approvals, and completes once, so that there is one event and one cookie and no
/// state in between; where the service has completed before, staged changes show at once, and then it is the denials
/// that show first. A list that is empty is never handed over: the library throws on it. Categories that the page's
/// version does not know are passed over, since one of them would make the library throw and deny nothing.
///
/// It may run before or after `adobe.optIn` exists: it looks again after 50 milliseconds, then after twice as long each
/// time up to a second, and gives up after a minute with a warning in the console.
public enum OptInScript {
    /// The script; nil where nothing is decided.
    public static func text(for permissions: Permissions) -> String? {
        guard !permissions.decided.isEmpty else { return nil }
        return """
            (function (window) {
              "use strict";
              var denied = \(list(permissions.denied));
              var approved = \(list(permissions.approved));
              var waited = 0;

              function known(optIn, ids) {
                var categories = optIn.Categories || {};
                var values = Object.keys(categories).map(function (name) { return categories[name]; });
                return ids.filter(function (id) { return values.length === 0 || values.indexOf(id) >= 0; });
              }

              function decide(optIn) {
                var no = known(optIn, denied);
                var yes = known(optIn, approved);
                if (no.length > 0) { optIn.deny(no, true); }
                if (yes.length > 0) { optIn.approve(yes, true); }
                if (no.length + yes.length > 0) { optIn.complete(); }
              }

              function look(delay) {
                var optIn = window.adobe && window.adobe.optIn;
                if (optIn) {
                  decide(optIn);
                } else if (waited < \(patienceMilliseconds)) {
                  waited += delay;
                  window.setTimeout(function () { look(Math.min(2 * delay, 1000)); }, delay);
                } else if (window.console) {
                  window.console.warn("adobe.optIn did not appear; the visitor's choice was not handed over.");
                }
              }

              look(50);
            }(window));

            """
    }

    /// How long the script waits for `adobe.optIn`.
    static let patienceMilliseconds = 60_000

    private static func list(_ categories: CategorySet) -> String {
        "[" + categories.categories.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") + "]"
    }
}
