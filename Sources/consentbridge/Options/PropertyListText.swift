import BoundedJSON
import Foundation

/// Property lists as JSON: the dump of an app's UserDefaults.
///
/// Only the binary form, in which devices keep them. Foundation's reader of the XML form calls itself for every level, so
/// that a file of a few kilobytes ends the program.
enum PropertyListText {
    /// Whether the bytes begin as a property list does.
    static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("bplist".utf8)) }

    /// The JSON text of a property list with keys. Dates become texts (ISO 8601); data, lists and mappings, in
    /// which no consent is kept, become null.
    static func json(_ bytes: [UInt8], name: String) throws -> String {
        guard let keys = try? PropertyListDecoder().decode([String: PropertyListValue].self, from: Data(bytes)) else {
            throw UsageError(
                "The property list in \(name) is damaged or has no keys; copy it anew, or write it as JSON with "
                    + "`plutil -convert json`."
            )
        }
        var json = JSONWriter()
        json.beginObject()
        for (key, value) in keys.sorted(by: { $0.key < $1.key }) {
            json.key(key)
            value.write(into: &json)
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// A value of a property list.
private enum PropertyListValue: Decodable {
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    /// Data, or a list or mapping, which is not looked into: its author decides how deep it is.
    case other

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let date = try? value.decode(Date.self) {
            self = .text(date.formatted(.iso8601))
        } else {
            self = .other
        }
    }

    func write(into json: inout JSONWriter) {
        switch self {
        case .flag(let flag): json.bool(flag)
        case .integer(let integer): json.integer(integer)
        case .number(let number) where number.isFinite: json.raw("\(number)")
        case .text(let text): json.string(text)
        case .other, .number: json.null()
        }
    }
}
