/// The workflow of the service: choices are staged, one or several at a time, and completed together.
///
/// It knows neither what permissions look like (`Content`) nor whom to tell: the typed ``OptInService`` and the
/// simulated page both run on it, so that there is one place with the order of things.
struct OptInWorkflow<Content: Sendable>: Sendable {
    /// What has to be done at a completion, in the library's order. If a step fails, those behind it are left out.
    enum Step: Sendable, Hashable {
        /// Tell the listeners, in order of subscription.
        case publish
        /// Write the cookie.
        case store
        /// Call those who wait for permissions, in order.
        case serveQueue
    }

    private(set) var status: OptInStatus
    private(set) var staged: Content
    /// The permissions in force as long as nothing has been completed; from then on the staged ones are in force.
    private var initial: Content?
    private let isStored: Bool

    /// The start of a page.
    ///
    /// - Parameters:
    ///   - content: the permissions in force at the start.
    ///   - staged: their copy, to which choices are added.
    ///   - isKnown: whether the visitor's choice is known already.
    ///   - isStored: whether a completion is written to the cookie.
    init(_ content: Content, staged: Content, isKnown: Bool, isStored: Bool) {
        status = isKnown ? .complete : .pending
        initial = content
        self.staged = staged
        self.isStored = isStored
    }

    /// The permissions in force.
    ///
    /// The first completion puts the staged permissions themselves in force, not a copy of them: later staged changes
    /// show at once, though nobody is told and nothing is stored before `complete()`.
    var permissions: Content { initial ?? staged }

    /// Adds choices.
    mutating func stage(_ change: (inout Content) -> Void) {
        status = .changed
        change(&staged)
    }

    /// Puts all staged choices in force; nothing unless there are any.
    mutating func complete() -> [Step] {
        guard status == .changed else { return [] }
        initial = nil
        status = .complete
        return isStored ? [.publish, .store, .serveQueue] : [.publish, .serveQueue]
    }

    /// Writes into the permissions in force, as a page can that was handed the live object.
    mutating func edit(_ change: (inout Content) -> Void) {
        guard var content = initial else { return change(&staged) }
        change(&content)
        initial = content
    }
}
