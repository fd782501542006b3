import ConsentAdapters
import GRDB

/// How a record id is kept: as a text, but one of 32 lower-case hexadecimal digits, which our own hashes are, as the 16
/// bytes that they stand for. Either is read as the same text.
enum RecordIDColumn {
    /// The bytes that an id stands for; nil where it is kept as a text.
    static func packed(_ id: String) -> ShortHash? {
        guard id.utf8.count == 2 * ShortHash.byteCount else { return nil }
        var (words, place): ((UInt64, UInt64), Int) = ((0, 0), 0)
        for digit in id.utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if place < ShortHash.byteCount {
                words.0 = words.0 << 4 | UInt64(value)
            } else {
                words.1 = words.1 << 4 | UInt64(value)
            }
            place += 1
        }
        return ShortHash(high: words.0, low: words.1)
    }

    /// The id that is kept as these bytes; nil for another number of bytes.
    static func text(_ bytes: [UInt8]) -> String? {
        bytes.count == ShortHash.byteCount ? bytes.hex : nil
    }
}

extension RowStatement {
    /// Gives the next value, a record id.
    mutating func add(recordID: String) {
        if let packed = RecordIDColumn.packed(recordID) { add(packed) } else { add(recordID) }
    }
}
