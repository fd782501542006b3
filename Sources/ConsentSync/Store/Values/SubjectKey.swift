public import ConsentTranslation
import Crypto
import Foundation

/// The store's key of a subject: the first 16 bytes of SHA-256 over the namespace, a zero byte and the id, in UTF-8.
///
/// Of one length whatever the id is, and spread evenly, so that a batch sorted by key meets the index in order. A
/// namespace holds no zero byte (``StoredRecord/validate()`` sees to it), so no two subjects share the hashed bytes.
public struct SubjectKey: Sendable, Hashable {
    /// The first eight bytes, most significant first.
    private let high: UInt64
    /// The last eight bytes, most significant first.
    private let low: UInt64

    /// The number of bytes in a key.
    public static let byteCount = 16

    /// The key of a subject.
    public init(_ subject: SubjectID) {
        var named: [UInt8] = []
        named.reserveCapacity(subject.namespace.utf8.count + 1 + subject.id.utf8.count)
        named.append(contentsOf: subject.namespace.utf8)
        named.append(0)
        named.append(contentsOf: subject.id.utf8)
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for (index, byte) in SHA256.hash(data: named).prefix(Self.byteCount).enumerated() {
            if index < 8 {
                words.high = words.high << 8 | UInt64(byte)
            } else {
                words.low = words.low << 8 | UInt64(byte)
            }
        }
        (high, low) = words
    }

    /// A key from its 16 bytes; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The 16 bytes of the key.
    public var bytes: [UInt8] {
        (0..<Self.byteCount).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7)))
        }
    }

    /// Appends the 16 bytes of the key.
    func append(to buffer: inout [UInt8]) {
        buffer.append(bigEndian: high)
        buffer.append(bigEndian: low)
    }
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
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
