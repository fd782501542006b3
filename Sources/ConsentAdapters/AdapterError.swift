/// Why an adapter cannot do what was asked of it.
public struct AdapterError: Error, Sendable, Hashable {
    /// A stable name for the kind of fault.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No adapter of that name.
        case unknownAdapter
        /// The adapters' folder is not where it was looked for.
        case noAdapters
        /// The adapter has no stream of that name or kind.
        case unknownStream
        /// A parameter of the connection is missing or not allowed.
        case configuration
        /// A reference in a request has no value.
        case missingValue
        /// The CMP's answer is not what its manifest says.
        case contract
        /// A stored cursor cannot be read.
        case cursor
        /// What was captured is no message that could be read.
        case message
        /// A message does not prove that it is the CMP's.
        case unverified
    }

    /// The kind of fault.
    public let code: Code
    /// The operator's sentence.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension AdapterError: CustomStringConvertible {
    /// The sentence for the operator.
    public var description: String { message }
}
