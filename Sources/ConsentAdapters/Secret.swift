/// A credential: usable, never printable.
public struct Secret: Sendable, Hashable {
    private let value: String

    /// Keeps a value from every description.
    public init(_ value: String) {
        self.value = value
    }

    /// The value itself, for the one place that sends it.
    public func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the value.
    public var description: String { "***" }
    /// Never the value.
    public var debugDescription: String { "***" }
    /// Never the value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
