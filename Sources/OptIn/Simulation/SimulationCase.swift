import BoundedJSON

/// A case: a page, the cookie that it finds, and steps.
package struct SimulationCase: Sendable {
    /// Repeated in the answer, whatever it is.
    package var id = PageValue.undefined
    package var settings = PageSettings()
    package var steps: [SimulationStep] = []
    /// The cookies before the page is loaded.
    var cookies: [(name: String, value: String)] = []
    /// Whether those cookies are for the bare host instead of the domain that the library would take.
    var isHostOnly = false

    /// When every case starts: 2024-01-15T12:00:00Z. Time moves by steps only.
    package static let start: Int64 = 1_705_320_000_000

    /// An empty case.
    package init() {}

    /// Reads a case from its JSON line.
    ///
    /// - Parameter id: set as soon as it is known, for the answer to a case that turns out to be malformed.
    package init(json bytes: [UInt8], id: inout PageValue) throws(SimulationError) {
        let value: PageValue
        do {
            value = try PageValue(json: bytes, limits: OptInLimits.input)
        } catch {
            throw .notJSON(error)
        }
        guard case .object(let object) = value else { throw .malformed(path: "case", wanted: "an object") }
        id = object["id"] ?? .undefined
        self.id = id
        settings = try PageSettings().changed(by: object, path: "case")
        try readCookies(object["cookie"] ?? .undefined)
        if let mark = object["hostOnly"] { isHostOnly = mark.isTruthy }
        var budget = OptInLimits.maxSteps
        for (index, element) in try Self.list(object["steps"], path: "case.steps").enumerated() {
            steps.append(try SimulationStep(element, path: "case.steps[\(index)]", budget: &budget))
        }
    }

    private mutating func readCookies(_ value: PageValue) throws(SimulationError) {
        switch value {
        case .undefined, .null: break
        case .object(let object):
            for name in object.keys {
                let value = object[name]?.withMarkers ?? .undefined
                if name == "hostOnly" {
                    isHostOnly = value.isTruthy
                } else {
                    cookies.append((name: name, value: value.cookieValue))
                }
            }
        default: throw .malformed(path: "case.cookie", wanted: "an object with the cookie's name and value")
        }
    }

    private static func list(_ value: PageValue?, path: String) throws(SimulationError) -> [PageValue] {
        switch value {
        case nil, .null?: return []
        case .array(let elements)?: return elements
        default: throw .malformed(path: path, wanted: "a list")
        }
    }
}

extension PageValue {
    /// A cookie's value: text as it stands, anything else as escaped JSON.
    var cookieValue: String {
        if case .string(let text) = self { return text }
        return OptInCookie.percentEncoded(Array((json ?? "").utf8))
    }
}

extension PageSettings {
    /// The settings with what a case, or a step that loads a new page, says about them.
    func changed(by object: PageObject, path: String) throws(SimulationError) -> PageSettings {
        var settings = self
        if let configuration = object["config"] { settings.configuration = configuration.withMarkers }
        if let host = object["host"] {
            guard case .string(let host) = host, !host.isEmpty else {
                throw .malformed(path: "\(path).host", wanted: "a host name")
            }
            settings.site.host = host.lowercased()
        }
        if let scheme = object["protocol"] {
            guard scheme == .string("https:") || scheme == .string("http:") else {
                throw .malformed(path: "\(path).protocol", wanted: #""https:" or "http:""#)
            }
            settings.site.isSecure = scheme == .string("https:")
        }
        if let observe = object["observe"] { settings.isObserved = observe.isTruthy }
        switch object["cmp"] {
        case nil: break
        case .null?: settings.cmp = nil
        case .object(let cmp)?: settings.cmp = try PageCMP(cmp, path: "\(path).cmp")
        default: throw .malformed(path: "\(path).cmp", wanted: "an object")
        }
        return settings
    }
}

extension PageCMP {
    /// Reads a CMP.
    init(_ object: PageObject, path: String) throws(SimulationError) {
        if object["api"] == .string("cmp1") {
            kind = .missing
        } else if object["notFunction"]?.isTruthy == true {
            kind = .noFunction
        } else if object["throws"]?.isTruthy == true {
            kind = .throwing
        }
        first = try Answer(object, path: path)
        switch object["then"] {
        case nil: break
        case .array(let elements)?:
            for (index, element) in elements.enumerated() {
                guard case .object(let answer) = element else {
                    throw .malformed(path: "\(path).then[\(index)]", wanted: "an object")
                }
                later.append(try Answer(answer, path: "\(path).then[\(index)]"))
            }
        default: throw .malformed(path: "\(path).then", wanted: "a list of answers")
        }
    }
}

extension PageCMP.Answer {
    /// Reads an answer: `{tcData, success, delayMs, never, times}`.
    init(_ object: PageObject, path: String) throws(SimulationError) {
        data = object["tcData"]?.withMarkers ?? .undefined
        if let success = object["success"] { self.success = success.withMarkers }
        isWithheld = object["never"]?.isTruthy == true
        if let delay = object["delayMs"], delay != .null {
            guard case .number(let number) = delay, (0...1e12).contains(number) else {
                throw .malformed(path: "\(path).delayMs", wanted: "a number of milliseconds")
            }
            self.delay = Int64(number)
        }
        if let times = object["times"] {
            guard case .number(let number) = times, (0...Double(OptInLimits.maxAnswers)).contains(number) else {
                throw .malformed(path: "\(path).times", wanted: "a number of at most \(OptInLimits.maxAnswers)")
            }
            self.times = Int(number)
        }
    }
}
