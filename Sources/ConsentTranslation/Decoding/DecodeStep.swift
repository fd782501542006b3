/// One step of a decode chain: text or value in, text or value out.
///
/// The list is closed: each step is total on its input kind or fails with an error, and none can turn a failure into
/// a grant.
public enum DecodeStep: Sendable, Hashable {
    /// Percent-decodes the text once.
    case urlDecode
    /// Reads a query string by form rules into an object of texts. A name twice must have the same value.
    case queryString
    /// Reads `a:1,b:0` into an object of texts; an empty item is passed over, a key twice is an error. Both
    /// separators are ASCII.
    case pairs(separator: Character, assign: Character)
    /// Reads a TC string into its decisions (see ``TCStringValue``).
    case iabTC
    /// Fails unless the object has all these members.
    case require([String])
    /// Replaces one member of an object by the result of other steps on it; absent members stay absent.
    case member(String, [DecodeStep])
    /// Takes the first alternative that does not fail; if all do, the first one's error stands.
    case firstOf([[DecodeStep]])

    /// The kind of value that a step takes or gives, so that a chain that cannot fit is refused when it is loaded.
    public enum Kind: String, Sendable, Hashable {
        /// Text.
        case text
        /// An object.
        case object
        /// Any value.
        case any
    }

    /// What the step takes.
    public var input: Kind {
        switch self {
        case .urlDecode, .queryString, .pairs, .iabTC: .text
        case .require, .member: .object
        case .firstOf(let alternatives): alternatives.first?.first?.input ?? .any
        }
    }

    /// What the step gives.
    public var output: Kind {
        switch self {
        case .urlDecode: .text
        case .queryString, .pairs, .iabTC, .require, .member: .object
        case .firstOf(let alternatives):
            Set(alternatives.map { $0.last?.output ?? .any }).count == 1 ? alternatives[0].last?.output ?? .any : .any
        }
    }
}
