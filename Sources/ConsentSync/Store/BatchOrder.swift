/// The order in which a store takes a batch's records: by subject key, and within a subject by arrival.
///
/// Sorting a batch this way is what makes writing fast: neighbouring rows share the pages of the index.
struct BatchOrder: Sendable {
    /// The records of one subject.
    struct Group: Sendable {
        let key: SubjectKey
        /// The position in the batch of the first.
        let first: Int
        /// The positions of the others, ascending; hardly any subject has some.
        fileprivate(set) var others: [Int] = []

        /// All positions, ascending.
        var arrivals: [Int] { [first] + others }
    }

    /// The groups, ascending by key.
    private(set) var groups: [Group] = []

    init(_ records: [StoredRecord]) {
        var sorted: [(key: SubjectKey, arrival: Int)] = []
        sorted.reserveCapacity(records.count)
        for (arrival, record) in records.enumerated() { sorted.append((record.key, arrival)) }
        sorted.sort { left, right in
            left.key != right.key ? left.key < right.key : left.arrival < right.arrival
        }
        groups.reserveCapacity(sorted.count)
        for (key, arrival) in sorted {
            if let last = groups.indices.last, groups[last].key == key {
                groups[last].others.append(arrival)
            } else {
                groups.append(Group(key: key, first: arrival))
            }
        }
    }
}
