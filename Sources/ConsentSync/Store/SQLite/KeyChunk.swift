import Foundation
import GRDB

/// The keys of one read of many subjects: setting up a read costs several times what one more row does.
struct KeyChunk {
    /// Keys in one read.
    static let size = 128
    /// The place holders for the keys in a statement.
    static let placeholders = Array(repeating: "?", count: size).joined(separator: ", ")

    /// The values for the place holders; places left over repeat the last key, which changes nothing in a set.
    let arguments: StatementArguments

    /// A chunk of at most ``size`` keys; nil where there is none.
    init?(_ keys: some BidirectionalCollection<SubjectKey>) {
        guard let arguments = Self.arguments(keys.map { Data($0.bytes) }) else { return nil }
        self.arguments = arguments
    }

    /// The values for the place holders of a statement that asks for anything of at most ``size`` values.
    static func arguments<Value: DatabaseValueConvertible>(_ values: [Value]) -> StatementArguments? {
        guard let last = values.last, values.count <= size else { return nil }
        return StatementArguments(values + Array(repeating: last, count: size - values.count))
    }

    /// Chunks of keys, ascending and each key once.
    static func chunks(_ keys: [SubjectKey]) -> [KeyChunk] {
        let sorted = Set(keys).sorted()
        return stride(from: 0, to: sorted.count, by: size).compactMap { start in
            KeyChunk(sorted[start..<min(start + size, sorted.count)])
        }
    }
}
