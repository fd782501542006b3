extension Page {
    /// Takes a step that needs no new page.
    ///
    /// - Returns: what the call answers.
    /// - Throws: what it throws.
    mutating func perform(_ step: SimulationStep) throws(PageError) -> PageValue {
        if let label = step.label, let script = step.script, scripts[label] == nil { scripts[label] = script }
        switch step.operation {
        case .approve, .deny:
            let isWaiting = step.argument(1).isTruthy
            try decide(step.argument(0), step.operation == .approve, isWaiting: isWaiting)
            return .service
        case .approveAll, .denyAll:
            let isWaiting = step.argument(0).isTruthy
            try decide(Self.allCategories, step.operation == .approveAll, isWaiting: isWaiting)
            return .service
        case .complete: try complete()
        case .isApproved: return .bool(try isApproved(step.argument(0), in: .object(workflow.permissions)))
        case .isPreApproved: return .bool(try isApproved(step.argument(0), in: preApprovals))
        case .fetchPermissions, .on, .off, .publish, .unsubscribe: return try performListening(step)
        case .registerPlugin: try registerPlugin(step.argument(0))
        case .execute: try execute(step.argument(0))
        case .iabFetch, .iabIsApproved: try execute(step.pluginRequest)
        case .memoizeContent: try memoize(step.argument(0))
        case .getMemoizedContent: return try memoizedContent(step.argument(0).text)
        case .snapshot: return snapshot
        case .plugins: return .array(plugins.map { .string($0.name) })
        case .categories: return .object(Self.categories)
        case .cookieText, .setCookie: return cookie(step)
        case .cmpRespond: return .number(Double(respond(step.answer)))
        case .tick: wait(step.argument(0).number)
        case .mutatePermissions:
            workflow.edit { $0[step.argument(0).text] = step.argument(1) }
        case .reload: break
        }
        return .undefined
    }

    private mutating func performListening(_ step: SimulationStep) throws(PageError) -> PageValue {
        switch step.operation {
        case .on:
            let unsubscriber = try on(step.argument(0).text, step.argument(1))
            if let label = step.label { unsubscribers[label] = unsubscriber }
            return unsubscriber
        case .fetchPermissions:
            let isSubscribing = step.argument(1).isTruthy
            let unsubscriber = try fetchPermissions(step.argument(0), isSubscribing: isSubscribing)
            if let label = step.label { unsubscribers[label] = unsubscriber }
            return unsubscriber
        case .unsubscribe:
            return try call(step.label.flatMap { unsubscribers[$0] } ?? .undefined, [])
        case .publish: try publish(step.argument(0).text, Array(step.arguments.dropFirst()))
        default: off(step.argument(0).text, step.argument(1))
        }
        return .undefined
    }

    private mutating func cookie(_ step: SimulationStep) -> PageValue {
        guard step.operation == .setCookie else {
            let cookies = world.jar.visible(from: settings.site, at: world.now)
            return cookies.first { $0.name == OptInCookie.name }.map { .string($0.value) } ?? .null
        }
        var isHostOnly = false
        if case .object(let options) = step.argument(2) { isHostOnly = options["hostOnly"]?.isTruthy == true }
        let value = step.argument(1).cookieValue
        world.setCookie(step.argument(0).text, value, site: settings.site, isHostOnly: isHostOnly)
        return .undefined
    }

    /// `adobe.OptInCategories`.
    private static var categories: PageObject {
        var names = PageObject()
        for category in Category.allCases { names[category.enumName] = .string(category.rawValue) }
        return names
    }
}

extension SimulationStep {
    /// The request with which `iabFetch` and `iabIsApproved` go through `execute`.
    fileprivate var pluginRequest: PageValue {
        var request: PageObject = ["callback": argument(0)]
        if operation == .iabFetch {
            request["command"] = .string("\(Page.pluginName).fetchConsentData")
            request["params"] = argument(1)
        } else {
            request["command"] = .string("\(Page.pluginName).isApproved")
            var parameters: PageObject = ["category": argument(1)]
            parameters.merge(argument(2).ownProperties)
            request["params"] = .object(parameters)
        }
        return .object(request)
    }

    /// The answer that `cmpRespond` makes the CMP give.
    fileprivate var answer: PageCMP.Answer {
        guard case .object(let object) = argument(0) else { return PageCMP.Answer() }
        var answer = PageCMP.Answer()
        answer.data = object["tcData"] ?? .undefined
        if let success = object["success"] { answer.success = success }
        return answer
    }
}

extension PageWorld {
    /// Puts a cookie into the jar as if an earlier page had written it; see ``CookieJar/Cookie/init(libraryValue:site:at:)``.
    mutating func setCookie(_ name: String, _ value: String, site: PageSite, isHostOnly: Bool) {
        var cookie = CookieJar.Cookie(libraryValue: value, site: site, at: now)
        cookie.name = name
        if isHostOnly { cookie.domain = nil }
        jar.put(cookie, at: now)
    }
}

extension CookieJar.Cookie {
    /// The opt-in cookie with a JSON text, as the library would set it.
    package init(libraryJSON json: String, site: PageSite, at now: Int64) {
        self.init(libraryValue: OptInCookie.percentEncoded(Array(json.utf8)), site: site, at: now)
    }

    /// The opt-in cookie as the library would set it on a page: for the domain that it finds by trial, with the standard
    /// lifetime.
    package init(libraryValue value: String, site: PageSite, at now: Int64) {
        self.init(name: OptInCookie.name, value: value, host: site.host)
        let domain = site.registrableDomain
        if !domain.isEmpty, domain != site.host { self.domain = domain }
        if case .seconds(let seconds) = OptInCookieLifetime.standard { end = now + seconds * 1_000 }
    }
}
