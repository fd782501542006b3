import Foundation
import HTTPTypes

/// A request as far as a scenario looks at it.
struct ScriptedRequest: Sendable {
    let method: String
    /// The path without the query.
    let path: String
    /// The query as it was sent, without its question mark.
    let query: String
    let headers: HTTPFields
    let body: [UInt8]
    /// Host and port that the client asked for.
    var authority = ""

    /// The query parameters. A plus sign stays one: only a form means a space by it.
    var parameters: [String: String] { Self.pairs(query) }

    /// The fields of a form body.
    var form: [String: String] {
        Self.pairs(String(decoding: body, as: UTF8.self).replacingOccurrences(of: "+", with: "%20"))
    }

    /// The token of an `Authorization: Bearer` header, or nil.
    var bearerToken: String? {
        guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
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
