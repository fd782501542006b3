/// The names of the options that `Visitor.getInstance` knows in VisitorAPI 5.5; it drops all others silently.
enum VisitorOptions {
    /// Options that may be functions, which are called once: those typed boolean.
    static let booleans: Set<String> = [
        "doesOptInApply", "disableThirdPartyCalls", "discardTrackingServerECID", "idSyncAttachIframeOnWindowLoad",
        "idSyncDisable3rdPartySyncing", "disableThirdPartyCookies", "idSyncDisableSyncs", "disableIdSyncs",
        "idSyncSSLUseAkamai", "isCoopSafe", "isIabContext", "isOptInStorageEnabled", "loadSSL",
        "overwriteCrossDomainMCIDAndAID", "secureCookie", "useLocalStorage",
    ]

    private static let others: Set<String> = [
        "audienceManagerServer", "audienceManagerServerSecure", "cookieDomain", "cookieLifetime", "cookieName",
        "idSyncAfterIDCallResult", "idSyncContainerID", "idSyncIDCallResult", "loadTimeout", "marketingCloudServer",
        "marketingCloudServerSecure", "optInCookieDomain", "optInStorageExpiry", "preOptInApprovals",
        "previousPermissions", "resetBeforeVersion", "sdidParamExpiry", "serverState", "sessionCookieName",
        "sameSiteCookie", "takeTimeoutMetrics", "trackingServer", "trackingServerSecure", "whitelistIframeDomains",
        "whitelistParentDomain",
    ]

    static func isKnown(_ name: String) -> Bool {
        booleans.contains(name) || others.contains(name)
    }

    /// All names, for whoever suggests one.
    static var all: [String] { (booleans.union(others)).sorted() }
}
