import Foundation

/// The ids in a file of subjects: one a line, in its order.
///
/// Read byte by byte: such a file may name millions, and looking for letters takes longer than asking for one of them.
struct SubjectIDs {
    /// The ids; blank lines and what is blank around an id are left out.
    let ids: [String]

    /// Reads a file.
    ///
    /// - Throws: ``UsageError`` where it cannot be read or is not UTF-8: a letter put right by guessing would ask for
    ///   somebody else.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UsageError("The file of subjects \(path) cannot be read.")
        }
        let bytes = Array(data.starts(with: Self.byteOrderMark) ? data.dropFirst(Self.byteOrderMark.count) : data)
        ids = try bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.compactMap { line in
            let id = Self.trimmed(line)
            guard !id.isEmpty else { return nil }
            guard let text = String(validating: id, as: UTF8.self) else {
                throw UsageError("The file of subjects \(path) is not UTF-8 text; convert it first.")
            }
            return text
        }
    }

    /// What some editors put before UTF-8.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let rest = line.drop(while: isBlank)
        guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return [] }
        return rest[...last]
    }
}
