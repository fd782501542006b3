import ConsentStrings
import Foundation
import Testing

/// One line of a vector file.
struct Vector: CustomTestStringConvertible, @unchecked Sendable {
    let id: String
    let members: [String: Any]

    var text: String { members["s"] as? String ?? "" }
    var why: String { members["why"] as? String ?? "" }
    var model: [String: Any]? { members["m"] as? [String: Any] }
    var testDescription: String { id }
}

/// Vector files: samples in `Fixtures/vectors`, the full sets in a folder beside the checkout where there is one.
enum Vectors {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let samples = root.appendingPathComponent("Fixtures/vectors")
    static let full = root.deletingLastPathComponent().appendingPathComponent("shared/vectors")

    /// Whether the full sets are there; tests on them are skipped otherwise.
    static var hasFullSets: Bool { FileManager.default.fileExists(atPath: full.path) }

    static func sample(_ name: String) throws -> [Vector] { try read(samples.appendingPathComponent(name)) }

    static func fullSet(_ name: String) throws -> [Vector] { try read(full.appendingPathComponent(name)) }

    private static func read(_ url: URL) throws -> [Vector] {
        try Data(contentsOf: url).split(separator: 0x0A).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line))
            let members = object as? [String: Any] ?? [:]
            return Vector(id: members["id"] as? String ?? "?", members: members)
        }
    }
}

/// The reason why tests on the full sets did not run.
let fullSetsMissing: Comment = "the full vector sets are not beside this checkout; only the samples were run"

/// A JSON value in one canonical spelling, so that two can be compared and printed.
func canonical(_ value: Any?) -> String {
    guard let value, !(value is NSNull) else { return "null" }
    let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "?"
}

/// The object of a line of JSON.
func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
}

/// The error code with which a TC string is refused, or nothing if it is accepted.
func refusal(_ text: String) -> ConsentStringError.Code? {
    do throws(ConsentStringError) {
        _ = try TCString(text)
        return nil
    } catch {
        return error.code
    }
}
