/// A mistake in a scenario file, with the place where it is and what to do about it.
public struct ScenarioError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of mistake it is; the raw value is stable.
    public enum Code: String, Sendable {
        /// The file, or one that it names, cannot be read.
        case unreadable
        /// The file, or one that it names, is longer than the limit.
        case tooLarge = "too_large"
        /// The file is no YAML: a tab, a bracket that is not closed.
        case syntax
        /// A key is written twice in one mapping.
        case duplicateKey = "duplicate_key"
        /// A key that nobody reads.
        case unknownKey = "unknown_key"
        /// A key that must be there is not.
        case missingKey = "missing_key"
        /// Text where a list must be, a list where text must be, and so on.
        case wrongType = "wrong_type"
        /// The right type, but a value that cannot be.
        case badValue = "bad_value"
        /// A name of a route, collection or generator that does not exist.
        case unknownName = "unknown_name"
    }

    /// What kind of mistake it is.
    public let code: Code
    /// The file as the caller named it, or one beside it.
    public let file: String
    /// The line, counted from 1.
    public let line: Int
    /// The column, counted from 1 in Unicode scalars.
    public let column: Int
    /// What is wrong and what to do.
    public let message: String

    /// One line for a terminal, in the form that editors jump to: `file:line:column: message`.
    public var description: String { "\(file):\(line):\(column): \(message)" }
}
