import BoundedJSON

extension SimulationStep {
    /// The operations that can be written as words, with an example each.
    package static let examples = [
        "approve aa,ecid", "deny aam wait", "approveAll", "denyAll", "complete", "isApproved aa", "isPreApproved",
        "fetchPermissions", #"memoizeContent {"k":"v"}"#, "getMemoizedContent k", "reload", "tick 3600",
    ]

    /// Reads a step that a person wrote: `approve aa,ecid`, `deny aam wait`, `tick 3600` (seconds), `reload`; or as JSON
    /// in the form of a case: `{"op":"approve","args":[["aa"],true]}`.
    ///
    /// Ids are handed to the service as they are, so that it can refuse them.
    package init(text: String) throws(SimulationError) {
        let text = text.split { $0 == " " || $0 == "\t" }
        guard let name = text.first else { throw .malformed(path: "step", wanted: Self.wanted) }
        if name.hasPrefix("{") {
            self = try Self(json: text.joined(separator: " "))
            return
        }
        guard let operation = Operation(rawValue: String(name)) else {
            throw .malformed(path: "step \"\(name)\"", wanted: Self.wanted)
        }
        try self.init(operation, words: text.dropFirst().map(String.init))
    }

    private static var wanted: String { "a step such as \(examples.joined(separator: ", "))" }

    private init(json text: String) throws(SimulationError) {
        do {
            try self.init(try PageValue(json: Array(text.utf8), limits: OptInLimits.input))
        } catch let error as SimulationError {
            throw error
        } catch let error as JSONError {
            throw .notJSON(error)
        } catch {
            throw .malformed(path: "step", wanted: Self.wanted)
        }
    }

    private init(_ operation: Operation, words: [String]) throws(SimulationError) {
        self.init(operation)
        var words = words
        switch operation {
        case .approve, .deny:
            let isWaiting = words.last == "wait"
            if isWaiting { words.removeLast() }
            arguments = [Self.categories(words), .bool(isWaiting)]
        case .approveAll, .denyAll:
            arguments = [.bool(words == ["wait"])]
            if words == ["wait"] { words = [] }
            try Self.expect(words, count: 0...0, operation)
        case .isApproved, .isPreApproved:
            arguments = words.isEmpty ? [] : [Self.categories(words)]
        case .fetchPermissions:
            try Self.expect(words, count: 0...0, operation)
            arguments = [.function(.recorder("fetchPermissions"))]
        case .tick:
            guard words.count == 1, let seconds = Double(words[0]), seconds >= 0 else {
                throw .malformed(path: "step \"tick\"", wanted: "a number of seconds, such as tick 3600")
            }
            arguments = [.number(seconds * 1_000)]
        case .memoizeContent:
            guard let value = PageValue(json: words.joined(separator: " ")) else {
                throw .malformed(path: "step \"memoizeContent\"", wanted: "JSON, such as memoizeContent {\"k\":\"v\"}")
            }
            arguments = [value]
        case .getMemoizedContent:
            try Self.expect(words, count: 1...1, operation)
            arguments = [.string(words[0])]
        case .complete, .snapshot, .plugins, .categories, .cookieText, .reload:
            try Self.expect(words, count: 0...0, operation)
            if operation == .reload { changes = PageObject() }
        default:
            throw .malformed(
                path: "step \"\(operation.rawValue)\"",
                wanted: "JSON, such as {\"op\":\"\(operation.rawValue)\",\"args\":[…]}"
            )
        }
    }

    private static func categories(_ words: [String]) -> PageValue {
        .array(words.flatMap { $0.split(separator: ",") }.map { .string(String($0)) })
    }

    private static func expect(
        _ words: [String],
        count: ClosedRange<Int>,
        _ operation: Operation
    ) throws(SimulationError) {
        guard !count.contains(words.count) else { return }
        let wanted = count.upperBound == 0 ? "nothing behind it" : "one word behind it"
        throw .malformed(path: "step \"\(operation.rawValue)\"", wanted: wanted)
    }
}
