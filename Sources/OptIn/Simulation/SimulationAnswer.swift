package import BoundedJSON

/// The answer to a case: what the service shows at the end, and what happened on the way.
package struct SimulationAnswer: Sendable {
    private let id: PageValue
    private let simulation: OptInSimulation
    private var results: [OptInSimulation.Outcome] = []
    /// What came out of `getInstance` of the first page, which then has no results.
    private var startError: PageError?

    /// Runs a case.
    package init(_ simulated: SimulationCase) throws(SimulationError) {
        id = simulated.id
        var simulation = OptInSimulation(simulated)
        if case .threw(let error) = simulation.start() {
            startError = error
        } else {
            for (number, step) in simulated.steps.enumerated() {
                results.append(try simulation.take(step, number: number))
            }
        }
        self.simulation = simulation
    }

    /// Answers a case's line, in the form of Adobe's own library or as an error, and ends the line.
    ///
    /// - Returns: whether the case could be run.
    package static func line(for bytes: [UInt8], into json: inout JSONWriter) -> Bool {
        var id = PageValue.undefined
        defer { json.newline() }
        do throws(SimulationError) {
            let answer = try SimulationAnswer(try SimulationCase(json: bytes, id: &id))
            answer.write(into: &json)
            return true
        } catch {
            error.write(into: &json, id: id)
            return false
        }
    }

    /// Writes the answer.
    package func write(into json: inout JSONWriter) {
        let record = simulation.page.world.record
        json.beginObject()
        if id != .undefined { json.member("id", id) }
        if simulation.isRunning, case .object(let state) = simulation.page.snapshot {
            for name in state.keys { json.member(name, state[name] ?? .undefined) }
        }
        json.key("results")
        json.array(results) { $1.write(into: &$0) }
        json.key("events")
        json.array(record.events) { $1.event.write(into: &$0, step: $1.step) }
        json.key("cookies")
        writeCookies(into: &json)
        json.key("writes")
        json.array(record.writes) { $1.write(into: &$0) }
        if !record.logs.isEmpty {
            json.key("logs")
            json.array(record.logs) { json, log in
                json.value([
                    "step": .number(Double(log.step)), "level": .string("error"), "text": .string(log.text),
                ])
            }
        }
        if !record.questions.isEmpty {
            json.key("cmpCalls")
            json.array(record.questions) { json, step in
                json.value([
                    "step": .number(Double(step)), "command": .string("getTCData"), "version": .number(2),
                    "arg": .array([.number(Double(TCFPluginRule.vendor))]),
                ])
            }
        }
        if let startError { json.member("error", .string(startError.message)) }
        json.endObject()
    }

    /// The opt-in cookie as the jar holds it; of two, the younger.
    private func writeCookies(into json: inout JSONWriter) {
        let world = simulation.page.world
        json.beginObject()
        let cookies = world.jar.cookies.filter { $0.name == OptInCookie.name && ($0.end ?? .max) > world.now }
        if let cookie = cookies.last {
            json.key(cookie.name)
            cookie.write(into: &json, at: world.now)
        }
        json.endObject()
    }
}

extension SimulationError {
    /// Writes the answer to a case that cannot be run.
    package func write(into json: inout JSONWriter, id: PageValue) {
        json.beginObject()
        if id != .undefined { json.member("id", id) }
        json.member("ok", .bool(false))
        json.key("error")
        json.value(["code": .string(code), "message": .string(message)])
        json.endObject()
    }
}

extension OptInSimulation.Outcome {
    /// Writes what a call answered or threw.
    package func write(into json: inout JSONWriter) {
        switch self {
        case .answered(let value): value.writeShown(into: &json)
        case .threw(let error): PageValue.error(error).writeShown(into: &json)
        }
    }
}

extension PageValue {
    /// Writes the value with marks for what JSON lacks: `$self` for the service, `$fn` for a function, `$undef`, and
    /// errors as `{"$error": text}`.
    func writeShown(into json: inout JSONWriter) {
        switch self {
        case .undefined: json.string("$undef")
        case .function: json.string("$fn")
        case .service: json.string("$self")
        case .error(let error): json.value(["$error": .string(error.message)])
        default: write(into: &json)
        }
    }
}

extension PageRecord.Event {
    /// Writes an event as a line's member of `events`.
    func write(into json: inout JSONWriter, step: Int) {
        json.beginObject()
        json.member("step", .number(Double(step)))
        switch self {
        case .call(let label, let arguments):
            json.member("cb", .string(label))
            json.key("args")
            json.array(arguments) { $1.writeShown(into: &$0) }
        case .thrownIntoCMP(let error): json.member("cmpCaught", .string(error.message))
        case .thrownOutOfTimer(let error): json.member("timerError", .string(error.message))
        }
        json.endObject()
    }
}

extension PageRecord.Write {
    /// Writes an assignment.
    func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("set", .string(text))
        if let refusal { json.member("refused", .string(refusal.rawValue)) }
        json.endObject()
    }
}

extension CookieJar.Cookie {
    /// Writes a cookie with its attributes.
    func write(into json: inout JSONWriter, at now: Int64) {
        json.beginObject()
        let text = OptInCookie.percentDecoded(value) ?? value
        if let content = PageValue(json: text) {
            json.member("json", content)
        } else {
            json.member("text", .string(text))
        }
        json.member("raw", .string(value))
        json.member("domain", domain.map { .string($0) } ?? .null)
        json.member("path", .string("/"))
        let seconds = end.map { CookieAssignment.seconds(from: now, to: $0) }
        json.member("expiresIn", seconds.map { .number(Double($0)) } ?? .null)
        json.member("secure", .bool(isSecure))
        json.member("sameSite", sameSite.map { .string($0) } ?? .null)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: PageValue) {
        key(name)
        value.write(into: &self)
    }

    fileprivate mutating func value(_ object: PageObject) {
        PageValue.object(object).write(into: &self)
    }

    fileprivate mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }
}
