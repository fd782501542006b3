/// The traps of the service that people are known to fall into, by name.
package enum OptInTrap: String, Sendable, Hashable, CaseIterable {
    // The configuration.
    case unknownOption = "unknown-option"
    case textCountsAsTrue = "text-counts-as-true"
    case everythingApproved = "everything-approved"
    case emptyPreviousPermissions = "empty-previous-permissions"
    case permissionsNotJSON = "permissions-not-json"
    case unknownKey = "unknown-key"
    case defaultsAsChoice = "defaults-as-choice"
    case preApprovalsNeverComplete = "pre-approvals-never-complete"
    case pluginNotRegistered = "plugin-not-registered"
    case noCMP = "no-cmp"
    case sameSiteNoneWithoutSecure = "same-site-none-without-secure"
    case unknownSameSite = "unknown-same-site"
    case expiryFails = "expiry-fails"
    case expiryNone = "expiry-none"
    case expiryDeletes = "expiry-deletes"
    case expiryCapped = "expiry-capped"
    // The cookie that is there.
    case storageIsOff = "storage-is-off"
    case cookieUnreadable = "cookie-unreadable"
    case cookieBeatsConfiguration = "cookie-beats-configuration"
    case hashCountsAsChoice = "hash-counts-as-choice"
    case httpOnly = "http-only"
    case cookieEnded = "cookie-ended"
    case flagsLost = "flags-lost"
    case twoCookies = "two-cookies"
    // Calls.
    case nothingToDecide = "nothing-to-decide"
    case enumName = "enum-name"
    case videoaa
    case unknownCategory = "unknown-category"
    case stagedShowsAtOnce = "staged-shows-at-once"
    case completeDoesNothing = "complete-does-nothing"
    case extraKeySpoilsIsApproved = "extra-key-spoils-isApproved"
    case textIsApproved = "text-is-approved"
    case stagedIsLost = "staged-is-lost"
    case cookieRefused = "cookie-refused"
}

/// A trap that somebody has fallen into.
package struct OptInWarning: Sendable, Hashable {
    /// Which one.
    package let trap: OptInTrap
    /// What happens, and what to do instead.
    package let message: String

    init(_ trap: OptInTrap, _ message: String) {
        self.trap = trap
        self.message = message
    }
}
