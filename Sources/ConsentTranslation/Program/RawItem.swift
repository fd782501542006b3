/// A payload on its way into an adapter: what was pasted, dropped or pulled, before anything is made of it.
///
/// Both entrances of the bridge meet here: a fixture cookie and an item of an API's page take the same way from now on.
public struct RawItem: Sendable, Hashable {
    /// The payload itself.
    public enum Payload: Sendable, Hashable {
        /// Text as it was given: a `Cookie` header line, a bare consent string, a JSON text.
        case text(String)
        /// An item of a page that has been read already.
        case value(Value)
    }

    /// The payload.
    public let payload: Payload
    /// The subject that was asked for, where the payload answers a question about one.
    public let subject: SubjectID?

    /// A payload with the subject it was asked for.
    public init(_ payload: Payload, subject: SubjectID? = nil) {
        self.payload = payload
        self.subject = subject
    }

    /// A payload from text.
    public init(text: String, subject: SubjectID? = nil) {
        self.init(.text(text), subject: subject)
    }
}
