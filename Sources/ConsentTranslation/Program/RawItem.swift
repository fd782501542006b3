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
    /// The text's bytes; none where the payload is no text, or one beyond the limit.
    let bytes: [UInt8]
    /// The item's own text in its page, where `payload` has only what is read of it.
    package let source: ArraySlice<UInt8>?

    /// A payload with the subject it was asked for.
    public init(_ payload: Payload, subject: SubjectID? = nil) {
        self.init(payload, subject: subject, source: nil)
    }

    /// A payload with the subject it was asked for, and the text of which it is what is read.
    package init(_ payload: Payload, subject: SubjectID?, source: ArraySlice<UInt8>?) {
        self.payload = payload
        self.subject = subject
        self.source = source
        switch payload {
        case .text(let text) where text.utf8.count > TranslationLimits.maxPayloadBytes:
            form = .damaged(
                TranslationError(.tooLarge, "The payload has more than \(TranslationLimits.maxPayloadBytes) bytes.")
            )
            bytes = []
        case .text(let text):
            bytes = Array(text.utf8)
            form = PayloadForm(text, bytes)
        case .value(let value):
            form = .json(value)
            bytes = []
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
