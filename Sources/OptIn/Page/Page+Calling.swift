extension Page {
    /// Calls a function.
    ///
    /// - Throws: what it throws; a `TypeError` if it is none.
    mutating func call(_ callee: PageValue, _ arguments: [PageValue]) throws(PageError) -> PageValue {
        guard case .function(let function) = callee else { throw .engine(.typeError) }
        try world.enter()
        defer { world.leave() }
        switch function {
        case .recorder(let label): try record(label, arguments)
        case .answering(let value): return value
        case .throwing(let text): throw .page(text)
        case .nothing: break
        case .unsubscriber(let event, let position): try unsubscribe(event, at: position)
        case .visitorListener: try hearCompletion()
        case .visitorAnswer(let isApproved): try hearAnswer(arguments, isApproved: isApproved)
        case .pluginStart: try applyAnswer(arguments)
        case .pluginQuestion(let category, let callback):
            let isPermitted = try Self.isPermitted(category, by: arguments.element(1))
            _ = try call(callback, [arguments.element(0), .bool(isPermitted)])
        case .timed(let timer, let callback):
            guard !endedTimers.contains(timer) else { break }
            timers.removeAll { $0.isTimeout(timer) }
            _ = try call(callback, arguments)
        }
        return .undefined
    }

    private mutating func record(_ label: String, _ arguments: [PageValue]) throws(PageError) {
        world.add(.call(label: label, arguments: arguments))
        guard let script = scripts[label] else { return }
        for step in script.steps { _ = try perform(step) }
        if let text = script.error { throw .page(text) }
    }
}

extension [PageValue] {
    /// An argument; undefined where there are fewer.
    func element(_ index: Int) -> PageValue {
        index < count ? self[index] : .undefined
    }
}
