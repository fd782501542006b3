import ConsentTranslation
import Foundation
import GRDB
import OptIn

/// Reads a row's columns from left to right into the store's values, and throws where a column cannot be one.
struct ColumnReader {
    private let row: Row
    /// The number of columns read so far.
    private(set) var index = 0

    init(_ row: Row) {
        self.row = row
    }

    private mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ type: Value.Type
    ) throws -> Value {
        defer { index += 1 }
        return try row.decode(type, atIndex: index)
    }

    mutating func number() throws -> Int64 { try next(Int64.self) }
    mutating func optionalNumber() throws -> Int64? { try next(Int64?.self) }
    mutating func count() throws -> Int { try next(Int.self) }
    mutating func text() throws -> String { try next(String.self) }
    mutating func optionalText() throws -> String? { try next(String?.self) }
    mutating func bytes() throws -> [UInt8] { Array(try next(Data.self)) }
    mutating func optionalBytes() throws -> [UInt8]? { try next(Data?.self).map(Array.init) }
    mutating func instant() throws -> Instant { Instant(milliseconds: try number()) }
    mutating func optionalInstant() throws -> Instant? { try optionalNumber().map(Instant.init(milliseconds:)) }

    /// A mask of categories; anything but a byte is refused, since cutting it to one would hide that it was altered.
    mutating func categories() throws -> CategorySet {
        guard let mask = UInt8(exactly: try number()) else { throw Self.impossible }
        return CategorySet(rawValue: mask)
    }

    /// An approved mask and a decided mask; an approved category that is not decided is refused likewise.
    mutating func permissions() throws -> Permissions {
        let approved = try categories()
        let decided = try categories()
        guard approved.isSubset(of: decided) else { throw Self.impossible }
        return Permissions(approved: approved, decided: decided)
    }

    /// A kind of change; a number without a meaning is refused.
    mutating func kind() throws -> Change.Kind {
        guard let kind = Change.Kind(rawValue: try number()) else { throw Self.impossible }
        return kind
    }

    mutating func subject() throws -> SubjectID {
        SubjectID(namespace: try text(), id: try text())
    }

    mutating func optionalSubject() throws -> SubjectID? {
        guard let namespace = try optionalText(), let id = try optionalText() else { return nil }
        return SubjectID(namespace: namespace, id: id)
    }

    mutating func key() throws -> SubjectKey {
        guard let key = SubjectKey(bytes: try bytes()) else { throw Self.impossible }
        return key
    }

    mutating func record(of subject: SubjectID, key: SubjectKey) throws -> StoredRecord {
        StoredRecord(
            key: key,
            subject: subject,
            adapter: try text(),
            regulation: try text(),
            recordID: try text(),
            decidedAt: try instant(),
            content: try bytes(),
            manifestHash: try bytes()
        )
    }

    mutating func state() throws -> SubjectState {
        SubjectState(
            permissions: try permissions(),
            implicit: try categories(),
            decidedAt: try optionalInstant(),
            expiresAt: try optionalInstant()
        )
    }

    private static let impossible = StoreError(
        .corrupt,
        "The store holds a key or a mask that no program writes; restore a copy of it"
    )
}
