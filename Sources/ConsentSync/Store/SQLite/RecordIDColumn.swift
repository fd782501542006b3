import ConsentAdapters
import GRDB

/// How a record id is kept: as a text, but one of 32 lower-case hexadecimal digits, which our own hashes are, as the 16
/// bytes that they stand for. Either is read as the same text.
enum RecordIDColumn {
    /// What each byte stands for as a digit; nothing below 16 where it is none.
    private static let digits: [UInt8] = (0...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: .max
        }
    }

    /// Puts the bytes that an id stands for in its place at the end of a buffer; false where it is kept as a text.
    ///
    /// - Parameter start: where the id starts.
    static func pack(_ bytes: inout [UInt8], from start: Int) -> Bool {
        guard bytes.count - start == 2 * ShortHash.byteCount else { return false }
        let digits = digits
        var (high, low, seen): (UInt64, UInt64, UInt8) = (0, 0, 0)
        for place in start..<start + ShortHash.byteCount {
            let (first, second) = (digits[Int(bytes[place])], digits[Int(bytes[place + ShortHash.byteCount])])
            seen |= first | second
            high = high << 4 | UInt64(first)
            low = low << 4 | UInt64(second)
        }
        guard seen < 16 else { return false }
        bytes.removeLast(2 * ShortHash.byteCount)
        ShortHash(high: high, low: low).append(to: &bytes)
        return true
    }

    /// The id that is kept as these bytes; nil for another number of bytes.
    static func text(_ bytes: [UInt8]) -> String? {
        bytes.count == ShortHash.byteCount ? bytes.hex : nil
    }
}
