/// The bounds of everything that a store takes in or hands out.
public enum StoreLimits {
    /// Records that one batch may carry; a batch is held in memory and is one transaction.
    public static let maxBatchRecords = 1_000_000
    /// Quarantined items that one batch may carry.
    public static let maxBatchQuarantined = 100_000
    /// Bytes of a namespace, an adapter, a regulation, a job, a stream or a partition.
    public static let maxNameBytes = 256
    /// Bytes of a subject's id.
    public static let maxSubjectIDBytes = 4_096
    /// Bytes of a record id.
    public static let maxRecordIDBytes = 1_024
    /// Pairs of an adapter and a regulation that the records of one store come from.
    public static let maxSources = 65_535
    /// Bytes of a record's canonical content.
    public static let maxContentBytes = 1 << 20
    /// Bytes of a cursor: some vendors' continuation tokens carry a whole signed document.
    public static let maxCursorBytes = 64 << 10
    /// Bytes of a quarantined item's message, and of its position.
    public static let maxMessageBytes = 4_096
    /// Bytes of a payload kept with a quarantined item.
    public static let maxPayloadBytes = 16 << 20
    /// Bytes of a manifest's or a policy's text.
    public static let maxTextBytes = 4 << 20
    /// Rows in one page of an answer; a larger wish is cut to this.
    public static let maxPageRows = 10_000
    /// Bytes of a manifest hash and of a policy hash: SHA-256.
    public static let hashBytes = 32
}
