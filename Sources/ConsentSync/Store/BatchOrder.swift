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

    /// The groups, ascending by key.
    let groups: [Group]

    init(_ records: [StoredRecord]) {
        let keys = records.map(\.key)
        let sorted = records.indices.sorted { left, right in
            keys[left] != keys[right] ? keys[left] < keys[right] : left < right
        }
        var groups: [Group] = []
        var start = sorted.startIndex
        while start < sorted.endIndex {
            let key = keys[sorted[start]]
            var end = start + 1
            while end < sorted.endIndex, keys[sorted[end]] == key { end += 1 }
            groups.append(Group(key: key, arrivals: sorted[start..<end]))
            start = end
        }
        self.groups = groups
    }
}
