import Foundation

/// A request as far as a scenario looks at it.
struct ScriptedRequest: Sendable {
    let method: String
    /// The path without the query.
    let path: String
    /// The query as it was sent, without its question mark.
    let query: String
    /// The header fields by lower-case name.
    let headers: [String: String]
    let body: [UInt8]

    init(method: String, path: String, query: String = "", headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }) { first, _ in first }
        self.body = body
    }

    /// The value of a query parameter, or nil. A plus sign stays one: only a form means a space by it.
    func parameter(_ name: String) -> String? {
        Self.pairs(query)[name]
    }

    /// The fields of a form body.
    var form: [String: String] {
        Self.pairs(String(decoding: body, as: UTF8.self).replacingOccurrences(of: "+", with: "%20"))
    }

    /// The token of an `Authorization: Bearer` header, or nil.
    var bearerToken: String? {
        guard let value = headers["authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst("bearer ".count))
    }

    private static func pairs(_ text: String) -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { $0.removingPercentEncoding ?? String($0) }
            guard let name = decoded.first else { continue }
            pairs[name] = decoded.count > 1 ? decoded[1] : ""
        }
        return pairs
    }
}
