/// What erasing a subject came to, as proof of it. It holds nothing that tells whose it was.
public struct Erasure: Sendable, Hashable {
    /// The number of the last change, which says that the subject was forgotten.
    public let tombstone: Int64
    /// The name of the subject in the ledger, which nothing can tie to anybody any more.
    public let link: [UInt8]
    /// Records that were deleted.
    public let records: Int
    /// Changes in the ledger that lost their subject, the last included.
    public let changes: Int
    /// Quarantined payloads that held the id and were deleted.
    public let payloads: Int

    /// An erasure from its parts.
    public init(tombstone: Int64, link: [UInt8], records: Int, changes: Int, payloads: Int) {
        self.tombstone = tombstone
        self.link = link
        self.records = records
        self.changes = changes
        self.payloads = payloads
    }
}

/// A forgotten subject of whom sinks are still to be told.
public struct Tombstone: Sendable, Hashable {
    /// The number of the change that says so.
    public let number: Int64
    /// The subject's name in the ledger.
    public let link: [UInt8]

    /// A tombstone from its parts.
    public init(number: Int64, link: [UInt8]) {
        self.number = number
        self.link = link
    }
}
