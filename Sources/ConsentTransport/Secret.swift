/// A text that is used but never shown: printing, interpolating, dumping or reflecting it yields `***`.
///
/// It protects against the accidental log line, not against a debugger: the text lies in memory as an ordinary string.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Wraps a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that sends it.
    public func reveal() -> String {
        text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `***`.
    public var description: String { "***" }

    /// Always `***`.
    public var debugDescription: String { "***" }

    /// A mirror without children, so that `dump` finds nothing to print.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
