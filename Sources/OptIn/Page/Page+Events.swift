extension Page {
    /// `on`: answers a function that unsubscribes by position.
    mutating func on(_ event: String, _ callback: PageValue) throws(PageError) -> PageValue {
        guard case .function(let function) = callback else { throw .library(.callbackIsNoFunction) }
        listeners[event, default: []].append(function)
        return .function(.unsubscriber(event: event, position: listeners[event, default: []].count - 1))
    }

    /// `off`: removes all subscriptions of a function; the list stays, though it may be empty.
    mutating func off(_ event: String, _ callback: PageValue) {
        guard case .function(let function) = callback else { return }
        listeners[event]?.removeAll { $0 == function }
    }

    /// What the function that `on` answered does. The list of an event goes with its last listener, and unsubscribing
    /// from a list that has gone fails.
    mutating func unsubscribe(_ event: String, at position: Int) throws(PageError) {
        guard var list = listeners[event] else { throw .engine(.typeError) }
        if list.indices.contains(position) { list.remove(at: position) }
        listeners[event] = list.isEmpty ? nil : list
    }

    /// `publish`: calls those who are subscribed now; who comes later waits, who leaves is still called.
    mutating func publish(_ event: String, _ arguments: [PageValue]) throws(PageError) {
        for listener in listeners[event] ?? [] { _ = try call(.function(listener), arguments) }
    }

    /// Publishes `complete` with the live permissions: a listener sees what an earlier one has changed.
    mutating func publishPermissions() throws(PageError) {
        for listener in listeners["complete"] ?? [] {
            _ = try call(.function(listener), [.object(workflow.permissions)])
        }
    }
}
