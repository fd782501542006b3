import Foundation
import GRDB

/// Reads the columns of a row of GRDB's.
struct ColumnReader: ColumnSource {
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

    func isBlobNext() throws -> Bool {
        if case .blob = try row.decode(DatabaseValue.self, atIndex: index).storage { true } else { false }
    }

    mutating func number() throws -> Int64 { try next(Int64.self) }
    mutating func optionalNumber() throws -> Int64? { try next(Int64?.self) }
    mutating func optionalText() throws -> String? { try next(String?.self) }
    mutating func optionalBytes() throws -> [UInt8]? { try next(Data?.self).map(Array.init) }
}
