public import ConsentStrings

/// The Opt-In service (`adobe.optIn` of VisitorAPI 5.5) as a value: it takes a call and answers what has to be done.
///
/// ```swift
/// var service = OptInService(OptInConfiguration(doesOptInApply: true))
/// service.subscribe("analytics")
/// _ = service.approve(.aa, .ecid, isWaiting: true)   // changed
/// _ = service.deny(.aam, isWaiting: true)            // still changed
/// let effects = service.complete()                     // [.notify("analytics"), .serveQueue]
/// ```
///
/// Where the library has only `true` and `false`, ``permissions`` keep what nobody decided apart, and neither a
/// listener nor the cookie is ever told a denial that nobody gave. What a solution may do is ``isApproved(_:)``, which
/// answers as the library does. Time and the cookie come from outside.
public struct OptInService: Sendable {
    /// The options.
    public let configuration: OptInConfiguration
    private var workflow: OptInWorkflow<Permissions>
    private var listeners: [OptInListener] = []
    private var queue: [OptInListener] = []

    /// The start of a page.
    ///
    /// The visitor's choice is, category by category, what the cookie says, else what `previousPermissions` say.
    ///
    /// - Parameter cookie: the cookie as it is now; not looked at unless storage is enabled.
    public init(_ configuration: OptInConfiguration, cookie: OptInCookieContent? = nil) {
        self.configuration = configuration
        let stored = configuration.isOptInStorageEnabled ? cookie : nil
        var choice = configuration.previousPermissions
        if let stored { choice.override(with: stored.permissions) }
        if !configuration.doesOptInApply { choice = .undecided }
        workflow = OptInWorkflow(
            choice,
            staged: choice,
            isKnown: !configuration.previousPermissions.decided.isEmpty || stored?.isKnownChoice == true,
            isStored: configuration.isOptInStorageEnabled
        )
    }

    // MARK: The visitor's choice

    /// Approves categories, and completes the choice unless it waits for more.
    ///
    /// An empty set changes nothing. (The library throws, so a page with nothing to approve must not call it.)
    public mutating func approve(_ categories: CategorySet, isWaiting: Bool = false) -> [OptInEffect] {
        decide(categories, .approved, isWaiting: isWaiting)
    }

    /// Denies categories, and completes the choice unless it waits for more.
    public mutating func deny(_ categories: CategorySet, isWaiting: Bool = false) -> [OptInEffect] {
        decide(categories, .denied, isWaiting: isWaiting)
    }

    /// Approves all eight categories.
    public mutating func approveAll(isWaiting: Bool = false) -> [OptInEffect] {
        approve(.all, isWaiting: isWaiting)
    }

    /// Denies all eight categories.
    public mutating func denyAll(isWaiting: Bool = false) -> [OptInEffect] {
        deny(.all, isWaiting: isWaiting)
    }

    /// Puts all staged choices in force and tells of them once; nothing unless there are any.
    public mutating func complete() -> [OptInEffect] {
        workflow.complete().flatMap { step -> [OptInEffect] in
            switch step {
            case .publish: listeners.map(OptInEffect.notify)
            case .store: [.storePermissions]
            case .serveQueue: [.serveQueue]
            }
        }
    }

    /// Takes the CMP's answer as the TCF plug-in does: remembers its hash, decides `aam` and `ecid` by ``TCFPluginRule``
    /// and completes, with whatever else is staged. Nothing where the configuration registers no plug-in.
    ///
    /// - Parameters:
    ///   - consent: the decoded TC string.
    ///   - text: the string itself, of which only a hash is kept.
    public mutating func receive(_ consent: TCString, encodedAs text: String) -> [OptInEffect] {
        guard configuration.doesOptInApply, configuration.isIabContext else { return [] }
        var memo = OptInCookieContent()
        memo.memoize(OptInCookieContent.hashKey, ConsentHash.text(of: text))
        let isPermitted = TCFPluginRule.isPermitted(by: consent)
        return [.memoize(memo)] + decide(TCFPluginRule.categories, isPermitted ? .approved : .denied, isWaiting: false)
    }

    private mutating func decide(
        _ categories: CategorySet,
        _ permission: Permission,
        isWaiting: Bool
    ) -> [OptInEffect] {
        guard !categories.isEmpty else { return [] }
        workflow.stage { permissions in
            for category in categories.categories { permissions[category] = permission }
        }
        return isWaiting ? [] : complete()
    }

    // MARK: Listeners

    /// Tells a listener of every completion from now on; one that subscribes twice is told twice.
    public mutating func subscribe(_ listener: OptInListener) {
        listeners.append(listener)
    }

    /// Ends all subscriptions of a listener.
    public mutating func unsubscribe(_ listener: OptInListener) {
        listeners.removeAll { $0 == listener }
    }

    /// Hands a listener the permissions: at once if they are known or need not be, else at the next completion, once.
    ///
    /// - Parameter isSubscribing: tell the listener of every completion instead of the next one. With pre-approvals and
    ///   without this, it is told now, while the visitor has not decided, and never again.
    public mutating func fetchPermissions(for listener: OptInListener, isSubscribing: Bool = false) -> [OptInEffect] {
        if isSubscribing { subscribe(listener) }
        let isAnswering =
            !configuration.doesOptInApply || status == .complete || configuration.preOptInApprovals != nil
        if isAnswering { return [.notify(listener)] }
        if !isSubscribing { queue.append(listener) }
        return []
    }

    /// Takes the next listener out of the queue, for the effect ``OptInEffect/serveQueue``.
    public mutating func nextInQueue() -> OptInListener? {
        queue.isEmpty ? nil : queue.removeFirst()
    }

    // MARK: State

    /// Where the workflow stands.
    public var status: OptInStatus { workflow.status }

    /// The visitor's choice that is in force. Categories that nobody decided are undecided, whatever is permitted.
    ///
    /// From the first completion on, staged changes show here at once, as they do in the library.
    public var permissions: Permissions { workflow.permissions }
}
