import ConsentTranslation
import OptIn

/// Subjects in the order of their keys, read from the store page by page as they are asked for.
///
/// Memory does not grow with their number.
public struct SubjectSequence: AsyncSequence, Sendable {
    typealias Page = @Sendable (_ key: SubjectKey?, _ limit: Int) async throws -> [StoredSubject]

    private let categories: CategorySet
    private let start: SubjectKey?
    private let time: Instant
    private let page: Page

    init(approving categories: CategorySet, after start: SubjectKey?, at time: Instant, page: @escaping Page) {
        self.categories = categories
        self.start = start
        self.time = time
        self.page = page
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(categories: categories, key: start, time: time, page: page)
    }

    /// Reads subjects one after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// Subjects that are read at once.
        private static let pageRows = 1_000

        private let categories: CategorySet
        private var key: SubjectKey?
        private let time: Instant
        private let page: Page
        private var subjects: ArraySlice<StoredSubject> = []

        fileprivate init(categories: CategorySet, key: SubjectKey?, time: Instant, page: @escaping Page) {
            self.categories = categories
            self.key = key
            self.time = time
            self.page = page
        }

        /// The next subject; nil at the end.
        public mutating func next() async throws -> StoredSubject? {
            while true {
                while let subject = subjects.popFirst() {
                    key = subject.key
                    if categories.isSubset(of: subject.state.permissions(at: time).approved) { return subject }
                }
                subjects = try await page(key, Self.pageRows)[...]
                if subjects.isEmpty { return nil }
            }
        }
    }
}
