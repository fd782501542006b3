import ConsentAdapters
import ConsentTranslation
import HTTPTypes

/// Values that only scenarios have.
extension YAMLMapping {
    /// The one of several keys that is there; none or more than one is a mistake.
    func exactlyOne(of keys: [String]) -> YAMLNode.Entry? {
        let present = entries.filter { keys.contains($0.key) }
        if present.count == 1 { return present.first }
        let found = present.isEmpty ? "none" : present.map(\.key).joined(separator: " and ")
        sink.report(
            present.isEmpty ? .missingKey : .invalidValue,
            at: position,
            "\(name) needs exactly one of \(keys.joined(separator: ", ")); it has \(found)."
        )
        return nil
    }

    /// The elements of a node that must be a list, and of not more of them than a limit.
    func list(_ node: YAMLNode, _ key: String, limit: Int) -> [YAMLNode]? {
        guard case .list(let elements) = node.content else {
            sink.report(.wrongType, at: node.position, "\(key) must be a list.")
            return nil
        }
        guard elements.count <= limit else {
            sink.report(
                .invalidValue,
                at: node.position,
                "\(key) has \(elements.count) elements; at most \(limit) are allowed."
            )
            return nil
        }
        return elements
    }

    /// A whole number within a range, which must be there.
    func requiredInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        required(key).flatMap { _ in integer(key, in: range) }
    }

    /// What random numbers start from, which must be there.
    func requiredSeed(_ key: String) -> UInt64? {
        value(requiredText(key), key, "a whole number such as 20261124") { UInt64($0) }
    }

    /// A moment with a zone, which must be there.
    func requiredInstant(_ key: String) -> Instant? {
        value(requiredText(key), key, "an instant with a zone, such as 2026-10-30T00:00:00Z") { Instant(zoned: $0) }
    }

    /// The name of a header field, which must be there.
    func requiredHeaderName(_ key: String) -> HTTPField.Name? {
        value(requiredText(key), key, "the name of a header field: letters and hyphens only") { HTTPField.Name($0) }
    }

    /// A share such as `60%`.
    func percent(_ key: String) -> Int? {
        value(text(key), key, "a share from 0% to 99%") { text in
            guard text.hasSuffix("%"), let number = Int(text.dropLast()), (0...99).contains(number) else { return nil }
            return number
        }
    }

    /// A wait of the server.
    func wait(_ key: String) -> Duration? {
        milliseconds(key, upToSeconds: Limits.maxWaitSeconds).map { .milliseconds($0) }
    }

    /// A length of time up to a limit, in milliseconds.
    func milliseconds(_ key: String, upToSeconds limit: Int) -> Int64? {
        guard let milliseconds = milliseconds(key) else { return nil }
        guard milliseconds <= Int64(limit) * 1_000 else {
            sink.report(.invalidValue, at: node(key)?.position, "\(key) must not be longer than \(limit)s.")
            return nil
        }
        return milliseconds
    }

    /// What a key's text stands for, or a report of what it must be.
    private func value<Value>(
        _ text: String?,
        _ key: String,
        _ wanted: String,
        _ read: (String) -> Value?
    ) -> Value? {
        guard let text else { return nil }
        if let value = read(text) { return value }
        sink.report(.invalidValue, at: node(key)?.position, "\(key) must be \(wanted).")
        return nil
    }
}
