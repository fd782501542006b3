/// The keys of one read of many subjects: setting up a read costs several times what one more row does.
struct KeyChunk {
    /// Keys in one read.
    static let size = 128
    /// The rows of a statement's `VALUES` for the keys, or for as many numbers: the place of each, and a place holder.
    ///
    /// Joining these spares SQLite the table that it makes of a list after `IN`.
    static let placeholders = (0..<size).map { "(\($0), ?)" }.joined(separator: ", ")

    /// At least one key and at most ``size``.
    let keys: [SubjectKey]

    /// A chunk of at most ``size`` keys; nil where there is none.
    init?(_ keys: some Collection<SubjectKey>) {
        guard !keys.isEmpty, keys.count <= Self.size else { return nil }
        self.keys = Array(keys)
    }

    /// The key that a row of a statement's answer is about.
    func key(at place: Int) throws -> SubjectKey {
        guard keys.indices.contains(place) else { throw StoreError.wrongType }
        return keys[place]
    }

    /// Chunks of keys, ascending and each key once.
    static func chunks(_ keys: [SubjectKey]) -> [KeyChunk] {
        let sorted = Set(keys).sorted()
        return stride(from: 0, to: sorted.count, by: size).compactMap { start in
            KeyChunk(sorted[start..<min(start + size, sorted.count)])
        }
    }
}
