public import ConsentTranslation

/// A message as it arrived: the header fields and the body, byte for byte.
public struct WebhookMessage: Sendable, Hashable {
    /// The header fields in order.
    public let headers: [RequestPlan.Field]
    /// The body.
    public let body: [UInt8]

    /// A message from its parts.
    public init(headers: [RequestPlan.Field] = [], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }

    /// The one value of a header; nil where it is absent.
    ///
    /// - Throws: ``AdapterError`` `unverified` where it stands there several times: which of them was meant cannot be
    ///   known.
    func value(of name: String) throws(AdapterError) -> String? {
        let found = headers.filter { $0.name.lowercased() == name.lowercased() }
        guard found.count <= 1 else {
            throw AdapterError(
                .unverified,
                "The message has the header \(name) \(found.count) times; it may have it once."
            )
        }
        return found.first?.value
    }

    /// The body as a payload.
    ///
    /// - Throws: ``AdapterError`` `message` where it is no text.
    public func payload() throws(AdapterError) -> RawItem {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw AdapterError(
                .message,
                "The message's body is not UTF-8 text; it was damaged on its way into the file."
            )
        }
        return RawItem(text: text)
    }
}

extension WebhookMessage: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The sizes, nothing else.
    public var description: String { "message, \(headers.count) header fields, \(body.count) body bytes" }
    /// The same as `description`.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
