extension SimulationStep {
    /// Reads a step of a case: `{"op": …, "args": […]}`.
    package init(_ value: PageValue, path: String = "step") throws(SimulationError) {
        var budget = OptInLimits.maxSteps
        try self.init(value, path: path, budget: &budget)
    }

    /// Reads a step of a case.
    ///
    /// - Parameter budget: how many more steps, those in callbacks counted, the case may have.
    init(_ value: PageValue, path: String, budget: inout Int) throws(SimulationError) {
        budget -= 1
        guard budget >= 0 else { throw .tooMuch }
        guard case .object(let object) = value, case .string(let name)? = object["op"] else {
            throw .malformed(path: path, wanted: #"an object such as {"op":"approve","args":["aa"]}"#)
        }
        guard let operation = Operation(rawValue: name) else {
            let all = Operation.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed(path: "\(path).op", wanted: "an operation that exists, one of \(all)")
        }
        self.init(operation)
        switch object["args"] {
        case nil: break
        case .array(let elements)?: arguments = elements
        default: throw .malformed(path: "\(path).args", wanted: "a list of arguments")
        }
        if operation == .reload { changes = object }
        for index in arguments.indices {
            if index == operation.labelIndex, try readCallback(at: index, path: path, budget: &budget) { continue }
            arguments[index] = arguments[index].withMarkers
        }
    }

    /// Reads a callback: its label, or an object with its label and what it does.
    ///
    /// - Returns: whether it is one.
    private mutating func readCallback(
        at index: Int,
        path: String,
        budget: inout Int
    ) throws(SimulationError) -> Bool {
        switch arguments[index] {
        case .string(let label):
            arguments[index] = .function(.recorder(label))
        case .object(let object):
            guard case .string(let label)? = object["label"] else { return false }
            arguments[index] = .function(.recorder(label))
            var script = CallbackScript()
            if let error = object["throws"], error.isTruthy { script.error = "case: \(error.text)" }
            if let steps = object["do"] {
                guard case .array(let elements) = steps else {
                    throw .malformed(path: "\(path).args[\(index)].do", wanted: "a list of steps")
                }
                for (number, element) in elements.enumerated() {
                    let inner = "\(path).args[\(index)].do[\(number)]"
                    let step = try SimulationStep(element, path: inner, budget: &budget)
                    guard step.operation != .reload else {
                        throw .malformed(path: inner, wanted: "no new page inside a callback")
                    }
                    script.steps.append(step)
                }
            }
            self.script = script
        default:
            return false
        }
        return true
    }
}

extension PageValue {
    /// The value with the marks for what JSON lacks replaced by what they stand for: `{"$fn": v}`, `{"$throws": text}`,
    /// `{"$undef": 1}`, `{"$num": "NaN"}`, `{"$cb": label}` and `{"$plugin": name}`.
    var withMarkers: PageValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withMarkers))
        case .object(let object):
            if let marker = object.marker { return marker }
            var replaced = PageObject()
            for name in object.keys { replaced[name] = object[name]?.withMarkers }
            return .object(replaced)
        default: return self
        }
    }
}

extension PageObject {
    fileprivate var marker: PageValue? {
        guard keys.count == 1, let name = keys.first, let value = self[name] else { return nil }
        switch name {
        case "$fn": return .function(.answering(value.withMarkers))
        case "$throws": return .function(.throwing("case: \(value.text)"))
        case "$undef": return .undefined
        case "$num": return .number(Self.number(value.text))
        case "$cb": return .function(.recorder(value.text))
        case "$plugin": return .object(Self.plugin(value.text))
        default: return nil
        }
    }

    private static func number(_ text: String) -> Double {
        switch text {
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: Double(text) ?? .nan
        }
    }

    /// A plug-in with the API `ping` that records its calls.
    private static func plugin(_ name: String) -> PageObject {
        [
            "name": .string(name),
            "onRegister": .function(.recorder("onRegister:\(name)")),
            "ping": .function(.recorder("ping:\(name)")),
        ]
    }
}
