/// Changes in the order of their numbers, read from the store page by page as they are asked for.
public struct ChangeSequence: AsyncSequence, Sendable {
    /// How long to wait for news: twice as long each time in vain, and from the start again after some.
    public struct Patience: Sendable {
        /// The first wait.
        public var shortest: Duration
        /// The longest wait.
        public var longest: Duration
        /// Waits.
        let sleep: @Sendable (Duration) async throws -> Void

        /// Patience by the system's clock.
        public init(shortest: Duration = .milliseconds(50), longest: Duration = .seconds(2)) {
            self.init(shortest: shortest, longest: longest) { try await Task.sleep(for: $0) }
        }

        /// Patience by another clock.
        package init(
            shortest: Duration,
            longest: Duration,
            sleep: @escaping @Sendable (Duration) async throws -> Void
        ) {
            self.shortest = shortest
            self.longest = longest
            self.sleep = sleep
        }
    }

    typealias Page = @Sendable (_ number: Int64, _ limit: Int) async throws -> [Change]

    private let start: Int64
    private let page: Page
    private var patience: Patience?

    init(after start: Int64, page: @escaping Page) {
        self.start = start
        self.page = page
    }

    /// The same changes, and then those to come: it ends only when its task is cancelled.
    public func following(_ patience: Patience = Patience()) -> ChangeSequence {
        var copy = self
        copy.patience = patience
        return copy
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(number: start, page: page, patience: patience)
    }

    /// Reads changes one after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// Changes that are read at once.
        private static let pageRows = 1_000

        private var number: Int64
        private let page: Page
        private let patience: Patience?
        private var changes: ArraySlice<Change> = []

        fileprivate init(number: Int64, page: @escaping Page, patience: Patience?) {
            self.number = number
            self.page = page
            self.patience = patience
        }

        /// The next change; nil at the end, and where the task was cancelled while it was following.
        public mutating func next() async throws -> Change? {
            if changes.isEmpty {
                do {
                    changes = try await nextPage()[...]
                } catch is CancellationError where patience != nil {
                    return nil
                }
            }
            guard let change = changes.popFirst() else { return nil }
            number = change.number
            return change
        }

        private func nextPage() async throws -> [Change] {
            var wait = patience?.shortest
            while true {
                let changes = try await page(number, Self.pageRows)
                guard changes.isEmpty, let patience, let now = wait else { return changes }
                try await patience.sleep(now)
                wait = Swift.min(now * 2, patience.longest)
            }
        }
    }
}
