/// One step through a JSON text.
///
/// Strings and numbers are places in the text: ask the ``JSONReader`` that gave the token for what stands there, so
/// that nothing is copied for a value nobody looks at.
public enum JSONToken: Sendable, Hashable {
    /// `{`
    case beginObject
    /// `}`
    case endObject
    /// `[`
    case beginArray
    /// `]`
    case endArray
    /// The name of a member; its value is the next token.
    case key(JSONText)
    /// A string.
    case string(JSONText)
    /// A number, as it is written.
    case number(JSONNumber)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`
    case null
    /// The text was one complete value and nothing follows.
    case end
}

/// The place of a string in the text, without its quotes. Its UTF-8 and its escapes have been checked.
public struct JSONText: Sendable, Hashable {
    /// Bytes between the quotes.
    public let range: Range<Int>
    /// Whether an escape must be undone to get the value.
    public let hasEscapes: Bool

    package init(range: Range<Int>, hasEscapes: Bool) {
        self.range = range
        self.hasEscapes = hasEscapes
    }
}

/// The place of a number in the text. Its form has been checked; its value has not been computed.
public struct JSONNumber: Sendable, Hashable {
    /// The bytes of the number.
    public let range: Range<Int>
    /// Whether it is written without fraction and exponent.
    public let isInteger: Bool

    package init(range: Range<Int>, isInteger: Bool) {
        self.range = range
        self.isInteger = isInteger
    }
}
