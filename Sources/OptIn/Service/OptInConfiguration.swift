/// The options of the service, under the names that `Visitor.getInstance` gives them.
///
/// The types leave no room for what the library would refuse or, worse, take for something else: there are no unknown
/// categories, no text that counts as true, and no lifetime that fails at every completion.
public struct OptInConfiguration: Sendable, Hashable {
    /// Whether permissions are asked for at all. Off, everything is permitted and configured or stored permissions are
    /// ignored.
    public var doesOptInApply: Bool
    /// What the organisation permits while the visitor has not decided. It never counts as the visitor's choice.
    /// An empty value is something else than none: it makes ``OptInService/fetchPermissions(for:isSubscribing:)``
    /// answer at once.
    public var preOptInApprovals: Permissions?
    /// The visitor's choice as the site knows it.
    public var previousPermissions: Permissions
    /// Whether the cookie is read at the start and written at each completion.
    public var isOptInStorageEnabled: Bool
    /// Whether the TCF plug-in decides `aam` and `ecid` from the CMP's answer; only if opt-in applies.
    public var isIabContext: Bool
    /// How the cookie is written.
    public var cookie: OptInCookieAttributes

    /// Creates a configuration; each argument left out is as in the library.
    public init(
        doesOptInApply: Bool = false,
        preOptInApprovals: Permissions? = nil,
        previousPermissions: Permissions = .undecided,
        isOptInStorageEnabled: Bool = false,
        isIabContext: Bool = false,
        cookie: OptInCookieAttributes = OptInCookieAttributes()
    ) {
        self.doesOptInApply = doesOptInApply
        self.preOptInApprovals = preOptInApprovals
        self.previousPermissions = previousPermissions
        self.isOptInStorageEnabled = isOptInStorageEnabled
        self.isIabContext = isIabContext
        self.cookie = cookie
    }
}
