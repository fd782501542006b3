/// Takes a case's steps, page after page, and records what happens.
package struct OptInSimulation: Sendable {
    /// What a step came to.
    package enum Outcome: Sendable, Hashable {
        /// The call answered.
        case answered(PageValue)
        /// The call threw.
        case threw(PageError)
    }

    private let settings: PageSettings
    private(set) var page: Page
    /// Whether the page has a service: not if `getInstance` threw.
    package private(set) var isRunning = false

    /// The moment before the first page is loaded.
    ///
    /// - Parameters:
    ///   - settings: the page.
    ///   - now: milliseconds since 1970.
    package init(_ settings: PageSettings, at now: Int64) {
        self.settings = settings
        page = Page(settings, world: PageWorld(now: now))
    }

    /// The moment before a case's page is loaded.
    package init(_ simulated: SimulationCase) {
        self.init(simulated.settings, at: SimulationCase.start)
        for (name, value) in simulated.cookies {
            page.world.setCookie(name, value, site: settings.site, isHostOnly: simulated.isHostOnly)
        }
    }

    /// Puts a cookie into the jar before the page is loaded, as a server would.
    package mutating func put(_ cookie: CookieJar.Cookie) {
        page.world.jar.put(cookie, at: page.world.now)
    }

    /// Loads the page.
    package mutating func start() -> Outcome {
        do throws(PageError) {
            try page.start()
            isRunning = true
            return .answered(page.snapshot)
        } catch {
            isRunning = false
            return .threw(error)
        }
    }

    /// Takes a step, which the record calls by its number.
    package mutating func take(_ step: SimulationStep, number: Int) throws(SimulationError) -> Outcome {
        page.world.step = number
        let outcome: Outcome
        if step.operation == .reload {
            outcome = try reload(step, number: number)
        } else if !isRunning {
            outcome = .threw(.engine(.typeError))
        } else {
            do throws(PageError) {
                outcome = .answered(try page.perform(step))
            } catch {
                outcome = .threw(error)
            }
        }
        if case .answered(let value) = outcome { page.world.count(value.count) }
        guard !page.world.isExhausted else { throw .tooMuch }
        return outcome
    }

    /// A new page with the same cookies and the same clock. Timers of the old one never run.
    private mutating func reload(_ step: SimulationStep, number: Int) throws(SimulationError) -> Outcome {
        let changed = try settings.changed(by: step.changes ?? PageObject(), path: "step \(number)")
        page = Page(changed, world: page.world)
        return start()
    }
}
