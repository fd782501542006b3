import ConsentAdapters
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a token endpoint or a login granted (RFC 6749 section 5.1).
struct AccessToken: Sendable {
    /// The token.
    let value: Secret
    /// How long it lives, where the endpoint says so.
    let lifetime: Duration?

    /// Reads an answer, in which both are members by the names on their path. Throws `tokenUnusable`, which never shows
    /// any of it.
    init(
        answer body: [UInt8],
        tokenPath: [String] = ["access_token"],
        lifetimePath: [String]?,
        host: String
    ) throws(TransportError) {
        guard body.count <= Limits.maxTokenAnswerBytes else {
            throw .tokenUnusable(host: host, "is larger than \(Limits.maxTokenAnswerBytes) bytes")
        }
        guard let answer = try? JSONDecoder().decode(TokenMember.self, from: Data(body)), case .members = answer else {
            throw .tokenUnusable(host: host, "is not a JSON object")
        }
        guard case .text(let token) = answer.member(at: tokenPath), !token.isEmpty,
            token.utf8.count <= Limits.maxTokenBytes, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .tokenUnusable(host: host, "has no usable \(tokenPath.joined(separator: "."))")
        }
        if case .text(let type) = answer.member(at: ["token_type"]), !asciiCaseEqual(type, "bearer") {
            throw .tokenUnusable(host: host, "has a token of another type than bearer")
        }
        value = Secret(token)
        lifetime = lifetimePath.flatMap { answer.member(at: $0) }.flatMap(\.seconds)
    }
}

/// A part of the answer; only texts, numbers and what contains them matter.
private enum TokenMember: Decodable {
    case text(String)
    case number(Double)
    case members([String: TokenMember])
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let members = try? container.decode([String: TokenMember].self) {
            self = .members(members)
        } else {
            self = .other
        }
    }

    func member(at path: [String]) -> TokenMember? {
        path.reduce(self as TokenMember?) { inner, name in
            guard case .members(let members) = inner else { return nil }
            return members[name]
        }
    }

    /// A positive number of seconds, capped; some endpoints send it as a text.
    var seconds: Duration? {
        let value: Double? =
            switch self {
            case .number(let number): number
            case .text(let text): Double(text)
            case .members, .other: nil
            }
        guard let value, value > 0 else { return nil }
        return min(.seconds(min(value, 1e9)), Limits.maxTokenLifetime)
    }
}

extension TransportError {
    static func tokenUnusable(host: String, _ complaint: String) -> TransportError {
        TransportError(
            .tokenUnusable,
            "The token endpoint at \(host) gave an answer that \(complaint); check the token URL."
        )
    }
}
