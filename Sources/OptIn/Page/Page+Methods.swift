extension Page {
    /// `approve` and `deny`.
    mutating func decide(_ categories: PageValue, _ isApproved: Bool, isWaiting: Bool) throws(PageError) {
        let ids = try Self.checkedCategories(categories)
        workflow.stage { permissions in
            for id in ids { permissions[id] = .bool(isApproved) }
        }
        if !isWaiting { try complete() }
    }

    /// The ids, of which each must be a category. What is neither text nor a list passes as an empty list.
    private static func checkedCategories(_ categories: PageValue) throws(PageError) -> [String] {
        guard categories.isTruthy, categories != .array([]) else { throw .library(.invalidCategories) }
        var ids: [String] = []
        for element in categories.asList {
            guard case .string(let id) = element, Category(rawValue: id) != nil else {
                throw .library(.invalidCategories)
            }
            ids.append(id)
        }
        return ids
    }

    /// All eight, for `approveAll` and `denyAll`.
    static let allCategories = PageValue.array(Category.allCases.map { .string($0.rawValue) })

    /// `complete`.
    mutating func complete() throws(PageError) {
        for step in workflow.complete() {
            switch step {
            case .publish: try publishPermissions()
            case .store: try store(workflow.permissions)
            case .serveQueue: serveQueue()
            }
        }
    }

    /// Calls those who wait for permissions. An error goes no further, and the rest waits for the next completion.
    private mutating func serveQueue() {
        do {
            while !queue.isEmpty {
                _ = try call(queue.removeFirst(), [.object(workflow.permissions)])
            }
        } catch {}
    }

    /// `isApproved`, and `isPreApproved` over the pre-approvals: each named key counts as true, or, with nothing named,
    /// every value is exactly true.
    func isApproved(_ categories: PageValue, in permissions: PageValue) throws(PageError) -> Bool {
        let list = categories.asList
        if list.isEmpty {
            if permissions == .undefined || permissions == .null { throw .engine(.typeError) }
            let properties = permissions.ownProperties
            return !properties.isEmpty && properties.keys.allSatisfy { properties[$0] == .bool(true) }
        }
        for element in list where try !permissions.member(element.text).isTruthy { return false }
        return true
    }

    /// Whether `ecid` is approved.
    var isECIDApproved: Bool {
        workflow.permissions[Category.ecid.rawValue]?.isTruthy == true
    }

    /// `fetchPermissions`.
    mutating func fetchPermissions(_ callback: PageValue, isSubscribing: Bool) throws(PageError) -> PageValue {
        let unsubscriber = isSubscribing ? try on("complete", callback) : .function(.nothing)
        if !options.doesOptInApply || isComplete || options.preOptInApprovals.isTruthy {
            _ = try call(callback, [.object(workflow.permissions)])
        } else if !isSubscribing {
            queue.append(callback)
        }
        return unsubscriber
    }
}

extension PageValue {
    /// A list as it is, text as a list of one, anything else as an empty list.
    var asList: [PageValue] {
        switch self {
        case .array(let elements): elements
        case .string: [self]
        default: []
        }
    }
}
