extension Page {
    /// What the TCF plug-in does when it is registered: it asks the CMP, once.
    mutating func startPlugin() throws(PageError) {
        try fetchConsentData(.function(.pluginStart))
    }

    /// The plug-in's own API.
    mutating func askPlugin(_ api: String, _ arguments: PageObject) throws(PageError) {
        let callback = arguments["callback"] ?? .undefined
        let timeout = arguments["timeout"] ?? .undefined
        switch api {
        case "fetchConsentData":
            try fetchConsentData(timed(callback, timeout))
        case "isApproved":
            let category = arguments["category"] ?? .undefined
            if iab.data != .null {
                let isPermitted = try Self.isPermitted(category, by: iab.data)
                _ = try call(callback, [.null, .bool(isPermitted)])
            } else {
                let question = PageFunction.pluginQuestion(category: category, callback: callback)
                try fetchConsentData(timed(.function(question), timeout))
            }
        case "onRegister":
            // It is handed parameters where it wants the service.
            throw .engine(.typeError)
        default:
            throw .library(.unknownCommand)
        }
    }

    /// Calls back with the CMP's answer: the one that is there, else that to a new question.
    private mutating func fetchConsentData(_ callback: PageValue) throws(PageError) {
        if iab.data != .null {
            _ = try call(callback, [.null, iab.data])
            return
        }
        switch callback {
        case .function: iab.queue.append(callback)
        case .array(let elements) where !elements.isEmpty: iab.queue.append(elements.element(1))
        default: throw .library(.callbackCannotBeQueued)
        }
        try askCMP()
    }

    /// What the plug-in does with an answer: keeps it, remembers its hash in the cookie, and calls who waits.
    mutating func hear(_ data: PageValue, success: PageValue) throws(PageError) {
        try world.enter()
        defer { world.leave() }
        if success.isTruthy { try keep(data) }
        do {
            while !iab.queue.isEmpty { _ = try call(iab.queue.removeFirst(), [.null, iab.data]) }
        } catch {
            // Goes no further; the rest waits for the next answer.
        }
    }

    private mutating func keep(_ data: PageValue) throws(PageError) {
        guard var copy = data.copy else { throw .engine(.syntaxError) }
        let remembered = try memoizedContent(OptInCookieContent.hashKey)
        let hash = PageValue.string(ConsentHash.text(of: try copy.member("tcString").text))
        let original = try data.member("tcString")
        switch copy {
        case .object(var object):
            object["consentString"] = original
            object["hasConsentChangedSinceLastCmpPull"] = .bool(remembered != hash)
            copy = .object(object)
        case .array: break
        default: throw .engine(.typeError)
        }
        world.count(copy.count)
        iab.data = copy
        try store([OptInCookieContent.hashKey: hash])
    }

    /// What the plug-in does with the first usable answer: decides its categories and completes.
    mutating func applyAnswer(_ arguments: [PageValue]) throws(PageError) {
        let data = arguments.element(1)
        guard !arguments.element(0).isTruthy, data.isTruthy else { return }
        for category in TCFPluginRule.categories.categories {
            let isPermitted = try Self.isPermitted(.string(category.rawValue), by: data)
            try decide(.string(category.rawValue), isPermitted, isWaiting: true)
        }
        try complete()
    }

    /// ``TCFPluginRule`` on TCData as a CMP gives it: exactly `true` for the vendor and for each purpose. A category of
    /// which the plug-in knows nothing has neither.
    ///
    /// - Throws: a `TypeError` where TCData lacks the objects.
    static func isPermitted(_ category: PageValue, by data: PageValue) throws(PageError) -> Bool {
        let known = Category(rawValue: category.text).map(TCFPluginRule.categories.contains) ?? false
        let vendor = known ? String(TCFPluginRule.vendor) : PageValue.undefined.text
        let isVendorPermitted = try data.member("vendor").member("consents").member(vendor) == .bool(true)
        for purpose in known ? TCFPluginRule.purposes : [] {
            let consent = try data.member("purpose").member("consents").member(String(purpose))
            guard consent == .bool(true) else { return false }
        }
        return isVendorPermitted
    }
}
