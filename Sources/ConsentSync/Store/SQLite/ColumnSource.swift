import ConsentTranslation
import OptIn

/// A row's columns from left to right, and how they become the store's values; throws where a column cannot be one.
protocol ColumnSource: ~Copyable {
    mutating func number() throws -> Int64
    mutating func optionalNumber() throws -> Int64?
    mutating func optionalText() throws -> String?
    mutating func optionalBytes() throws -> [UInt8]?
    /// Whether the next column is a blob.
    func isBlobNext() throws -> Bool
}

extension ColumnSource where Self: ~Copyable {
    mutating func text() throws -> String {
        guard let text = try optionalText() else { throw StoreError.wrongType }
        return text
    }

    mutating func bytes() throws -> [UInt8] {
        guard let bytes = try optionalBytes() else { throw StoreError.wrongType }
        return bytes
    }

    /// A record id, however it is kept.
    mutating func recordID() throws -> String {
        guard try isBlobNext() else { return try text() }
        guard let id = RecordIDColumn.text(try bytes()) else { throw Self.impossible }
        return id
    }

    mutating func count() throws -> Int {
        guard let count = Int(exactly: try number()) else { throw StoreError.wrongType }
        return count
    }

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

    mutating func state() throws -> SubjectState {
        SubjectState(
            permissions: try permissions(),
            implicit: try categories(),
            decidedAt: try optionalInstant(),
            expiresAt: try optionalInstant()
        )
    }

    static var impossible: StoreError {
        StoreError(.corrupt, "The store holds a key or a mask that no program writes; restore a copy of it")
    }
}

extension StoreError {
    /// A column holds something else than its table allows.
    static let wrongType = StoreError(.corrupt, "The store holds a value of the wrong type; restore a copy of it")
}
