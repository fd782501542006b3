public import ConsentTranslation

/// The store's key of a subject: the first 16 bytes of SHA-256 over the namespace, a zero byte and the id, in UTF-8.
///
/// Of one length whatever the id is, and spread evenly, so that a batch sorted by key meets the index in order. A
/// namespace holds no zero byte (``StoredRecord/validate()`` sees to it), so no two subjects share the hashed bytes.
public struct SubjectKey: Sendable, Hashable {
    /// The key as a hash like others.
    let hash: ShortHash

    /// The number of bytes in a key.
    public static let byteCount = ShortHash.byteCount

    /// The key of a subject.
    public init(_ subject: SubjectID) {
        var named: [UInt8] = []
        named.reserveCapacity(subject.namespace.utf8.count + 1 + subject.id.utf8.count)
        named.append(contentsOf: subject.namespace.utf8)
        named.append(0)
        named.append(contentsOf: subject.id.utf8)
        hash = ShortHash(of: named)
    }

    /// A key from its 16 bytes; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard let hash = ShortHash(bytes: bytes) else { return nil }
        self.hash = hash
    }

    /// A key that is known as a hash.
    init(_ hash: ShortHash) {
        self.hash = hash
    }

    /// The 16 bytes of the key.
    public var bytes: [UInt8] { hash.bytes }

    /// Appends the 16 bytes of the key.
    func append(to buffer: inout [UInt8]) { hash.append(to: &buffer) }
}

extension SubjectKey {
    /// The key in 32 hexadecimal digits, as a cursor that can be written down.
    public var cursor: String { bytes.hex }

    /// A key from its cursor; nil for anything else.
    public init?(cursor: String) {
        guard let bytes = [UInt8](hex: cursor) else { return nil }
        self.init(bytes: bytes)
    }
}

extension SubjectKey: Comparable {
    /// Orders as the bytes do, which is the order of a store's index.
    public static func < (left: SubjectKey, right: SubjectKey) -> Bool {
        left.hash < right.hash
    }
}
