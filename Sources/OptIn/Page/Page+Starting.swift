extension Page {
    /// Makes the service and the Visitor, as `Visitor.getInstance` does.
    ///
    /// - Throws: what comes out of `getInstance`; the page has no service then.
    mutating func start() throws(PageError) {
        let configuration = try normalizedConfiguration()
        options = PageOptions(configuration, site: settings.site)
        try makeService()
        if options.isIabContext.isTruthy, options.doesOptInApply {
            plugins.append((name: Self.pluginName, object: nil))
            try startPlugin()
        }
        visitor.sameSite = options.sameSite
        try startVisitor()
        if settings.isObserved { _ = try on("complete", .function(.recorder("*"))) }
    }

    /// The configuration without unknown names and empty text, with functions called and the words for booleans read.
    private mutating func normalizedConfiguration() throws(PageError) -> PageObject {
        guard case .object(let given) = settings.configuration else { return PageObject() }
        var configuration = PageObject()
        for name in given.keys where VisitorOptions.isKnown(name) {
            guard var value = given[name], value != .string("") else { continue }
            if case .function = value, VisitorOptions.booleans.contains(name) { value = try call(value, []) }
            switch value {
            case .string("true"): configuration[name] = .bool(true)
            case .string("false"): configuration[name] = .bool(false)
            default: configuration[name] = value
            }
        }
        return configuration
    }

    /// The service's constructor.
    private mutating func makeService() throws(PageError) {
        var previous = options.previousPermissions
        if case .function = previous { previous = try call(previous, []) }
        if !previous.isAcceptablePermissions { world.log("Invalid `previousPermissions`!") }
        if !options.preOptInApprovals.isAcceptablePermissions { world.log("Invalid `preOptInApprovals`!") }
        previous = previous.parsedPermissions
        preApprovals = options.preOptInApprovals.parsedPermissions
        let stored = options.isOptInStorageEnabled ? try storedContent() : .object(PageObject())

        let permissions = initialPermissions(previous: previous, stored: stored)
        workflow = OptInWorkflow(
            permissions,
            staged: permissions.copy,
            isKnown: previous.isAcceptablePermissions || (stored.isTruthy && stored.isAcceptablePermissions),
            isStored: options.isOptInStorageEnabled
        )
    }

    private func initialPermissions(previous: PageValue, stored: PageValue) -> PageObject {
        var permissions = PageObject()
        for category in Category.allCases { permissions[category.rawValue] = .bool(!options.doesOptInApply) }
        guard options.doesOptInApply else { return permissions }
        for source in [preApprovals, previous, stored] { permissions.merge(source.ownProperties) }
        return permissions
    }
}

extension PageValue {
    /// Whether the library takes the value for permissions, or for none given: undefined, or an object, as such or as
    /// JSON text, with at least one key and none that it does not know.
    var isAcceptablePermissions: Bool {
        switch self {
        case .undefined: true
        case .object, .service, .error: ownProperties.hasOnlyKnownKeys
        case .string(let text):
            if !text.isEmpty, let value = PageValue(json: text), value != .null {
                value.ownProperties.hasOnlyKnownKeys
            } else {
                false
            }
        default: false
        }
    }

    /// The value if it is an object, else what its text says as JSON, else an empty object.
    var parsedPermissions: PageValue {
        if isObject { return self }
        if case .function = self { return .object(PageObject()) }
        return PageValue(json: text) ?? .object(PageObject())
    }
}

extension PageObject {
    fileprivate var hasOnlyKnownKeys: Bool {
        !isEmpty && keys.allSatisfy { Category(rawValue: $0) != nil || OptInCookieContent.magicKeys.contains($0) }
    }
}
