/// A payload on its way into an adapter: what was pasted, dropped or pulled, before anything is made of it.
///
/// Both entrances of the bridge meet here: a fixture cookie and an item of an API's page take the same way from now on.
public struct RawItem: Sendable, Hashable {
    /// The payload itself.
    public enum Payload: Sendable, Hashable {
        /// Text as it was given: a `Cookie` header line, a dump of a browser's storage, a bare consent string, a file.
        case text(String)
        /// An item of a page that has been read already.
        case value(Value)
    }

    /// The payload.
    public let payload: Payload
    /// The subject that was asked for, where the payload answers a question about one.
    public let subject: SubjectID?
    /// What the payload is by its outer form. Worked out once, since every adapter asks.
    let form: PayloadForm

    /// A payload with the subject it was asked for.
    public init(_ payload: Payload, subject: SubjectID? = nil) {
        self.payload = payload
        self.subject = subject
        form =
            switch payload {
            case .text(let text): PayloadForm(text)
            case .value(let value): .json(value)
            }
    }

    /// A payload from text.
    public init(text: String, subject: SubjectID? = nil) {
        self.init(.text(text), subject: subject)
    }

    /// The text, where the payload is one of bearable length.
    var text: String? {
        if case .damaged(let error) = form, error.code == .tooLarge { return nil }
        guard case .text(let text) = payload else { return nil }
        return text
    }
}
