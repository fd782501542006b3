/// Takes steps one at a time and reports each, with warnings of the traps.
package struct SimulationNarrator: Sendable {
    private var simulation: OptInSimulation
    private let configuration: PageObject
    /// What became of the cookie before the page was loaded.
    private var cookieWarnings: [OptInWarning] = []
    private var number = 0

    /// The moment before the page is loaded.
    ///
    /// - Parameters:
    ///   - settings: the page.
    ///   - cookie: the cookie that it finds.
    ///   - now: milliseconds since 1970.
    package init(_ settings: PageSettings, cookie: CookieJar.Cookie?, at now: Int64) {
        simulation = OptInSimulation(settings, at: now)
        configuration = settings.configuration.ownProperties
        guard let cookie else { return }
        if let refusal = cookie.refusal(on: settings.site) {
            cookieWarnings = [.about(refusal, domain: cookie.domain ?? "")]
            return
        }
        if let end = cookie.end, end <= now {
            cookieWarnings = [.init(.cookieEnded, "The cookie has ended already, and the browser drops it silently.")]
        }
        simulation.put(cookie)
    }

    /// Loads the page.
    package mutating func start() -> SimulationReport {
        let before = simulation.page
        let outcome = simulation.start()
        let warnings = OptInWarning.about(configuration) + cookieWarnings + warnings(behind: before)
        return report("page load", outcome, since: before.world.record, warnings)
    }

    /// Takes a step.
    package mutating func take(_ step: SimulationStep, title: String) throws(SimulationError) -> SimulationReport {
        let before = simulation.page
        defer { number += 1 }
        let outcome = try simulation.take(step, number: number)
        var warnings = OptInWarning.about(step, before: before, after: simulation.page)
        if step.operation == .reload { warnings += self.warnings(behind: before) }
        return report(title, outcome, since: before.world.record, warnings)
    }

    /// The traps that a page is in once it has been loaded, with the cookies that it found.
    private func warnings(behind before: Page) -> [OptInWarning] {
        let page = simulation.page
        let found = before.world.jar.visible(from: page.settings.site, at: before.world.now)
            .filter { $0.name == OptInCookie.name }
        return OptInWarning.about(page) + OptInWarning.about(found, on: page)
    }

    private func report(
        _ title: String,
        _ outcome: OptInSimulation.Outcome,
        since before: PageRecord,
        _ warnings: [OptInWarning]
    ) -> SimulationReport {
        let page = simulation.page
        let record = page.world.record
        let writes = record.writes.dropFirst(before.writes.count)
        let refusal = writes.compactMap(\.refusal).first.map { OptInWarning.about($0, domain: page.options.domain) }
        let cookie = page.world.jar.visible(from: page.settings.site, at: page.world.now)
            .first { $0.name == OptInCookie.name }
        let permissions = page.workflow.permissions
        return SimulationReport(
            title: title,
            outcome: outcome,
            status: simulation.isRunning ? page.status : nil,
            permissions: simulation.isRunning
                ? permissions.keys.map { (key: $0, value: permissions[$0] ?? .undefined) } : [],
            calls: record.events.dropFirst(before.events.count).map(\.event.name),
            cookie: cookie?.shownValue,
            attributes: cookie?.attributes(at: page.world.now) ?? [],
            writes: writes.map(\.text),
            console: record.logs.dropFirst(before.logs.count).map(\.text),
            warnings: warnings + [refusal].compactMap(\.self)
        )
    }
}

extension PageRecord.Event {
    fileprivate var name: String {
        switch self {
        case .call("*", _): "complete"
        case .call(let label, _): label
        case .thrownIntoCMP(let error): "error in the CMP: \(error.message)"
        case .thrownOutOfTimer(let error): "error in a timer: \(error.message)"
        }
    }
}

extension CookieJar.Cookie {
    fileprivate var shownValue: String {
        OptInCookie.percentDecoded(value) ?? value
    }

    fileprivate func attributes(at now: Int64) -> [String] {
        var attributes = [domain.map { "for \($0)" } ?? "for \(host) alone"]
        if let end {
            attributes.append("\(CookieAssignment.seconds(from: now, to: end)) s")
        } else {
            attributes.append("until the browser is closed")
        }
        if isSecure { attributes.append("Secure") }
        if let sameSite { attributes.append("SameSite=\(sameSite)") }
        return attributes
    }
}
