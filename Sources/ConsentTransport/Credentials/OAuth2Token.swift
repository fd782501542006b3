import ConsentAdapters
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a token endpoint granted (RFC 6749 section 5.1).
struct OAuth2Token: Sendable {
    /// The token.
    let value: Secret
    /// How long it lives, where the endpoint says so.
    let lifetime: Duration?

    /// Reads an answer. Throws `tokenUnusable`, which never shows any of it.
    init(answer body: [UInt8], expiryField: String, host: String) throws(TransportError) {
        guard body.count <= Limits.maxTokenAnswerBytes else {
            throw .tokenUnusable(host: host, "is larger than \(Limits.maxTokenAnswerBytes) bytes")
        }
        guard let members = try? JSONDecoder().decode([String: TokenMember].self, from: Data(body)) else {
            throw .tokenUnusable(host: host, "is not a JSON object")
        }
        guard case .text(let token) = members["access_token"], !token.isEmpty,
            token.utf8.count <= Limits.maxTokenBytes, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .tokenUnusable(host: host, "has no usable access_token")
        }
        if case .text(let type) = members["token_type"], !asciiCaseEqual(type, "bearer") {
            throw .tokenUnusable(host: host, "has a token of another type than bearer")
        }
        value = Secret(token)
        lifetime = members[expiryField].flatMap(\.seconds)
    }
}

/// A member of the answer; only texts and numbers matter.
private enum TokenMember: Decodable {
    case text(String)
    case number(Double)
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .other
        }
    }

    /// A positive number of seconds, capped; some endpoints send it as a text.
    var seconds: Duration? {
        let value: Double? =
            switch self {
            case .number(let number): number
            case .text(let text): Double(text)
            case .other: nil
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
