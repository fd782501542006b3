/// The order in which a store takes a batch's records: by subject key, and within a subject by arrival.
///
/// Sorting a batch this way is what makes writing fast: neighbouring rows share the pages of the index.
struct BatchOrder: Sendable {
    /// The records of one subject.
    struct Group: Sendable {
        let key: SubjectKey
        /// Positions in the batch, ascending.
        let arrivals: ArraySlice<Int>
    }

    private let sorted: [Int]
    private let keys: [SubjectKey]

    init(_ records: [StoredRecord]) {
        let keys = records.map { SubjectKey($0.subject) }
        self.keys = keys
        sorted = records.indices.sorted { left, right in
            keys[left] != keys[right] ? keys[left] < keys[right] : left < right
        }
    }

    /// Calls the closure with each subject's records, ascending by key.
    func forEachGroup(_ body: (Group) throws -> Void) rethrows {
        var start = sorted.startIndex
        while start < sorted.endIndex {
            let key = keys[sorted[start]]
            let end = sorted[start...].firstIndex { keys[$0] != key } ?? sorted.endIndex
            try body(Group(key: key, arrivals: sorted[start..<end]))
            start = end
        }
    }
}
