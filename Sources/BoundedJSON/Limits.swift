/// Bounds on one JSON text, applied before anything is allocated for it.
///
/// The defaults suit a page of consent records served by a CMP. A reader of cookies or webhooks lowers them.
public struct JSONLimits: Sendable, Hashable {
    /// Largest text, in bytes.
    public var maxBytes: Int
    /// Deepest nesting of objects and arrays; a bare scalar has depth 0.
    public var maxDepth: Int
    /// Most members of one object, and most elements of one array.
    public var maxMembers: Int
    /// Most values in the whole text, keys not counted.
    public var maxValues: Int
    /// Longest string or key, in bytes of its source text without the quotes.
    public var maxStringBytes: Int
    /// Longest number, in bytes of its source text.
    public var maxNumberBytes: Int

    /// The bounds used unless a caller names others.
    public static let standard = JSONLimits()

    /// Creates bounds; each argument left out keeps its default.
    public init(
        maxBytes: Int = 16 * 1024 * 1024,
        maxDepth: Int = 64,
        maxMembers: Int = 65_536,
        maxValues: Int = 1_000_000,
        maxStringBytes: Int = 1024 * 1024,
        maxNumberBytes: Int = 64
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxMembers = maxMembers
        self.maxValues = maxValues
        self.maxStringBytes = maxStringBytes
        self.maxNumberBytes = maxNumberBytes
    }
}
