/// How text is taken that is not exactly a consent string.
public struct ConsentStringOptions: Sendable, Hashable {
    /// Whether what stores and scripts put around or into a string is undone: white space and quotes around it,
    /// percent-encoding, `=` padding, and `+` `/` in place of `-` `_`. Each of them is told as a warning; nothing else
    /// is forgiven.
    public var isLenient: Bool

    /// Only the string itself.
    public static let strict = ConsentStringOptions(isLenient: false)
    /// The string in its usual wrappings.
    public static let lenient = ConsentStringOptions(isLenient: true)

    /// Creates options.
    public init(isLenient: Bool) { self.isLenient = isLenient }
}
