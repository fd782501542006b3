/// The opt-in options of a page as they reach the service's constructor.
struct PageOptions: Sendable {
    var doesOptInApply = false
    var previousPermissions = PageValue.undefined
    var preOptInApprovals = PageValue.undefined
    var isOptInStorageEnabled = false
    /// Nil where each write fails.
    var lifetime: OptInCookieLifetime? = .standard
    /// The value as it was given; undefined if it does not count as true.
    var isIabContext = PageValue.undefined
    var domain = ""
    var sameSite = PageValue.undefined
    var isSecure = false

    init() {}

    /// Takes the options that count as true from those that went through `getInstance`.
    init(_ options: PageObject, site: PageSite) {
        func option(_ name: String) -> PageValue {
            guard let value = options[name], value.isTruthy else { return .undefined }
            return value
        }
        doesOptInApply = option("doesOptInApply").isTruthy
        previousPermissions = option("previousPermissions")
        preOptInApprovals = option("preOptInApprovals")
        isOptInStorageEnabled = option("isOptInStorageEnabled").isTruthy
        lifetime = OptInCookieLifetime(option: option("optInStorageExpiry"))
        isIabContext = option("isIabContext")
        sameSite = option("sameSiteCookie")
        isSecure = option("secureCookie").isTruthy
        let configured = [option("optInCookieDomain"), option("cookieDomain")].first(where: \.isTruthy)
        let domain = configured ?? .string(site.registrableDomain)
        if domain != .string(site.host), domain.isTruthy { self.domain = domain.text }
    }
}

/// What makes a page: its place, the configuration of `Visitor.getInstance`, and its CMP.
package struct PageSettings: Sendable, Hashable {
    package var site = PageSite()
    package var configuration = PageValue.undefined
    package var cmp: PageCMP?
    /// Whether a listener labelled `*` is subscribed to `complete` once the page is made.
    package var isObserved = true

    /// A page without configuration and CMP.
    package init() {}
}
